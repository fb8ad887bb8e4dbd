// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.tune;

import static io.github.dl4jinit.lab.tune.Searches.CHANCE;
import static io.github.dl4jinit.lab.tune.Searches.ITERATIONS;
import static io.github.dl4jinit.lab.tune.Searches.LEARNING_RATE;
import static io.github.dl4jinit.lab.tune.Searches.gain;
import static io.github.dl4jinit.lab.tune.Searches.gainOf;
import static io.github.dl4jinit.lab.tune.Searches.hill;
import static io.github.dl4jinit.lab.tune.Searches.spec;
import static io.github.dl4jinit.lab.tune.Searches.training;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.dl4jinit.lab.scheme.Scheme;
import io.github.dl4jinit.lab.trial.Knob;
import io.github.dl4jinit.lab.trial.Setting;
import io.github.dl4jinit.lab.trial.TrialSpec;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.ToDoubleBiFunction;
import org.junit.jupiter.api.Test;

/** Searches over accuracies that are known but for noise. */
class TunerTest {

    @Test
    void findsTheSameOptimumFromBothSides() throws Exception {
        ToDoubleBiFunction<Double, Double> truth = (gain, rate) -> hill(gain, 1.05);
        TuningResult below = new Tuner(spec(1, 1, 0.7), new NoisyRunner(1, truth)).run(100);
        TuningResult above = new Tuner(spec(1, 1, 1.4), new NoisyRunner(2, truth)).run(100);
        for (TuningResult result : List.of(below, above)) {
            assertThat(result.spec().number(result.best(), Knob.GAIN)).isBetween(0.9, 1.2);
            TuningResult.Plausible plausible = result.plausible().get(0);
            assertThat(plausible.lowest()).isLessThan(1.05);
            assertThat(plausible.highest()).isGreaterThan(1.05);
            assertThat(plausible.highest() / plausible.lowest()).isLessThan(2);
        }
        assertThat(below.plausible().get(0).overlaps(above.plausible().get(0))).isTrue();
    }

    @Test
    void anotherValueIsRecommendedIfItIsTrulyBetter() throws Exception {
        TuningResult result = new Tuner(spec(1, 1, 1), new NoisyRunner(3, (gain, rate) -> hill(gain, 1.5))).run(100);
        assertThat(result.recommended()).isEqualTo(result.best()).isNotEqualTo(Setting.DEFAULT);
        assertThat(result.spec().number(result.recommended(), Knob.GAIN)).isBetween(1.3, 1.75);
        assertThat(result.bestOverTheory().significant()).isTrue();
        assertThat(result.bestOverTheory().mean()).isBetween(0.04, 0.09);
        assertThat(result.recommendedOverDefault()).isEqualTo(result.bestOverTheory());
        assertThat(result.verdict())
                .extracting(RungResult.Candidate::setting)
                .containsExactly(result.best(), Setting.DEFAULT);
        assertThat(result.atTheEnd()).isFalse();
    }

    /** In a verdict of 40 another value passes for better by chance: of 20 verdicts, in 3 or more with 1 %. */
    @Test
    void theTheorysValueIsRecommendedIfNothingIsBetter() throws Exception {
        int recommended = 0;
        for (int repetition = 0; repetition < 20; repetition++) {
            NoisyRunner runner = new NoisyRunner(200 + repetition, (gain, rate) -> hill(gain, 1.3));
            runner.noise = 0.005;
            TuningResult result = new Tuner(spec(1, 1.3, 1.3), runner).run(100);
            recommended += result.recommended().equals(gain(1.3)) ? 1 : 0;
            assertThat(result.recommendedOverDefault().significant()).isTrue();
            assertThat(result.recommendedOverDefault().mean()).isPositive();
            assertThat(result.verdict())
                    .extracting(RungResult.Candidate::setting)
                    .contains(gain(1.3), Setting.DEFAULT);
        }
        assertThat(recommended).isGreaterThanOrEqualTo(18);
    }

    /** The theory is wrong, and the default right, but not in the box that is searched. */
    @Test
    void theDefaultIsRecommendedIfItIsBetterThanTheTheorysValue() throws Exception {
        TuningResult result = new Tuner(spec(1, 2.5, 2.5), new NoisyRunner(5, (gain, rate) -> hill(gain, 1))).run(40);
        assertThat(result.recommended()).isEqualTo(Setting.DEFAULT);
        assertThat(result.recommendedOverDefault()).isEqualTo(new Difference(0, 0.0, 1));
        assertThat(result.bestOverTheory().significant()).isTrue();
        assertThat(result.atTheEnd()).as("1.25 is the lowest that is searched").isTrue();
    }

    /**
     * Where no value is better than another, 5 % of verdicts name one by chance: of 40, more than 6 with a probability
     * below 1 %. A verdict by the search's own results, among which the best was chosen, names one nearly always.
     */
    @Test
    void noDifferenceIsFoundWhereThereIsNone() throws Exception {
        int falsePositives = 0;
        for (int repetition = 0; repetition < 40; repetition++) {
            TuningResult result =
                    new Tuner(spec(1, 1.2, 1.2), new NoisyRunner(100 + repetition, (gain, rate) -> 0.8)).run(60);
            falsePositives += result.bestOverTheory().significant() ? 1 : 0;
            boolean better = result.bestOverTheory().significant()
                    && result.bestOverTheory().mean() > 0;
            if (!better && !result.recommended().equals(Setting.DEFAULT)) {
                assertThat(result.recommended()).isEqualTo(gain(1.2));
            }
        }
        assertThat(falsePositives).isLessThanOrEqualTo(6);
    }

    @Test
    void mostIterationsAreSpentOnTheBestThird() throws Exception {
        NoisyRunner runner = new NoisyRunner(6, (gain, rate) -> hill(gain, 1.2));
        runner.noise = 0.003;
        TuningResult result = new Tuner(spec(1, 1, 1), runner).run(106);
        assertThat(result.rungs()).extracting(rung -> rung.candidates().size()).containsExactly(27, 9, 3);
        assertThat(result.rungs()).extracting(RungResult::iterations).containsExactly(100, 300, 900);
        assertThat(result.rungs()).extracting(RungResult::seeds).containsExactly(2, 3, 5);
        List<Double> byTruth = result.rungs().get(0).candidates().stream()
                .map(candidate -> result.spec().number(candidate.setting(), Knob.GAIN))
                .sorted(Comparator.comparing(gain -> -hill(gain, 1.2)))
                .toList();
        Map<Double, Integer> spent = new HashMap<>();
        for (TrialSpec trial : runner.asked) {
            if (trial.training().heldOut() > 0) {
                spent.merge(gainOf(trial), trial.training().maxIterations(), Integer::sum);
            }
        }
        int all = spent.values().stream().mapToInt(i -> i).sum();
        int best = byTruth.subList(0, 9).stream().mapToInt(spent::get).sum();
        assertThat(all).isEqualTo(54 * 100 + 27 * 300 + 15 * 900);
        assertThat((double) best / all).isGreaterThan(0.8);
    }

    /** The search must not see the test set, nor the verdict a seed that the search has seen. */
    @Test
    void theVerdictHasFreshSeedsAndTheTestSet() throws Exception {
        NoisyRunner runner = new NoisyRunner(9, (gain, rate) -> hill(gain, 1.5));
        new Tuner(spec(1, 1, 1), runner).run(50);
        Set<Long> searched = new HashSet<>();
        Set<Long> verdict = new HashSet<>();
        for (TrialSpec trial : runner.asked) {
            boolean search = trial.training().heldOut() > 0;
            (search ? searched : verdict).add(trial.seed());
            assertThat(trial.training().heldOut()).isEqualTo(search ? 1000 : 0);
            if (!search) {
                assertThat(trial.training().maxIterations()).isZero();
            }
        }
        assertThat(searched).containsExactlyInAnyOrder(1L, 2L, 3L, 4L, 5L);
        assertThat(verdict).containsExactlyInAnyOrder(6L, 7L, 8L, 9L, 10L);
    }

    /** Values above 1.1 diverge, and would be the best if they did not. */
    @Test
    void whoeverDivergesLoses() throws Exception {
        NoisyRunner runner = new NoisyRunner(10, (gain, rate) -> gain > 1.1 ? Double.NaN : hill(gain, 1.4));
        TuningResult result = new Tuner(spec(1, 1, 1), runner).run(100);
        assertThat(result.spec().number(result.best(), Knob.GAIN)).isBetween(0.9, 1.1);
        List<RungResult.Candidate> first = result.rungs().get(0).candidates();
        RungResult.Candidate last = first.get(first.size() - 1);
        assertThat(result.spec().number(last.setting(), Knob.GAIN)).isGreaterThan(1.1);
        assertThat(last.score().mean()).isZero();
        assertThat(last.trained()).isZero();
        assertThat(first.get(0).trained()).isEqualTo(2);
    }

    @Test
    void whoeverFailsLoses() throws Exception {
        NoisyRunner runner =
                new NoisyRunner(11, (gain, rate) -> gain > 1.1 ? Double.NEGATIVE_INFINITY : hill(gain, 1.4));
        TuningResult result = new Tuner(spec(1, 1, 1), runner).run(100);
        assertThat(result.spec().number(result.best(), Knob.GAIN)).isLessThan(1.1);
    }

    /** Where all values only guess, those with a lower loss are nearer to learning. */
    @Test
    void theLossDecidesAmongThoseThatGuessAlike() throws Exception {
        NoisyRunner runner = new NoisyRunner(12, (gain, rate) -> CHANCE);
        runner.noise = 0;
        runner.loss = (gain, rate) -> 2.3 + Math.abs(Math.log(gain / 1.5));
        TuningResult result = new Tuner(spec(1, 1, 1), runner).run(100);
        assertThat(result.spec().number(result.best(), Knob.GAIN)).isBetween(1.4, 1.6);
        assertThat(result.recommended()).isEqualTo(Setting.DEFAULT);
    }

    /** One that learns nothing may be less wrong than another, which is no reason to take it. */
    @Test
    void whatIsWorseThanGuessingIsNotRecommended() throws Exception {
        NoisyRunner runner = new NoisyRunner(15, (gain, rate) -> hill(gain, 1.5) - 0.9 + 0.8 * CHANCE);
        runner.noise = 0.001;
        runner.loss = (gain, rate) -> 2.3 + Math.abs(Math.log(gain / 1.5));
        TuningResult result = new Tuner(spec(1, 1.1, 1), runner).run(100);
        assertThat(result.bestOverTheory().significant()).isTrue();
        assertThat(result.bestOverTheory().mean()).isPositive();
        assertThat(result.recommended()).isEqualTo(gain(1.1));
    }

    @Test
    void theOrderInWhichResultsComeInDoesNotMatter() throws Exception {
        List<TuningResult> results = new ArrayList<>();
        for (int order = 0; order < 3; order++) {
            NoisyRunner runner = new NoisyRunner(13, (gain, rate) -> hill(gain, 1.3));
            runner.order = order == 0 ? null : new Random(order);
            results.add(new Tuner(spec(1, 1, 1), runner).run(80));
        }
        assertThat(results.get(1)).isEqualTo(results.get(0));
        assertThat(results.get(2)).isEqualTo(results.get(0));
    }

    @Test
    void twoKnobs() throws Exception {
        Setting now = new Setting(Map.of(Knob.GAIN, "1", Knob.LR, String.valueOf(LEARNING_RATE)));
        TuningSpec spec = new TuningSpec(
                Scheme.parse("he"),
                training(),
                ITERATIONS,
                1000,
                SearchSpace.of(Dimension.Range.around(Knob.GAIN, 1), Dimension.Range.around(Knob.LR, LEARNING_RATE)),
                now,
                now,
                1);
        NoisyRunner runner =
                new NoisyRunner(14, (gain, rate) -> hill(gain, 1.3) - 0.06 * Math.pow(Math.log(rate / 0.004), 2));
        TuningResult result = new Tuner(spec, runner).run(150);
        assertThat(result.recommended()).isEqualTo(result.best());
        assertThat(result.recommended(Knob.GAIN)).isBetween(0.9, 1.8);
        assertThat(result.recommended(Knob.LR)).isBetween(0.0018, 0.009);
        assertThat(result.recommendedOverDefault().mean()).isGreaterThan(0.08);
        assertThat(result.plausible()).hasSize(2);
        assertThat(result.plausible().get(1).lowest())
                .isLessThanOrEqualTo(result.spec().number(result.best(), Knob.LR));
        assertThat(result.atTheEnd()).isFalse();
    }
}
