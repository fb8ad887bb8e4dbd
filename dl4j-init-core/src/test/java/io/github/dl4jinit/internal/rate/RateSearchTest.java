// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.rate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The search on losses that a formula gives, so that it is known what is to be found; rates are 0.001·2^i. */
class RateSearchTest {

    private static final double GUESSING = 2;

    /** Losses fall the better the nearer a rate comes to 0.032 from below, and hardly at all above. */
    private static final Curve SLOPE = new Curve(0.128, rate -> rate > 0.04 ? 1.9 : GUESSING - Math.sqrt(rate / 0.032));

    @ParameterizedTest
    @ValueSource(doubles = {0, 1e-12, 1e-4, 0.016, 0.128, 1, 1e6})
    void theBoundIsFoundFromAnyRate(double start) {
        RateSearch search = new RateSearch(SLOPE);
        assertThat(search.upperBound(start)).hasValue(0.032);
        assertThat(search.curve()).extracting(RatePoint::rate).isSorted().contains(0.008, 0.016, 0.032, 0.064);
    }

    /** A rate beyond the best one counts while it takes at least four fifths as much off the loss. */
    @ParameterizedTest
    @ValueSource(doubles = {0.79, 0.81})
    void fourFifthsOfTheBestFallAreEnough(double share) {
        Curve curve =
                new Curve(0.128, rate -> GUESSING - (rate < 0.03 ? rate / 0.016 : rate < 0.04 ? share : share / 2));
        assertThat(new RateSearch(curve).upperBound(0.001)).hasValue(share < 0.8 ? 0.016 : 0.032);
    }

    /**
     * What 100 mirrored layers do under plain descent: the first step lowers the loss up to 0.512, nothing is learnt
     * from 0.064 up, and 0.016 trains.
     */
    @Test
    void ratesThatTrainAreFoundBelowAPlateau() {
        Curve curve = new Curve(0.512, rate -> rate > 0.02 ? GUESSING + 0.01 : 1);
        assertThat(new RateSearch(curve).upperBound(0.001)).hasValue(0.016);
    }

    /** A search that goes on for ever below a plateau would cost minutes where the signal is dead. */
    @Test
    void whereNothingIsLearntTheSearchEnds() {
        Curve curve = new Curve(0.512, rate -> GUESSING + 0.01);
        assertThat(new RateSearch(curve).upperBound(0.001)).isEmpty();
        assertThat(curve.trained).hasSizeLessThanOrEqualTo(10).contains(0.512, 0.002);
    }

    /** A shallow network learns a few batches by heart at any rate, after its loss has jumped. */
    @Test
    void aRateThatIsWorseAfterFiveStepsDoesNotTrain() {
        Curve curve = new Curve(0.128, rate -> 1, rate -> rate > 0.03 ? GUESSING + 1 : GUESSING - 0.1);
        assertThat(new RateSearch(curve).upperBound(0.001)).hasValue(0.016);
    }

    /** The first step of many networks puts the scale of the output right; that is no learning. */
    @Test
    void whatOneStepReachesDoesNotCount() {
        Curve curve = new Curve(0.128, rate -> rate > 0.03 ? 3 : 1.5) {
            @Override
            double afterOneStep(double rate) {
                return 1.4;
            }
        };
        assertThat(new RateSearch(curve).upperBound(0.001)).isEmpty();
    }

    @Test
    void aLossThatIsNotFiniteBeforehandIsNotTrained() {
        Curve curve = new Curve(0.128, rate -> 1) {
            @Override
            public double lossBefore() {
                return Double.NaN;
            }
        };
        RateSearch search = new RateSearch(curve);
        assertThat(search.upperBound(0.001)).isEmpty();
        assertThat(search.curve()).isEmpty();
        assertThat(curve.trained).isEmpty();
    }

    /** Losses as formulas of the learning rate. */
    private static class Curve implements ShortRuns {

        private final double highestThatFallsAtOnce;
        private final DoubleUnaryOperator afterFiveSteps;
        private final DoubleUnaryOperator end;
        final Set<Double> trained = new TreeSet<>();

        Curve(double highestThatFallsAtOnce, DoubleUnaryOperator end) {
            this(highestThatFallsAtOnce, end, rate -> GUESSING - 0.1);
        }

        Curve(double highestThatFallsAtOnce, DoubleUnaryOperator end, DoubleUnaryOperator afterFiveSteps) {
            this.highestThatFallsAtOnce = highestThatFallsAtOnce;
            this.end = end;
            this.afterFiveSteps = afterFiveSteps;
        }

        @Override
        public double lossBefore() {
            return GUESSING;
        }

        @Override
        public double lossAfterOneStep(double rate) {
            return rate < 1.01 * highestThatFallsAtOnce ? GUESSING - 0.01 : GUESSING + 1;
        }

        double afterOneStep(double rate) {
            return GUESSING - 0.01;
        }

        @Override
        public ShortRun train(double rate) {
            trained.add(rate);
            double[] losses = new double[RateSearch.STEPS];
            Arrays.fill(losses, end.applyAsDouble(rate));
            losses[1] = afterOneStep(rate);
            losses[5] = afterFiveSteps.applyAsDouble(rate);
            return new ShortRun(losses);
        }
    }
}
