// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jinit.lab.data.SavedDataset;
import io.github.dl4jinit.lab.data.SavedSource;
import io.github.dl4jinit.lab.scheme.Scheme;
import io.github.dl4jinit.lab.trial.Measure;
import io.github.dl4jinit.lab.trial.TrainingSpec;
import io.github.dl4jinit.lab.trial.TrialResult;
import io.github.dl4jinit.lab.trial.TrialSpec;
import io.github.dl4jinit.lab.trial.TrialStatus;
import io.github.dl4jinit.lab.worker.WorkerPool;
import io.github.dl4jinit.lab.worker.WorkerSettings;
import io.github.dl4jinit.signal.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Networks of twelve kinds from a file, on data that DL4J has saved: trained, probed, judged by what fits. */
class NetworkKindsTest {

    private static final Set<String> OWN_START_TOO = Set.of("dense, residual graph", "LSTM with masks");

    /** A list of steps with masks, a graph, and one of several inputs. */
    private static final List<Integer> OF_DIFFERENT_NATURE = List.of(1, 4, 10);

    @TempDir
    Path folder;

    /**
     * Each learns something by He's start, far beyond luck of 64 test examples; two kinds do by their own, which is
     * found without looking at layers.
     */
    @Test
    void areTrainedAndJudgedByWhatFits() throws IOException {
        for (NetworkKinds.Kind kind : NetworkKinds.all()) {
            for (Scheme scheme :
                    OWN_START_TOO.contains(kind.name()) ? List.of(Scheme.OWN, Scheme.HE) : List.of(Scheme.HE)) {
                TrialResult result = trial(kind, scheme, null);
                assertThat(result.status()).as(kind.name() + result.error()).isEqualTo(TrialStatus.COMPLETED);
                assertThat(result.measure()).as(kind.name()).isEqualTo(kind.measure());
                assertThat(kind.measure().isBeyond(0.3, result.testScore(), result.chance()))
                        .as(kind.name() + ", " + scheme + ": " + result.testScore() + ", by luck " + result.chance())
                        .isTrue();
                assertThat(result.signalAtStart().forward().verdict())
                        .as(kind.name())
                        .isEqualTo(Verdict.HEALTHY);
            }
        }
    }

    /** The loss that DL4J tells of masked steps, and its chance, are those of the steps that count. */
    @Test
    void masksCountInTheLoss() throws IOException {
        NetworkKinds.Kind steps = NetworkKinds.all().get(4);
        TrialResult loss = trial(steps, Scheme.OWN, Measure.LOSS);
        // Two classes as frequent as each other, and 4.5 steps of an example that count on average.
        assertThat(loss.chance()).isCloseTo(4.5 * Math.log(2), within(0.3));
        assertThat(loss.testScore()).isLessThan(0.7 * loss.chance());
    }

    /** The accuracy is that of the steps that count, as DL4J's own evaluation has it of the same training. */
    @Test
    void masksCountInTheScore() throws IOException {
        NetworkKinds.Kind steps = NetworkKinds.all().get(4);
        TrialResult result = trial(steps, Scheme.HE, null);
        SavedDataset data = ((SavedSource) result.spec().training().dataSource()).load(0);
        OwnNetwork own = new OwnNetwork(MultiLayerConfiguration.fromJson(steps.configuration()));
        MultiLayerNetwork network = (MultiLayerNetwork) own.drawn(Scheme.HE, 1, null);
        network.fit(data.trainIterator(32, 1), 8);
        assertThat(result.testScore())
                .isCloseTo(network.evaluate(data.testIterator(64)).accuracy(), within(1e-12));
    }

    /** Worker processes give the same digits, however many of them there are. */
    @Test
    void twoWorkersGiveTheDigitsOfOne() throws Exception {
        List<TrialSpec> trials = new ArrayList<>();
        List<NetworkKinds.Kind> all = NetworkKinds.all();
        for (NetworkKinds.Kind kind : OF_DIFFERENT_NATURE.stream().map(all::get).toList()) {
            trials.add(new TrialSpec(Scheme.HE, 1, training(kind).withMaxIterations(3)));
        }
        WorkerSettings settings = new WorkerSettings("256m", Duration.ofMinutes(10), folder, line -> {});
        try (WorkerPool pool = new WorkerPool(settings)) {
            pool.start();
            List<TrialResult> byOne = run(pool, trials, 1);
            List<TrialResult> byTwo = run(pool, trials, 2);
            assertThat(byOne).hasSize(3).allSatisfy(result -> assertThat(result.status())
                    .as(result.error())
                    .isEqualTo(TrialStatus.COMPLETED));
            assertThat(byTwo)
                    .usingRecursiveComparison()
                    .ignoringFields("seconds", "msPerIteration")
                    .isEqualTo(byOne);
        }
    }

    private static List<TrialResult> run(WorkerPool pool, List<TrialSpec> trials, int workers)
            throws InterruptedException {
        Map<TrialSpec, TrialResult> results = new HashMap<>();
        pool.run(trials, workers, result -> results.put(result.spec(), result));
        return trials.stream().map(results::get).toList();
    }

    private TrialResult trial(NetworkKinds.Kind kind, Scheme scheme, Measure measure) throws IOException {
        TrainingSpec training = training(kind).withMeasure(measure);
        return new Trainer().run(new TrialSpec(scheme, 1, training), (done, planned, batchLoss) -> {});
    }

    private TrainingSpec training(NetworkKinds.Kind kind) throws IOException {
        Path configuration = Files.writeString(folder.resolve(kind.name() + ".json"), kind.configuration());
        Path data = folder.resolve(kind.name() + ".bin");
        kind.save(data.toFile());
        return new TrainingSpec(
                OwnNetwork.spec(configuration, List.of()), 32, 8, 0, new SavedSource(data.toString(), null, 0.2, 1));
    }
}
