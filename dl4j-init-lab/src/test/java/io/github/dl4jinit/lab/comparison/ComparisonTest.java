// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.comparison;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jinit.lab.scheme.Scheme;
import io.github.dl4jinit.lab.trial.Measure;
import io.github.dl4jinit.lab.trial.MlpSpec;
import io.github.dl4jinit.lab.trial.Optimiser;
import io.github.dl4jinit.lab.trial.TrainingSpec;
import io.github.dl4jinit.lab.trial.TrialException;
import io.github.dl4jinit.lab.trial.TrialResult;
import io.github.dl4jinit.lab.trial.TrialRunner;
import io.github.dl4jinit.lab.trial.TrialSpec;
import io.github.dl4jinit.lab.trial.TrialStatus;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** What is told of trials that are given here; that real networks give them, the examples' tests show. */
class ComparisonTest {

    private static final TrainingSpec TRAINING =
            new TrainingSpec(new MlpSpec(2, 8, "RELU", false, Optimiser.ADAM, 1e-3), 32, 1, 0, null);

    private static TrialResult result(TrialSpec spec, Double score, List<Double> history, Measure measure) {
        return new TrialResult(
                spec,
                score == null ? TrialStatus.DIVERGED : TrialStatus.COMPLETED,
                history.get(0),
                score == null ? null : history.get(history.size() - 1),
                score,
                measure == Measure.RMSE ? 10.0 : 0.1,
                history.size(),
                1,
                2.0,
                score == null ? "the loss became NaN" : null,
                null,
                null,
                history,
                10,
                null,
                measure);
    }

    /** Gives each trial its score, from the last one to the first: trials end in any order. */
    private static TrialRunner runner(Map<String, List<Double>> scores, Measure measure) {
        return (trials, listener) -> {
            List<TrialSpec> backwards = new ArrayList<>(trials);
            Collections.reverse(backwards);
            for (TrialSpec trial : backwards) {
                Double score = scores.get(trial.scheme().text()).get((int) trial.seed() - 1);
                listener.ended(result(trial, score, List.of(2.0, 1.0), measure));
            }
        };
    }

    @Test
    void everySchemeWithEverySeed() throws InterruptedException {
        Map<String, List<Double>> scores = new HashMap<>();
        scores.put("he", List.of(0.8, 0.9, 0.7));
        scores.put("xavier", Arrays.asList(0.95, null, null));
        ComparisonResult result = Comparison.of(TRAINING, "he,xavier", 1, 2, 3).run(runner(scores, Measure.ACCURACY));
        assertThat(result.schemes())
                .extracting(scheme -> scheme.scheme().text())
                .containsExactly("he", "xavier");
        SchemeResult he = result.of(Scheme.HE).orElseThrow();
        assertThat(he.trials()).extracting(trial -> trial.spec().seed()).containsExactly(1L, 2L, 3L);
        assertThat(he.score().mean()).isCloseTo(0.8, within(1e-12));
        assertThat(he.count(TrialStatus.COMPLETED)).isEqualTo(3);
        assertThat(he.initialLoss().mean()).isEqualTo(2);
        assertThat(result.of(Scheme.parse("bengio"))).isEmpty();
        assertThat(result.measure()).isEqualTo(Measure.ACCURACY);
        assertThat(result.chance()).isEqualTo(0.1);
        // Two of three diverged: the one that did not was luck.
        assertThat(result.best().orElseThrow().scheme()).isEqualTo(Scheme.HE);
        assertThat(result.toString().lines())
                .containsExactly(
                        "scheme                accuracy            training loss       trained",
                        "he                    0.8000 ± 0.2484     1.0000 ± 0.0000     3 of 3",
                        "xavier                0.9500              1.0000              1 of 3");
    }

    @Test
    void lessOfAnErrorIsBetter() throws InterruptedException {
        ComparisonResult result = Comparison.of(TRAINING, "he,xavier", 1)
                .run(runner(Map.of("he", List.of(3.0), "xavier", List.of(2.0)), Measure.RMSE));
        assertThat(result.best().orElseThrow().scheme().text()).isEqualTo("xavier");
        assertThat(result.toString()).contains("RMSE (less is better)");
    }

    @Test
    void noResultIsAnError() {
        TrialRunner failing = (trials, listener) ->
                trials.forEach(trial -> listener.ended(TrialResult.failed(trial, "the disk is full")));
        assertThatExceptionOfType(TrialException.class)
                .isThrownBy(() -> Comparison.of(TRAINING, "he", 1).run(failing))
                .withMessage("no trial gave a result: the disk is full");
        assertThatExceptionOfType(TrialException.class)
                .isThrownBy(() -> Comparison.of(TRAINING, "he", 1).run((trials, listener) -> {}))
                .withMessage("no trial gave a result: the runner ran none");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Comparison.of(TRAINING, "he"))
                .withMessageStartingWith("seeds must be at least one");
    }

    @Test
    void theMedianOfIterations() {
        TrialSpec spec = new TrialSpec(Scheme.HE, 1, TRAINING);
        TrialResult soon = result(spec, 0.5, List.of(2.0, 0.1), Measure.ACCURACY);
        TrialResult never = result(spec, 0.5, List.of(2.0, 2.0), Measure.ACCURACY);
        assertThat(new SchemeResult(Scheme.HE, List.of(soon, soon, never)).medianIterationsTo(1.5))
                .hasValue(2);
        assertThat(new SchemeResult(Scheme.HE, List.of(soon, never)).medianIterationsTo(1.5))
                .isEmpty();
    }
}
