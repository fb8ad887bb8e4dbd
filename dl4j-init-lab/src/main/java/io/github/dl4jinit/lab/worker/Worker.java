// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.worker;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.github.dl4jinit.lab.training.StepChoice;
import io.github.dl4jinit.lab.training.Trainer;
import io.github.dl4jinit.lab.trial.Environment;
import io.github.dl4jinit.lab.trial.TrialException;
import io.github.dl4jinit.lab.trial.TrialResult;
import io.github.dl4jinit.lab.trial.TrialSpec;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/**
 * The main class of a worker process: reads a {@link TrialSpec} a line from its standard input, runs it, and writes
 * {@link Message}s to its standard output. It ends when its input does, which happens however its parent ends.
 */
public final class Worker {

    /** A progress display cannot show more, and a pipe should not carry it. */
    private static final long NANOS_BETWEEN_REPORTS = TimeUnit.MILLISECONDS.toNanos(200);

    private final PrintStream toParent;
    private final Trainer trainer;
    private long lastReport;

    private Worker(PrintStream toParent, StepChoice steps) {
        this.toParent = toParent;
        this.trainer = new Trainer(steps);
    }

    /** Arguments: the {@link StepChoice}. */
    public static void main(String[] args) throws InterruptedException {
        PrintStream toParent = new PrintStream(new FileOutputStream(FileDescriptor.out), true, StandardCharsets.UTF_8);
        System.setOut(System.err); // whatever else prints must not disturb the messages
        BlockingQueue<String> specs = new LinkedBlockingQueue<>();
        Thread input = new Thread(() -> readUntilParentEnds(specs), "parent");
        input.setDaemon(true);
        input.start();
        Worker worker = new Worker(toParent, StepChoice.valueOf(args[0]));
        if (worker.reportsReady()) {
            while (true) {
                worker.run(specs.take());
            }
        }
    }

    private boolean reportsReady() {
        try {
            send(new Message.Ready(Environment.ofThisProcess()));
            return true;
        } catch (TrialException e) {
            e.printStackTrace();
            send(new Message.Unusable(e.getMessage()));
            return false;
        }
    }

    private static void readUntilParentEnds(BlockingQueue<String> specs) {
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        try {
            String line = lines.readLine();
            while (line != null) {
                specs.add(line);
                line = lines.readLine();
            }
        } catch (IOException e) {
            System.err.println("worker: its parent is gone: " + e);
        }
        // Not exit: a training step in native code must not delay the end.
        Runtime.getRuntime().halt(0);
    }

    private void run(String line) {
        TrialSpec spec;
        try {
            spec = Message.JSON.readValue(line, TrialSpec.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("the parent sent no trial: " + line, e);
        }
        send(new Message.Finished(result(spec)));
    }

    /** Whatever a trial throws costs this trial only; the parent goes on with a new process. */
    private TrialResult result(TrialSpec spec) {
        try {
            return trainer.run(spec, this::report);
        } catch (IOException | RuntimeException e) {
            e.printStackTrace();
            return TrialResult.failed(spec, e);
        }
    }

    private void report(int iteration, int iterations, double loss) {
        long now = System.nanoTime();
        if (iteration == 1 || iteration == iterations || now - lastReport >= NANOS_BETWEEN_REPORTS) {
            lastReport = now;
            send(new Message.Iteration(iteration, iterations, loss));
        }
    }

    private void send(Message message) {
        // The line break before it ends a line that a native library may have left open.
        toParent.println("\n" + message.toLine());
    }
}
