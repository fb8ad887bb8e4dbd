// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.worker;

import io.github.dl4jinit.internal.StreamLines;
import io.github.dl4jinit.lab.trial.Environment;
import io.github.dl4jinit.lab.trial.TrialException;
import io.github.dl4jinit.lab.trial.TrialResult;
import io.github.dl4jinit.lab.trial.TrialSpec;
import io.github.dl4jinit.lab.trial.TrialStatus;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** The parent's end of one worker process. Used by one thread, but for {@link #kill}. */
final class WorkerProcess {

    /** What the JVM exits with under ExitOnOutOfMemoryError. */
    private static final int EXIT_OUT_OF_MEMORY = 3;

    private static final int SIGHUP = 1;
    private static final int SIGINT = 2;
    private static final int SIGTERM = 15;

    /** SIGILL, SIGABRT, SIGBUS, SIGFPE and SIGSEGV. */
    private static final Set<Integer> CRASHES = Set.of(4, 6, 7, 8, 11);

    /** Exit codes of a process that a signal ended are this and the signal's number. */
    private static final int SIGNALLED = 128;

    /** Short beside a hang limit that anybody sets. */
    private static final long SLICE_MILLIS = 1000;

    private final WorkerSettings settings;
    private final Process process;
    private final Writer toWorker;
    private final BlockingQueue<Optional<Message>> messages;
    private final Thread errorReader;
    private volatile String lastWords = "";
    private Environment environment;
    private TrialSpec sent;
    private volatile boolean silent;

    WorkerProcess(WorkerSettings settings, Process process) {
        this(settings, process, new LinkedBlockingQueue<>());
    }

    /** @param messages where they wait to be asked for */
    WorkerProcess(WorkerSettings settings, Process process, BlockingQueue<Optional<Message>> messages) {
        this.settings = settings;
        this.process = process;
        this.messages = messages;
        this.toWorker = process.outputWriter(StandardCharsets.UTF_8);
        // An empty element marks the end of the worker's output.
        StreamLines.follow("worker", process.getInputStream(), this::receive, () -> messages.add(Optional.empty()));
        this.errorReader = StreamLines.follow("worker", process.getErrorStream(), this::remember, () -> {});
    }

    /**
     * Starts a process; {@link #awaitReady} waits until it can take trials.
     *
     * @throws TrialException if the system cannot start one
     */
    static WorkerProcess start(WorkerSettings settings) {
        try {
            return new WorkerProcess(settings, settings.processBuilder().start());
        } catch (IOException e) {
            throw new TrialException("a worker process did not start: " + e.getMessage(), e);
        }
    }

    /**
     * Waits until the worker has loaded ND4J, if it has not yet, and says what it runs on.
     *
     * @throws TrialException if it ends or hangs instead
     */
    Environment awaitReady() throws InterruptedException {
        if (environment == null) {
            Message message = next();
            if (message instanceof Message.Unusable unusable) {
                throw new TrialException(unusable.reason());
            }
            if (!(message instanceof Message.Ready ready)) {
                throw new TrialException("a worker process did not start: it " + howItEnded());
            }
            environment = ready.environment();
        }
        return environment;
    }

    /** Sends a trial ahead of {@link #run}, which then waits for its result. A process that is gone says so there. */
    void send(TrialSpec spec) {
        sent = spec;
        send(new Request.Trial(spec));
    }

    private void send(Request request) {
        try {
            toWorker.write(request.toLine());
            toWorker.write('\n');
            toWorker.flush();
        } catch (IOException e) {
            settings.log().accept("a worker process takes no request: " + e.getMessage());
        }
    }

    /**
     * Runs one trial; if the process dies or hangs meanwhile, the result is {@link TrialStatus#FAILED} and
     * {@link #isAlive} false.
     */
    TrialResult run(TrialSpec spec, Consumer<Message.Iteration> progress) throws InterruptedException {
        if (sent != spec) {
            send(spec);
        }
        sent = null;
        while (true) {
            Message message = next();
            if (message instanceof Message.Iteration iteration) {
                progress.accept(iteration);
            } else if (message instanceof Message.Finished finished) {
                return finished.result();
            } else {
                return TrialResult.failed(spec, "the worker process " + howItEnded());
            }
        }
    }

    /**
     * Asks for something other than a trial and waits for the answer.
     *
     * @throws TrialException if the process dies or hangs instead
     */
    Message ask(Request request) throws InterruptedException {
        send(request);
        Message message = next();
        while (message instanceof Message.Alive) {
            message = next();
        }
        if (message == null) {
            throw new TrialException("the worker process " + howItEnded());
        }
        return message;
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /**
     * Whether it ended as a terminal ends a process, by its interrupt key or when it is closed, or as a system does.
     */
    boolean wasInterrupted() {
        return !process.isAlive() && Set.of(SIGHUP, SIGINT, SIGTERM).contains(process.exitValue() - SIGNALLED);
    }

    /** Ends the process at once and waits until it is gone. Any thread may call it. */
    void kill() {
        process.destroyForcibly();
        process.onExit().join();
    }

    /** The next message, or {@code null} if the process has ended or says nothing for too long. */
    private Message next() throws InterruptedException {
        Optional<Message> message = poll();
        silent = message == null;
        return silent ? null : message.orElse(null);
    }

    /**
     * Waits for a message. In slices: while somebody has stopped this process and its workers, by Ctrl-Z or by stopping
     * the machine they are on, clocks go on, and no worker has hung. So an interruption counts for a slice, however
     * long it was.
     */
    private Optional<Message> poll() throws InterruptedException {
        Optional<Message> message = null;
        long left = settings.hangLimit().toMillis();
        while (message == null && left > 0) {
            long slice = Math.min(left, SLICE_MILLIS);
            message = messages.poll(slice, TimeUnit.MILLISECONDS);
            left -= slice;
        }
        return message;
    }

    /** Completes "the worker process …". Kills a process that is still alive: it has hung. */
    private String howItEnded() throws InterruptedException {
        // Its output ends a moment before the process does, and a busy machine may make more of that moment.
        long limit = settings.hangLimit().toMillis();
        if (silent && process.isAlive() || !process.waitFor(limit, TimeUnit.MILLISECONDS)) {
            kill();
            return "hung: it reported nothing for " + settings.hangLimit().toSeconds() + " s and was killed";
        }
        errorReader.join(limit); // its last words may still be on their way
        int code = process.exitValue();
        if (code == EXIT_OUT_OF_MEMORY) {
            return "ran out of memory: its heap is limited to " + settings.heap();
        }
        int signal = code - SIGNALLED;
        if (CRASHES.contains(signal)) {
            return "crashed in native code (signal " + signal + "); the JVM's report is in " + settings.crashFolder();
        }
        if (signal > 0) {
            return "was killed by signal " + signal;
        }
        return "ended with exit code " + code + (lastWords.isEmpty() ? "" : ": " + lastWords);
    }

    private void receive(String line) {
        Optional<Message> message = Message.fromLine(line);
        if (message.isPresent()) {
            messages.add(message);
        } else if (!line.isBlank()) {
            remember(line);
        }
    }

    private void remember(String line) {
        if (!line.startsWith("\t")) { // not a stack trace
            lastWords = line.strip();
        }
        settings.log().accept(line);
    }
}
