// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jinit.lab.scheme.Scheme;
import io.github.dl4jinit.lab.trial.MlpSpec;
import io.github.dl4jinit.lab.trial.Optimiser;
import io.github.dl4jinit.lab.trial.ScoreCurve;
import io.github.dl4jinit.lab.trial.TrainingSpec;
import io.github.dl4jinit.lab.trial.TrialResult;
import io.github.dl4jinit.lab.trial.TrialSpec;
import java.io.IOException;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The accuracy while a network is trained. */
class ScoreCurveTest {

    /** Five standard errors of a share of 500 examples, and of at most 0.5. */
    private static final double CHANCE = 5 * Math.sqrt(0.25 / 500);

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void looksNineTimesBeforeTheEndAndDisturbsNothing(boolean residual) throws IOException {
        TrialResult looked = run(residual, 105);
        ScoreCurve curve = looked.scoreCurve();
        assertThat(curve.iterations())
                .containsExactlyElementsOf(
                        IntStream.rangeClosed(1, 9).map(i -> 11 * i).boxed().toList());
        assertThat(curve.scores().get(8)).isCloseTo(looked.testScore(), within(CHANCE));
        assertThat(curve.scores().get(8)).isGreaterThan(curve.scores().get(0));

        TrialResult unlooked = run(residual, 99);
        assertThat(unlooked.scoreCurve())
                .as("short trainings are not looked at")
                .isNull();
        assertThat(looked.history().subList(0, 99)).isEqualTo(unlooked.history());
    }

    private static TrialResult run(boolean residual, int iterations) throws IOException {
        MlpSpec network = new MlpSpec(2, 16, "RELU", residual, Optimiser.ADAM, 0.01);
        TrainingSpec training = new TrainingSpec(network, 16, 4, 640, null).withMaxIterations(iterations);
        return new Trainer().run(new TrialSpec(Scheme.HE, 1, training), (iteration, of, loss) -> {});
    }
}
