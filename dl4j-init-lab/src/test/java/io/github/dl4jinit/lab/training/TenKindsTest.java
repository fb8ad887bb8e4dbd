// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jinit.lab.data.SavedSource;
import io.github.dl4jinit.lab.scheme.Scheme;
import io.github.dl4jinit.lab.trial.Measure;
import io.github.dl4jinit.lab.trial.TrainingSpec;
import io.github.dl4jinit.lab.trial.TrialResult;
import io.github.dl4jinit.lab.trial.TrialSpec;
import io.github.dl4jinit.lab.trial.TrialStatus;
import io.github.dl4jinit.signal.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Networks of twelve kinds from a file, on data that DL4J has saved: trained, probed, judged by what fits. */
class TenKindsTest {

    @TempDir
    Path folder;

    /** Each learns something by its own start and by He's, far beyond luck of 64 test examples. */
    @Test
    void areTrainedAndJudgedByWhatFits() throws IOException {
        for (TenKinds.Kind kind : TenKinds.all()) {
            for (Scheme scheme : List.of(Scheme.OWN, Scheme.HE)) {
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
        TenKinds.Kind steps = TenKinds.all().get(4);
        TrialResult loss = trial(steps, Scheme.OWN, Measure.LOSS);
        // Two classes as frequent as each other, and 4.5 steps of an example that count on average.
        assertThat(loss.chance()).isCloseTo(4.5 * Math.log(2), within(0.3));
        assertThat(loss.testScore()).isLessThan(0.7 * loss.chance());
    }

    private TrialResult trial(TenKinds.Kind kind, Scheme scheme, Measure measure) throws IOException {
        Path configuration = Files.writeString(folder.resolve("network.json"), kind.configuration());
        Path data = folder.resolve("data.bin");
        kind.save(data.toFile());
        TrainingSpec training = new TrainingSpec(
                        OwnNetwork.spec(configuration, List.of()),
                        32,
                        8,
                        0,
                        new SavedSource(data.toString(), null, 0.2, 1))
                .withMeasure(measure);
        return new Trainer().run(new TrialSpec(scheme, 1, training), (done, planned, batchLoss) -> {});
    }
}
