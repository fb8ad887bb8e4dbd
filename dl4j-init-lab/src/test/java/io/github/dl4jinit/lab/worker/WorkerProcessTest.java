// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.dl4jinit.lab.data.ExampleForm;
import io.github.dl4jinit.lab.data.Target;
import io.github.dl4jinit.lab.scheme.Scheme;
import io.github.dl4jinit.lab.trial.Environment;
import io.github.dl4jinit.lab.trial.MlpSpec;
import io.github.dl4jinit.lab.trial.Optimiser;
import io.github.dl4jinit.lab.trial.OwnNetworkSpec;
import io.github.dl4jinit.lab.trial.TrainingSpec;
import io.github.dl4jinit.lab.trial.TrialException;
import io.github.dl4jinit.lab.trial.TrialResult;
import io.github.dl4jinit.lab.trial.TrialSpec;
import io.github.dl4jinit.lab.trial.TrialStatus;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A process that is none: what it says is there before anybody waits for it, so no limit of time is met by chance. */
class WorkerProcessTest {

    private static final Environment ENVIRONMENT = new Environment("CPU", "OPENBLAS", 1, 2, "17", "1.0", "Linux");

    private final Fake fake = new Fake();

    @Test
    void silenceInATrialIsAHang() throws Exception {
        WorkerProcess worker = worker(Duration.ofSeconds(1));
        assertThat(worker.awaitReady()).isEqualTo(ENVIRONMENT);
        TrialResult result = worker.run(trial(), iteration -> {});
        assertThat(result.status()).isEqualTo(TrialStatus.FAILED);
        assertThat(result.error()).isEqualTo("the worker process hung: it reported nothing for 1 s and was killed");
        assertThat(worker.isAlive()).isFalse();
    }

    /** Ctrl-Z stops a command and its workers; an hour later the clocks have gone on, and nobody has hung. */
    @Test
    void anHourOfBeingStoppedIsNoHang() throws Exception {
        int[] waits = {0};
        BlockingQueue<Optional<Message>> messages = new LinkedBlockingQueue<>() {
            private static final long serialVersionUID = 1;

            @Override
            public Optional<Message> poll(long time, TimeUnit unit) throws InterruptedException {
                waits[0]++;
                return waits[0] == 2 ? null : super.poll(time, unit); // the hour: no message in the time asked for
            }
        };
        WorkerProcess worker = new WorkerProcess(settings(Duration.ofSeconds(600)), fake, messages);
        fake.heard.await();
        worker.awaitReady();
        messages.add(Optional.of(new Message.Iteration(1, 2, 0.5)));
        messages.add(Optional.of(new Message.Finished(TrialResult.failed(trial(), "as it happens"))));
        assertThat(worker.run(trial(), iteration -> {}).error()).isEqualTo("as it happens");
    }

    /** By the interrupt key, by a terminal that is closed, or by a system that ends; but not by one who kills it. */
    @ParameterizedTest
    @CsvSource({"129, true", "130, true", "143, true", "137, false", "0, false"})
    void whoeverEndsTheCommandEndsItsWorkers(int exitCode, boolean interrupted) throws Exception {
        fake.exitCode = exitCode;
        WorkerProcess worker = worker(Duration.ofSeconds(600));
        assertThat(worker.wasInterrupted()).isFalse();
        fake.ended.countDown();
        assertThat(worker.wasInterrupted()).isEqualTo(interrupted);
    }

    /** A busy machine may take its time to bury a process. */
    @Test
    void aProcessThatIsSlowToEndHasNotHung() throws Exception {
        WorkerProcess worker = worker(Duration.ofSeconds(600));
        worker.awaitReady();
        fake.secondsToEnd = 100;
        fake.ended.countDown();
        assertThat(worker.run(trial(), iteration -> {}).error()).isEqualTo("the worker process was killed by signal 9");
    }

    /** What it says at its end may be read a moment after its end was seen. */
    @Test
    void lastWordsAreWaitedFor() throws Exception {
        fake.exitCode = 1;
        fake.lastWords = "no space left\n";
        WorkerProcess worker = worker(Duration.ofSeconds(600));
        worker.awaitReady();
        fake.ended.countDown();
        assertThat(worker.run(trial(), iteration -> {}).error())
                .isEqualTo("the worker process ended with exit code 1: no space left");
    }

    @Test
    void aTrialSentAheadIsNotSentAgain() throws Exception {
        WorkerProcess worker = worker(Duration.ofSeconds(600));
        worker.awaitReady();
        TrialSpec ahead = trial();
        worker.send(ahead);
        assertThat(fake.received()).hasSize(1);
        fake.ended.countDown();
        worker.run(ahead, iteration -> {});
        assertThat(fake.received()).hasSize(1);
    }

    @Test
    void aTrialThatWasNotSentAheadIsSent() throws Exception {
        WorkerProcess worker = worker(Duration.ofSeconds(600));
        worker.awaitReady();
        worker.send(trial());
        fake.ended.countDown();
        worker.run(trial(), iteration -> {});
        assertThat(fake.received()).hasSize(2);
    }

    /** Something other than a trial takes as long as it says that it is alive. */
    @Test
    void anAnswerMayBeLongInComing() throws Exception {
        fake.says(new Message.Alive(), new Message.Alive(), new Message.Refused("no"));
        WorkerProcess worker = worker(Duration.ofSeconds(600));
        worker.awaitReady();
        assertThat(worker.ask(fit())).isEqualTo(new Message.Refused("no"));
        assertThat(fake.received()).containsExactly(fit().toLine());
        assertThat(Request.fromLine(fit().toLine())).isEqualTo(fit());
    }

    @Test
    void silenceInsteadOfAnAnswerIsAHang() throws Exception {
        fake.says(new Message.Alive());
        WorkerProcess worker = worker(Duration.ofSeconds(1));
        worker.awaitReady();
        assertThatExceptionOfType(TrialException.class)
                .isThrownBy(() -> worker.ask(fit()))
                .withMessage("the worker process hung: it reported nothing for 1 s and was killed");
        assertThat(worker.isAlive()).isFalse();
    }

    private static Request fit() {
        return new Request.Fit(
                OwnNetworkSpec.inMemory("net"),
                Scheme.parseList("own,he(gain=2)"),
                ExampleForm.of(List.of(3), Target.classes(2)),
                1L << 40);
    }

    private WorkerProcess worker(Duration hangLimit) throws InterruptedException {
        WorkerProcess worker = new WorkerProcess(settings(hangLimit), fake);
        fake.heard.await();
        return worker;
    }

    private static WorkerSettings settings(Duration hangLimit) {
        return new WorkerSettings(WorkerSettings.DEFAULT_HEAP, hangLimit, Path.of("nowhere"), line -> {});
    }

    private static TrialSpec trial() {
        MlpSpec network = new MlpSpec(1, 2, "RELU", false, Optimiser.SGD, 0.1);
        return new TrialSpec(Scheme.parse("he"), 1, new TrainingSpec(network, 1, 1, 0, null));
    }

    private static final class Fake extends Process {

        private final CountDownLatch heard = new CountDownLatch(1);
        private final CountDownLatch ended = new CountDownLatch(1);
        private final ByteArrayOutputStream input = new ByteArrayOutputStream();
        private long secondsToEnd;
        private int exitCode = 137;
        private String lastWords = "";
        private final CompletableFuture<Thread> buried = new CompletableFuture<>();
        private String output = new Message.Ready(ENVIRONMENT).toLine() + "\n";

        private void says(Message... messages) {
            for (Message message : messages) {
                output += message.toLine() + "\n";
            }
        }

        private List<String> received() {
            return input.toString(StandardCharsets.UTF_8).lines().toList();
        }

        @Override
        public InputStream getInputStream() {
            InputStream ready = new ByteArrayInputStream(output.getBytes(StandardCharsets.UTF_8));
            return new InputStream() {
                @Override
                public int read() {
                    throw new UnsupportedOperationException();
                }

                /** Who asks for more has dealt with the line before. */
                @Override
                public int read(byte[] into, int from, int length) throws IOException {
                    int count = ready.read(into, from, length);
                    if (count < 0) {
                        heard.countDown();
                        try {
                            ended.await();
                        } catch (InterruptedException e) {
                            throw new InterruptedIOException();
                        }
                    }
                    return count;
                }
            };
        }

        @Override
        public InputStream getErrorStream() {
            InputStream words = new ByteArrayInputStream(lastWords.getBytes(StandardCharsets.UTF_8));
            return new InputStream() {
                @Override
                public int read() {
                    throw new UnsupportedOperationException();
                }

                /** Nothing comes before somebody who has seen the end waits for it. */
                @Override
                public int read(byte[] into, int from, int length) throws IOException {
                    Thread waiting = lastWords.isEmpty() ? null : buried.join();
                    while (waiting != null && waiting.getState() != Thread.State.TIMED_WAITING && waiting.isAlive()) {
                        Thread.onSpinWait();
                    }
                    return words.read(into, from, length);
                }
            };
        }

        @Override
        public OutputStream getOutputStream() {
            return input;
        }

        @Override
        public boolean isAlive() {
            return ended.getCount() > 0;
        }

        /** By no clock: an hour is over as soon as a second. */
        @Override
        public boolean waitFor(long limit, TimeUnit unit) {
            boolean over = !isAlive() && unit.toSeconds(limit) > secondsToEnd;
            if (over) {
                buried.complete(Thread.currentThread());
            }
            return over;
        }

        @Override
        public int waitFor() {
            return exitValue();
        }

        @Override
        public int exitValue() {
            return exitCode;
        }

        @Override
        public void destroy() {
            ended.countDown();
        }

        @Override
        public CompletableFuture<Process> onExit() {
            return CompletableFuture.completedFuture(this);
        }
    }
}
