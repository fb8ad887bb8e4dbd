// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.spark;

import io.github.dl4jinit.internal.StreamLines;
import io.github.dl4jinit.lab.trial.TrialException;
import io.github.dl4jinit.spark.driver.ClusterDriver;
import io.github.dl4jinit.spark.driver.Line;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** This program's end of the driver process. It is used by one thread, but for {@link #close}. */
final class DriverProcess implements AutoCloseable {

    /** SIGHUP, SIGINT and SIGTERM, as an exit code tells them. */
    private static final Set<Integer> INTERRUPTED = Set.of(129, 130, 143);

    /** Spark says farewell to its cluster in a second or two; a master that is gone takes longer. */
    private static final Duration FAREWELL = Duration.ofSeconds(15);

    private final Process process;
    private final Writer toDriver;
    private final Consumer<String> log;
    private final BlockingQueue<Line> lines = new LinkedBlockingQueue<>();
    private volatile String lastWords = "";

    private DriverProcess(Process process, Consumer<String> log) {
        this.process = process;
        this.log = log;
        this.toDriver = process.outputWriter(StandardCharsets.UTF_8);
        Thread errors = StreamLines.follow("driver", process.getErrorStream(), this::remember, () -> {});
        StreamLines.follow(
                "driver",
                process.getInputStream(),
                this::receive,
                () -> lines.add(Line.of(Line.BROKEN, howItEnded(errors))));
    }

    /**
     * Starts it; nothing of it is ready yet.
     *
     * @throws TrialException if the system cannot start a process
     */
    static DriverProcess start(SparkSettings settings, Path jar) {
        List<String> command = new ArrayList<>(List.of(
                settings.submit().toString(), "--master", settings.master(), "--deploy-mode", "client", "--name"));
        command.addAll(List.of("dl4j-init", "--class", ClusterDriver.class.getName()));
        // A second copy of a slow task would be the same trial twice.
        conf(command, "spark.speculation", "false");
        for (Map.Entry<String, String> setting : settings.conf().entrySet()) {
            conf(command, setting.getKey(), setting.getValue());
        }
        command.add(jar.toString());
        try {
            return new DriverProcess(
                    new ProcessBuilder(command).start(), settings.workers().log());
        } catch (IOException e) {
            throw new TrialException("the cluster's driver did not start: " + e.getMessage(), e);
        }
    }

    private static void conf(List<String> command, String name, String value) {
        command.add("--conf");
        command.add(name + "=" + value);
    }

    /** Sends a line; a process that is gone says so by its last line. */
    void send(Line line) {
        try {
            toDriver.write(line.text());
            toDriver.write('\n');
            toDriver.flush();
        } catch (IOException e) {
            log.accept("the cluster's driver takes no request: " + e.getMessage());
        }
    }

    /** The next line of its; empty if there is none for so long. */
    Optional<Line> await(Duration limit) throws InterruptedException {
        return Optional.ofNullable(lines.poll(limit.toMillis(), TimeUnit.MILLISECONDS));
    }

    /** Whether it ends, or has ended, as a terminal or a system ends a process. */
    boolean wasInterrupted() throws InterruptedException {
        return process.waitFor(FAREWELL.toMillis(), TimeUnit.MILLISECONDS) && INTERRUPTED.contains(process.exitValue());
    }

    /** Ends it, and with it its tasks and their workers, and waits until it is gone. Any thread may call it. */
    @Override
    public void close() {
        try {
            toDriver.close(); // which it takes for the end
        } catch (IOException e) {
            log.accept("the cluster's driver ended before: " + e.getMessage());
        }
        boolean gone = false;
        try {
            gone = process.waitFor(FAREWELL.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        if (!gone) {
            process.destroyForcibly();
            process.onExit().join();
        }
        lines.add(Line.of(Line.BROKEN, "it was closed"));
    }

    private String howItEnded(Thread errors) {
        try {
            int code = process.waitFor();
            errors.join(); // its last words may still be on their way
            return "it ended with exit code " + code + (lastWords.isEmpty() ? "" : ": " + lastWords);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return "this program was interrupted";
        }
    }

    private void receive(String text) {
        Optional<Line> line = Line.parse(text);
        if (line.isPresent()) {
            lines.add(line.get());
        } else if (!text.isBlank()) {
            remember(text);
        }
    }

    private void remember(String text) {
        if (text.contains("Exception") || text.contains("Error") || text.contains(" ERROR ")) { // no line of its course
            lastWords = text.strip();
        }
        log.accept(text);
    }
}
