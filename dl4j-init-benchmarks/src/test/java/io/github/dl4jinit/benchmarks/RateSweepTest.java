// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a sweep calls the largest rate that trains, on curves made up for it. Guessing costs 2. */
class RateSweepTest {

    /** The best gain is 1.5 at level 3; 1.25 at level 5 is more than four fifths of it, 1.15 at level 6 is less. */
    private static final Map<Integer, Double> GAINS = Map.of(1, 1.0, 2, 1.4, 3, 1.5, 4, 1.45, 5, 1.25, 6, 1.15);

    @ParameterizedTest
    @ValueSource(ints = {2, 3, 5, 6, 8})
    void isTheSameFromWhereverItBegins(int start) {
        RateSweep sweep = sweep((rate, order) -> loss(rate));
        sweep.around(start);
        assertThat(sweep.trains()).isTrue();
        assertThat(sweep.largest()).hasValue(RateSweep.rate(5));
        assertThat(sweep.bestLoss()).isEqualTo(0.5);
        assertThat(sweep.loss(4)).isEqualTo(2 - 1.45);
    }

    @Test
    void startsAtTheBestOfTheRatesThatItLooksAt() {
        RateSweep sweep = sweep((rate, order) -> loss(rate));
        sweep.over(-8, 10);
        assertThat(sweep.largest()).hasValue(RateSweep.rate(5));
    }

    /** One order of three in which level 6 trains as well as any, or level 5 diverges, does not count. */
    @Test
    void theMedianOfTheOrdersCounts() {
        RateSweep lucky = sweep((rate, order) -> order == 1 && rate == RateSweep.rate(6) ? 0.5 : loss(rate));
        lucky.around(5);
        assertThat(lucky.largest()).hasValue(RateSweep.rate(5));
        RateSweep unlucky = sweep((rate, order) -> order == 2 && rate == RateSweep.rate(5) ? Double.NaN : loss(rate));
        unlucky.around(5);
        assertThat(unlucky.largest()).hasValue(RateSweep.rate(5));
    }

    @Test
    void aNetworkThatGainsLessThanAQuarterOfGuessingDoesNotTrain() {
        RateSweep sweep = sweep((rate, order) -> rate > RateSweep.rate(4) ? Double.NaN : 1.6);
        sweep.around(4);
        assertThat(sweep.trains()).isFalse();
        assertThat(sweep.largest()).isEmpty();
        assertThat(sweep.bestLoss()).isEqualTo(1.6);
    }

    @Test
    void levelsAndRates() {
        assertThat(RateSweep.rate(3)).isEqualTo(0.008);
        assertThat(RateSweep.level(0.00024)).isEqualTo(-2);
    }

    private static RateSweep sweep(RateSweep.Training training) {
        return new RateSweep(2, training);
    }

    private static double loss(double rate) {
        return 2 - GAINS.getOrDefault(RateSweep.level(rate), 0.0);
    }
}
