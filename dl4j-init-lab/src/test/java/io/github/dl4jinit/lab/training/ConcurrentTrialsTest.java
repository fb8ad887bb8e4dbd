// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.training;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dl4jinit.lab.scheme.Scheme;
import io.github.dl4jinit.lab.trial.MlpSpec;
import io.github.dl4jinit.lab.trial.Optimiser;
import io.github.dl4jinit.lab.trial.TrainingSpec;
import io.github.dl4jinit.lab.trial.TrialResult;
import io.github.dl4jinit.lab.trial.TrialSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Trials in several threads at once, each with a trainer of its own, give the bits that they give alone. */
class ConcurrentTrialsTest {

    private static final int THREADS = 3;

    /** One of each scheme, two with skip connections too; the same objects for all threads, since they are values. */
    private static final List<TrialSpec> TRIALS = Stream.of(
                    "he",
                    "xavier(gain=1.2,distribution=uniform)",
                    "bengio(distribution=truncated_normal)",
                    "orthogonal(gain=1.2)",
                    "normal(0.1)",
                    "meanfield(sigmaW2=1.8,sigmaB2=0.1)",
                    "network(preserve=backward)",
                    "mirrored",
                    "lsuv",
                    "dl4j:XAVIER")
            .flatMap(scheme -> Stream.of("he", "network(preserve=backward)").anyMatch(scheme::equals)
                    ? Stream.of(trial(scheme, false), trial(scheme, true))
                    : Stream.of(trial(scheme, false)))
            .toList();

    private static TrialSpec trial(String scheme, boolean residual) {
        MlpSpec network = new MlpSpec(3, 8, "RELU", residual, Optimiser.SGD, 0.1);
        return new TrialSpec(
                Scheme.parse(scheme), 1, new TrainingSpec(network, 32, 1, 128, SmallMnist.source(), 32, 0, 0));
    }

    @Test
    void theSameLossesAsAlone() throws Exception {
        List<List<Double>> alone = losses(new CyclicBarrier(1));
        assertThat(alone).doesNotHaveDuplicates();
        ExecutorService threads = Executors.newFixedThreadPool(THREADS);
        CyclicBarrier together = new CyclicBarrier(THREADS);
        try {
            List<Future<List<List<Double>>>> all = new ArrayList<>();
            for (int thread = 0; thread < THREADS; thread++) {
                all.add(threads.submit(() -> losses(together)));
            }
            for (Future<List<List<Double>>> one : all) {
                assertThat(one.get()).isEqualTo(alone);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    /** The loss of each iteration, which every weight has a part in, and the accuracy. */
    private static List<List<Double>> losses(CyclicBarrier together) throws Exception {
        Trainer trainer = new Trainer();
        List<List<Double>> losses = new ArrayList<>();
        for (TrialSpec trial : TRIALS) {
            together.await();
            TrialResult result = trainer.run(trial, (iteration, iterations, loss) -> {});
            List<Double> all = new ArrayList<>(result.history());
            all.add(result.testScore());
            losses.add(all);
        }
        return losses;
    }
}
