// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.worker;

import io.github.dl4jinit.internal.Reason;
import io.github.dl4jinit.lab.probe.ModelProbe;
import io.github.dl4jinit.lab.probe.ProbeSpec;
import io.github.dl4jinit.lab.training.OwnNetwork;
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
import org.bytedeco.javacpp.Pointer;

/**
 * The main class of a worker process: reads a {@link Request} a line from its standard input, does it, and writes
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
        BlockingQueue<String> requests = new LinkedBlockingQueue<>();
        Thread input = new Thread(() -> readUntilParentEnds(requests), "parent");
        input.setDaemon(true);
        input.start();
        Worker worker = new Worker(toParent, StepChoice.valueOf(args[0]));
        if (worker.reportsReady()) {
            while (true) {
                worker.run(Request.fromLine(requests.take()));
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

    private static void readUntilParentEnds(BlockingQueue<String> requests) {
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        try {
            String line = lines.readLine();
            while (line != null) {
                requests.add(line);
                line = lines.readLine();
            }
        } catch (IOException e) {
            System.err.println("worker: its parent is gone: " + e);
        }
        // Not exit: a training step in native code must not delay the end.
        Runtime.getRuntime().halt(0);
    }

    private void run(Request request) {
        if (request instanceof Request.Trial trial) {
            send(new Message.Finished(result(trial.spec())));
        } else if (request instanceof Request.Probe probe) {
            ProbeSpec spec = probe.spec();
            answer(spec.model(), probe.mostMemory(), () -> new Message.Probed(ModelProbe.run(spec, this::reportAlive)));
        } else if (request instanceof Request.Fit fit) {
            answer(
                    fit.network().configuration(),
                    fit.mostMemory(),
                    () -> new Message.Misfits(
                            OwnNetwork.read(fit.network()).misfits(fit.schemes(), fit.form(), this::reportAlive)));
        }
    }

    /** An answer that may fail. */
    private interface Answer {
        Message message() throws IOException;
    }

    /** Whatever a file makes DL4J throw is the file's fault, and told in a sentence. */
    @SuppressWarnings("try") // the guard is closed, never read
    private void answer(String file, long mostMemory, Answer answer) {
        try (MemoryGuard guard =
                new MemoryGuard(mostMemory, Pointer::physicalBytes, most -> endForMemory(file, most))) {
            send(answer.message());
        } catch (IOException | RuntimeException | LinkageError | StackOverflowError | OutOfMemoryError e) {
            e.printStackTrace();
            boolean sentence = e instanceof IOException || e instanceof IllegalArgumentException;
            send(new Message.Refused(sentence ? e.getMessage() : file + " cannot be run: " + Reason.forInput(e)));
        }
    }

    private void endForMemory(String file, long most) {
        send(new Message.Refused(file + " needs more memory than it may take: its process was stopped at "
                + (most >> 20) + " MB, three times its heap"));
        Runtime.getRuntime().halt(0);
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
        if (iteration == 1 || iteration == iterations || isTimeToReport()) {
            lastReport = System.nanoTime();
            send(new Message.Iteration(iteration, iterations, loss));
        }
    }

    private void reportAlive() {
        if (isTimeToReport()) {
            lastReport = System.nanoTime();
            send(new Message.Alive());
        }
    }

    private boolean isTimeToReport() {
        return System.nanoTime() - lastReport >= NANOS_BETWEEN_REPORTS;
    }

    private void send(Message message) {
        // The line break before it ends a line that a native library may have left open.
        toParent.println("\n" + message.toLine());
    }
}
