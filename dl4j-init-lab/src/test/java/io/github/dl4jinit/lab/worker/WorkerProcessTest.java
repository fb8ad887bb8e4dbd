// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.worker;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dl4jinit.lab.scheme.Scheme;
import io.github.dl4jinit.lab.trial.Environment;
import io.github.dl4jinit.lab.trial.MlpSpec;
import io.github.dl4jinit.lab.trial.Optimiser;
import io.github.dl4jinit.lab.trial.TrainingSpec;
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
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

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

    /** A busy machine may take its time to bury a process. */
    @Test
    void aProcessThatIsSlowToEndHasNotHung() throws Exception {
        WorkerProcess worker = worker(Duration.ofSeconds(600));
        worker.awaitReady();
        fake.secondsToEnd = 100;
        fake.ended.countDown();
        assertThat(worker.run(trial(), iteration -> {}).error()).isEqualTo("the worker process was killed by signal 9");
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

    private WorkerProcess worker(Duration hangLimit) throws InterruptedException {
        WorkerSettings settings =
                new WorkerSettings(WorkerSettings.DEFAULT_HEAP, hangLimit, Path.of("nowhere"), line -> {});
        WorkerProcess worker = new WorkerProcess(settings, fake);
        fake.heard.await();
        return worker;
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

        private List<String> received() {
            return input.toString(StandardCharsets.UTF_8).lines().toList();
        }

        @Override
        public InputStream getInputStream() {
            InputStream ready = new ByteArrayInputStream(
                    (new Message.Ready(ENVIRONMENT).toLine() + "\n").getBytes(StandardCharsets.UTF_8));
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
            return InputStream.nullInputStream();
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
            return !isAlive() && unit.toSeconds(limit) > secondsToEnd;
        }

        @Override
        public int waitFor() {
            return exitValue();
        }

        @Override
        public int exitValue() {
            return 137;
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
