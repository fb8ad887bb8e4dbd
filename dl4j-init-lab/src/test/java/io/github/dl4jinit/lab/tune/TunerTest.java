// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.tune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dl4jinit.lab.scheme.Scheme;
import io.github.dl4jinit.lab.trial.Knob;
import io.github.dl4jinit.lab.trial.MlpSpec;
import io.github.dl4jinit.lab.trial.Optimiser;
import io.github.dl4jinit.lab.trial.Setting;
import io.github.dl4jinit.lab.trial.TrainingSpec;
import io.github.dl4jinit.lab.trial.TrialException;
import io.github.dl4jinit.lab.trial.TrialListener;
import io.github.dl4jinit.lab.trial.TrialResult;
import io.github.dl4jinit.lab.trial.TrialRunner;
import io.github.dl4jinit.lab.trial.TrialSpec;
import io.github.dl4jinit.lab.trial.TrialStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.function.ToDoubleBiFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Searches over accuracies that are known but for noise. */
class TunerTest {

    /** Of a whole training. */
    private static final int ITERATIONS = 900;

    private static final double LEARNING_RATE = 0.001;

    /** What always naming the commonest class gives. */
    private static final double CHANCE = 0.1;

    /** An accuracy of 0.9 at the best value, and 0.84 at two thirds of it. */
    private static double hill(double value, double best) {
        return 0.9 - 0.4 * Math.pow(Math.log(value / best), 2);
    }

    @Test
    void findsTheSameOptimumFromBothSides() throws Exception {
        ToDoubleBiFunction<Double, Double> truth = (gain, rate) -> hill(gain, 1.05);
        TuningResult below = new Tuner(spec(1, 1, 0.7), new Noisy(1, truth)).run(100);
        TuningResult above = new Tuner(spec(1, 1, 1.4), new Noisy(2, truth)).run(100);
        for (TuningResult result : List.of(below, above)) {
            assertThat(result.spec().value(result.best(), 0)).isBetween(0.9, 1.2);
            TuningResult.Interval plausible = result.plausible().get(0);
            assertThat(plausible.lowest()).isLessThan(1.05);
            assertThat(plausible.highest()).isGreaterThan(1.05);
            assertThat(plausible.highest() / plausible.lowest()).isLessThan(2);
        }
        assertThat(below.plausible().get(0).overlaps(above.plausible().get(0))).isTrue();
    }

    @Test
    void anotherValueIsRecommendedIfItIsTrulyBetter() throws Exception {
        TuningResult result = new Tuner(spec(1, 1, 1), new Noisy(3, (gain, rate) -> hill(gain, 1.5))).run(100);
        assertThat(result.recommended()).isEqualTo(result.best()).isNotEqualTo(Setting.DEFAULT);
        assertThat(result.spec().value(result.recommended(), 0)).isBetween(1.3, 1.75);
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
            Noisy runner = new Noisy(200 + repetition, (gain, rate) -> hill(gain, 1.3));
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
        TuningResult result = new Tuner(spec(1, 2.5, 2.5), new Noisy(5, (gain, rate) -> hill(gain, 1))).run(40);
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
                    new Tuner(spec(1, 1.2, 1.2), new Noisy(100 + repetition, (gain, rate) -> 0.8)).run(60);
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
        Noisy runner = new Noisy(6, (gain, rate) -> hill(gain, 1.2));
        runner.noise = 0.003;
        TuningResult result = new Tuner(spec(1, 1, 1), runner).run(106);
        assertThat(result.rungs()).extracting(rung -> rung.candidates().size()).containsExactly(27, 9, 3);
        assertThat(result.rungs()).extracting(RungResult::iterations).containsExactly(100, 300, 900);
        assertThat(result.rungs()).extracting(RungResult::seeds).containsExactly(2, 3, 5);
        List<Double> byTruth = result.rungs().get(0).candidates().stream()
                .map(candidate -> result.spec().value(candidate.setting(), 0))
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

    @ParameterizedTest
    @ValueSource(ints = {32, 33, 40, 100, 300})
    void asManyTrialsAsAllowedAtMost(int trials) throws Exception {
        Noisy runner = new Noisy(7, (gain, rate) -> hill(gain, 1));
        new Tuner(spec(1, 1, 1), runner).run(trials);
        assertThat(runner.asked.size()).isBetween(trials - 9, trials);
    }

    @Test
    void tooFewTrialsForTheSmallestSearch() {
        Tuner.check(spec(1, 1, 1), 32);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Tuner.check(spec(1, 1, 1), 31))
                .withMessage("trials must be 32 or more, which is what the smallest search takes, received 31");
        Tuner twoKnown = new Tuner(spec(1, 1.2, 1.2), new Noisy(8, (gain, rate) -> 0.8));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> twoKnown.run(36))
                .withMessage("trials must be 37 or more, which is what the smallest search takes, received 36");
    }

    /** The search must not see the test set, nor the verdict a seed that the search has seen. */
    @Test
    void theVerdictHasFreshSeedsAndTheTestSet() throws Exception {
        Noisy runner = new Noisy(9, (gain, rate) -> hill(gain, 1.5));
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
        Noisy runner = new Noisy(10, (gain, rate) -> gain > 1.1 ? Double.NaN : hill(gain, 1.4));
        TuningResult result = new Tuner(spec(1, 1, 1), runner).run(100);
        assertThat(result.spec().value(result.best(), 0)).isBetween(0.9, 1.1);
        List<RungResult.Candidate> first = result.rungs().get(0).candidates();
        RungResult.Candidate last = first.get(first.size() - 1);
        assertThat(result.spec().value(last.setting(), 0)).isGreaterThan(1.1);
        assertThat(last.accuracy().mean()).isZero();
        assertThat(last.trained()).isZero();
        assertThat(first.get(0).trained()).isEqualTo(2);
    }

    @Test
    void whoeverFailsLoses() throws Exception {
        Noisy runner = new Noisy(11, (gain, rate) -> gain > 1.1 ? Double.NEGATIVE_INFINITY : hill(gain, 1.4));
        TuningResult result = new Tuner(spec(1, 1, 1), runner).run(100);
        assertThat(result.spec().value(result.best(), 0)).isLessThan(1.1);
    }

    /** Of values that all guess, those whose loss is lower are nearer to learning. */
    @Test
    void theLossDecidesAmongThoseThatGuessAlike() throws Exception {
        Noisy runner = new Noisy(12, (gain, rate) -> CHANCE);
        runner.noise = 0;
        runner.loss = (gain, rate) -> 2.3 + Math.abs(Math.log(gain / 1.5));
        TuningResult result = new Tuner(spec(1, 1, 1), runner).run(100);
        assertThat(result.spec().value(result.best(), 0)).isBetween(1.4, 1.6);
        assertThat(result.recommended()).isEqualTo(Setting.DEFAULT);
    }

    @Test
    void theOrderInWhichResultsComeInDoesNotMatter() throws Exception {
        List<TuningResult> results = new ArrayList<>();
        for (int order = 0; order < 3; order++) {
            Noisy runner = new Noisy(13, (gain, rate) -> hill(gain, 1.3));
            runner.order = order == 0 ? null : new Random(order);
            results.add(new Tuner(spec(1, 1, 1), runner).run(80));
        }
        assertThat(results.get(1)).isEqualTo(results.get(0));
        assertThat(results.get(2)).isEqualTo(results.get(0));
    }

    @Test
    void twoKnobs() throws Exception {
        TuningSpec spec = new TuningSpec(
                Scheme.parse("he"),
                training(),
                ITERATIONS,
                1000,
                List.of(Knob.GAIN, Knob.LR),
                List.of(1.0, LEARNING_RATE),
                List.of(1.0, LEARNING_RATE),
                List.of(1.0, LEARNING_RATE),
                1);
        Noisy runner = new Noisy(14, (gain, rate) -> hill(gain, 1.3) - 0.06 * Math.pow(Math.log(rate / 0.004), 2));
        TuningResult result = new Tuner(spec, runner).run(150);
        assertThat(result.recommended()).isEqualTo(result.best());
        assertThat(result.recommended().values().get(Knob.GAIN)).isBetween(0.9, 1.8);
        assertThat(result.recommended().values().get(Knob.LR)).isBetween(0.0018, 0.009);
        assertThat(result.recommendedOverDefault().mean()).isGreaterThan(0.08);
        assertThat(result.plausible()).hasSize(2);
        assertThat(result.plausible().get(1).lowest())
                .isLessThanOrEqualTo(result.best().values().get(Knob.LR));
        assertThat(result.atTheEnd()).isFalse();
    }

    /** The first trials are measured; a whole training takes two seconds. */
    @ParameterizedTest
    @CsvSource({"60, 1", "200, 1", "60, 2", "200, 4"})
    void timeIsKeptTo(int seconds, int workers) throws Exception {
        Noisy runner = new Noisy(15, (gain, rate) -> hill(gain, 1));
        Tuner tuner = new Tuner(spec(1, 1, 1), runner);
        TuningResult result = tuner.run(tuner.trialsWithin(Duration.ofSeconds(seconds), workers));
        assertThat(runner.asked.subList(0, workers))
                .allMatch(trial -> trial.training().maxIterations() == ITERATIONS && gainOf(trial) == 1);
        double taken = runner.seconds / workers;
        assertThat(taken).isBetween(0.6 * seconds, (double) seconds);
        assertThat(result.rungs().get(0).candidates()).hasSizeGreaterThan(5);
    }

    @Test
    void tooLittleTime() {
        Noisy runner = new Noisy(16, (gain, rate) -> hill(gain, 1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Tuner(spec(1, 1, 1), runner).trialsWithin(Duration.ofSeconds(20), 1))
                .withMessageMatching("budget must be enough for 2[0-9] whole trainings one after the other, which is"
                        + " what the smallest search takes, received enough for 10");
        assertThat(runner.asked).hasSize(1);
    }

    /** It takes no time, so it says nothing about how long the others take. */
    @Test
    void aMeasuredTrialThatDivergesIsNoReasonToTrainForEver() throws Exception {
        Noisy runner = new Noisy(17, (gain, rate) -> gain == 1 ? Double.NaN : hill(gain, 1));
        Tuner tuner = new Tuner(spec(1, 1, 1), runner);
        tuner.run(tuner.trialsWithin(Duration.ofSeconds(100), 1));
        assertThat(runner.seconds).isBetween(60.0, 100.0);
    }

    @Test
    void aMeasuredTrialThatFailsSaysNothingAboutTime() {
        Noisy runner = new Noisy(18, (gain, rate) -> Double.NEGATIVE_INFINITY);
        assertThatThrownBy(() -> new Tuner(spec(1, 1, 1), runner).trialsWithin(Duration.ofSeconds(100), 1))
                .isInstanceOf(TrialException.class)
                .hasMessage("no trial gave a result: a worker that was killed");
    }

    @Test
    void whatCannotBeTuned() {
        for (List<Knob> knobs : List.of(
                List.<Knob>of(),
                List.of(Knob.DEPTH),
                List.of(Knob.GAIN, Knob.NUMERATOR),
                List.of(Knob.LR, Knob.LR),
                List.of(Knob.GAIN, Knob.LR, Knob.NUMERATOR))) {
            List<Double> ones = Collections.nCopies(knobs.size(), 1.0);
            assertThatIllegalArgumentException()
                    .isThrownBy(
                            () -> new TuningSpec(Scheme.parse("he"), training(), 900, 1, knobs, ones, ones, ones, 1))
                    .withMessageStartingWith("knob must be gain, numerator or lr, or lr and one of the others");
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> spec(1, 1, 0))
                .withMessage("start must be from 1e-9 to 1e9, received 0.0");
    }

    /** A short trial ends early after as large a share of it as a whole one. */
    @Test
    void patienceIsThatShareOfATrial() {
        TuningSpec spec = new TuningSpec(
                Scheme.parse("he"),
                training().withStuckAfter(450),
                ITERATIONS,
                1000,
                List.of(Knob.GAIN),
                List.of(1.0),
                List.of(1.0),
                List.of(1.0),
                1);
        assertThat(spec.searchTrial(Setting.DEFAULT, 0, 300).training().stuckAfter())
                .isEqualTo(150);
        assertThat(spec.searchTrial(Setting.DEFAULT, 0, 30).training().stuckAfter())
                .as("what the loss is averaged over")
                .isEqualTo(20);
        assertThat(spec.verdictTrial(Setting.DEFAULT, 0).training().stuckAfter())
                .isEqualTo(450);
        assertThat(spec(1, 1, 1).searchTrial(Setting.DEFAULT, 0, 300).training().stuckAfter())
                .as("never")
                .isZero();
    }

    private static Setting gain(double value) {
        return new Setting(Map.of(Knob.GAIN, value));
    }

    private static TuningSpec spec(double current, double theory, double start) {
        return new TuningSpec(
                Scheme.parse("he"),
                training(),
                ITERATIONS,
                1000,
                List.of(Knob.GAIN),
                List.of(current),
                List.of(theory),
                List.of(start),
                1);
    }

    private static TrainingSpec training() {
        return new TrainingSpec(
                new MlpSpec(10, 32, "RELU", false, Optimiser.ADAM, LEARNING_RATE), 32, ITERATIONS, 0, null);
    }

    private static double gainOf(TrialSpec trial) {
        Matcher gain = Pattern.compile("gain=([^,)]+)").matcher(trial.scheme().text());
        return gain.find() ? Double.parseDouble(gain.group(1)) : 1;
    }

    /** Accuracies with normal noise that follows from the trial: less of it the longer a trial trains. */
    private static final class Noisy implements TrialRunner {

        private final long salt;
        private final ToDoubleBiFunction<Double, Double> truth;
        private final List<TrialSpec> asked = new ArrayList<>();
        private double noise = 0.01;
        private double seconds;
        private ToDoubleBiFunction<Double, Double> loss = (gain, rate) -> 1;
        private Random order;

        /** @param truth by gain and learning rate; NaN of a trial that diverges, −∞ of one that fails */
        Noisy(long salt, ToDoubleBiFunction<Double, Double> truth) {
            this.salt = salt;
            this.truth = truth;
        }

        @Override
        public void run(List<TrialSpec> trials, TrialListener listener) {
            asked.addAll(trials);
            List<TrialSpec> ordered = new ArrayList<>(trials);
            if (order != null) {
                Collections.shuffle(ordered, order);
            }
            ordered.forEach(trial -> listener.ended(result(trial)));
        }

        private TrialResult result(TrialSpec trial) {
            double gain = gainOf(trial);
            double rate = ((MlpSpec) trial.training().network()).learningRate();
            double expected = truth.applyAsDouble(gain, rate);
            if (expected == Double.NEGATIVE_INFINITY) {
                return TrialResult.failed(trial, "a worker that was killed");
            }
            boolean diverged = Double.isNaN(expected);
            int planned = trial.training().maxIterations() == 0
                    ? ITERATIONS
                    : trial.training().maxIterations();
            double took = 2.0 * (diverged ? 1 : planned) / ITERATIONS;
            seconds += took;
            Random random = new Random(
                    0x9E3779B97F4A7C15L * (salt * 31 + trial.toString().hashCode()));
            double deviation = noise * Math.sqrt((double) ITERATIONS / planned);
            return new TrialResult(
                    trial,
                    diverged ? TrialStatus.DIVERGED : TrialStatus.COMPLETED,
                    2.3,
                    diverged ? null : loss.applyAsDouble(gain, rate),
                    diverged ? null : expected + deviation * random.nextGaussian(),
                    CHANCE,
                    diverged ? 0 : planned,
                    took,
                    1000 * 2.0 / ITERATIONS,
                    null,
                    null,
                    null,
                    List.of(),
                    1);
        }
    }
}
