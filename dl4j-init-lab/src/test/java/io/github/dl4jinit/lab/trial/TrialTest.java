// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jinit.lab.scheme.Scheme;
import io.github.dl4jinit.lab.training.SmallMnist;
import io.github.dl4jinit.lab.training.Trainer;
import io.github.dl4jinit.signal.Verdict;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.learning.config.Nesterovs;

class TrialTest {

    @Test
    void aTrialIsRepeatableToTheBitAndReportsEveryIteration() throws Exception {
        TrialSpec spec = spec("he", 4, 640);
        int[] reported = new int[1];
        TrialResult first = new Trainer().run(spec, (iteration, iterations, loss) -> {
            reported[0]++;
            assertThat(iteration).isEqualTo(reported[0]);
            assertThat(iterations).isEqualTo(10);
            assertThat(loss).isPositive();
        });
        Trainer used = new Trainer();
        used.run(spec("xavier", 7, 640), (iteration, iterations, loss) -> {});
        TrialResult second = used.run(spec, (iteration, iterations, loss) -> {});

        assertThat(reported[0]).isEqualTo(10);
        assertThat(first.status()).isEqualTo(TrialStatus.COMPLETED);
        assertThat(first.iterations()).isEqualTo(10);
        assertThat(first.iterationsPerEpoch()).isEqualTo(10);
        assertThat(second.history()).isEqualTo(first.history());
        assertThat(second.testScore()).isEqualTo(first.testScore());
        assertThat(first.testScore()).isGreaterThan(0.2);
        assertThat(first.initialLoss()).isEqualTo(first.history().get(0));
    }

    /** Measured before the first update and after the last, as the scheme and the theory have it. */
    @Test
    void aTrialKnowsItsSignal() throws Exception {
        TrialResult vanishing = new Trainer().run(spec("xavier", 30, 640), (iteration, iterations, loss) -> {});
        assertThat(vanishing.signalAtStart().forward().verdict()).isEqualTo(Verdict.VANISHING);
        assertThat(vanishing.signalAtStart().backward().verdict()).isEqualTo(Verdict.VANISHING);
        assertThat(vanishing.signalAtEnd()).isNotEqualTo(vanishing.signalAtStart());
        TrialResult exploding = new Trainer().run(spec("he(gain=10)", 50, 640), (iteration, iterations, loss) -> {});
        assertThat(exploding.signalAtStart().forward().verdict()).isEqualTo(Verdict.EXPLODING);
        assertThat(exploding.signalAtEnd().forward().ordersOfMagnitude()).isNull();
    }

    /** ND4J seeds its generator with the clock when told 0. */
    @Test
    void aSeedOfZeroIsASeed() throws Exception {
        TrialSpec spec = new TrialSpec(Scheme.parse("he"), 0, training(4, 640));
        TrialResult first = new Trainer().run(spec, (iteration, iterations, loss) -> {});
        TrialResult second = new Trainer().run(spec, (iteration, iterations, loss) -> {});
        assertThat(second.history()).isEqualTo(first.history()).isNotEmpty();
    }

    /** 50 layers that multiply the signal by 10 each: infinite in a float after 39. */
    @Test
    void anInfiniteLossIsAResult() throws Exception {
        TrialResult result = new Trainer().run(spec("he(gain=10)", 50, 640), (iteration, iterations, loss) -> {});
        assertThat(result.status()).isEqualTo(TrialStatus.DIVERGED);
        assertThat(result.error()).matches("the loss became (NaN|Infinity) in iteration 1");
        assertThat(result.history()).isEmpty();
        assertThat(result.initialLoss()).isNull();
        assertThat(result.testScore()).isNull();
    }

    /** A step of 10³⁰ leaves finite weights, which no loss follows, but whose output is not finite. */
    @Test
    void anOutputThatIsInfiniteAfterTheLastUpdateIsNoAccuracy() throws Exception {
        TrialSpec spec = new TrialSpec(
                Scheme.parse("he"),
                1,
                new TrainingSpec(
                        new MlpSpec(4, 16, "RELU", false, Optimiser.SGD, 1e30), 640, 1, 640, SmallMnist.source()));
        TrialResult result = new Trainer().run(spec, (iteration, iterations, loss) -> {});
        assertThat(result.status()).isEqualTo(TrialStatus.DIVERGED);
        assertThat(result.error()).isEqualTo("the output became NaN or infinite after iteration 1");
        assertThat(result.testScore()).isNull();
    }

    @Test
    void theLastSmallerBatchIsTrainedToo() {
        TrainingSpec spec = training(4, 0);
        assertThat(spec.iterationsPerEpoch(640)).isEqualTo(10);
        assertThat(spec.iterationsPerEpoch(641)).isEqualTo(11);
        assertThat(spec.iterations(641)).isEqualTo(11);
        TrainingSpec endless =
                new TrainingSpec(new MlpSpec(4, 16, "RELU", false, Optimiser.SGD, 0.1), 64, 2_000_000_000, 0, null);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> endless.iterations(641))
                .withMessage("epochs must be few enough for 2^31 - 1 iterations, received 2000000000");
    }

    @Test
    void smoothedLossAndTheIterationItFirstFallsBelowABound() {
        // 30 losses of 2, then 30 of 0: the mean of 20 is below 1 once 11 zeros are among them, at the 41st.
        List<Double> history = Stream.concat(
                        Collections.nCopies(30, 2.0).stream(), Collections.nCopies(30, 0.0).stream())
                .toList();
        TrialResult result = result(history);
        assertThat(result.smoothedLoss(29)).isEqualTo(2);
        assertThat(result.smoothedLoss(39)).isEqualTo(1);
        assertThat(result.iterationsToLoss(1.0)).hasValue(41);
        assertThat(result.iterationsToLoss(0.5)).hasValue(46);
        assertThat(result.iterationsToLoss(0.0)).isEmpty();
        // A single lucky first batch is no success.
        assertThat(result(IntStream.range(0, 60)
                                .mapToObj(i -> i == 0 ? 0.1 : 2.0)
                                .toList())
                        .iterationsToLoss(1.0))
                .isEmpty();
        assertThat(result(List.of(3.0, 0.0)).smoothedLoss(1)).isCloseTo(1.5, within(1e-12));
        assertThat(result(List.of()).iterationsToLoss(1.0)).isEmpty();
    }

    @Test
    void idsAreFileNames() {
        assertThat(spec("he", 4, 0).id()).isEqualTo("he-seed1");
        assertThat(spec("dl4j:XAVIER", 4, 0).id()).isEqualTo("dl4j-XAVIER-seed1");
        assertThat(spec("he(gain=1.2,distribution=uniform)", 4, 0).id())
                .isEqualTo("he-gain-1.2-distribution-uniform-seed1");
    }

    @Test
    void valuesOutOfRangeAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> spec("he", 0, 0))
                .withMessage("depth must be from 1 to 1000, received 0");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> spec("he", 1001, 0))
                .withMessage("depth must be from 1 to 1000, received 1001");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> spec("he", 4, -1))
                .withMessage("train-limit must be 0 or more, received -1");
    }

    /** Two trials must not write the same file, on file systems that fold case neither. */
    @Test
    void schemesNeedFileNamesOfTheirOwn() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ComparisonSpec(
                        Scheme.parseList("he(distribution=uniform),he(distribution=UNIFORM)"),
                        List.of(1L),
                        training(4, 640)))
                .withMessageStartingWith(
                        "schemes must be distinguishable as file names, received [he(distribution=uniform)");
    }

    @Test
    void comparisonsRunAllSchemesOfASeedBeforeTheNext() {
        ComparisonSpec spec = new ComparisonSpec(Scheme.parseList("he,xavier"), List.of(1L, 2L), training(4, 640));
        assertThat(spec.trials())
                .extracting(TrialSpec::id)
                .containsExactly("he-seed1", "xavier-seed1", "he-seed2", "xavier-seed2");
    }

    @Test
    void learningRatesAreTheDocumentedOnes() {
        assertThat(Stream.of(Optimiser.values()).map(o -> o + " " + o.defaultLearningRate()))
                .containsExactly("SGD 0.01", "NESTEROV 0.01", "ADAM 2.0E-4", "RMSPROP 1.0E-4");
    }

    /** A constructor of one number takes it for something else in one of DL4J's updaters. */
    @ParameterizedTest
    @EnumSource(Optimiser.class)
    void updatersHaveTheLearningRateThatIsAskedFor(Optimiser optimiser) {
        assertThat(optimiser.updater(0.0125).getLearningRate(0, 0)).isEqualTo(0.0125);
    }

    @Test
    void nesterovMomentumIsThatOfDl4j() {
        assertThat(((Nesterovs) Optimiser.NESTEROV.updater(0.0125)).getMomentum())
                .isEqualTo(0.9);
    }

    private static TrialSpec spec(String scheme, int depth, int trainLimit) {
        return new TrialSpec(Scheme.parse(scheme), 1, training(depth, trainLimit));
    }

    private static TrainingSpec training(int depth, int trainLimit) {
        return new TrainingSpec(
                new MlpSpec(depth, 16, "RELU", false, Optimiser.SGD, 0.1), 64, 1, trainLimit, SmallMnist.source());
    }

    private static TrialResult result(List<Double> history) {
        return new TrialResult(
                spec("he", 4, 0),
                TrialStatus.COMPLETED,
                null,
                null,
                0.5,
                0.1135,
                history.size(),
                1,
                null,
                null,
                null,
                null,
                history,
                10);
    }
}
