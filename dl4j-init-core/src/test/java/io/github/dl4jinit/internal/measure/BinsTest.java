// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.factory.Nd4j;

/** How many elements are how large. */
class BinsTest {

    @Test
    void equallyWideBinsFromTheSmallestToTheLargest() {
        // 0, 1, …, 63: two a bin, and the largest belongs to the last.
        Bins bins = bins(IntStream.range(0, 64).asDoubleStream().toArray());
        assertThat(bins.from()).isZero();
        assertThat(bins.to()).isEqualTo(63);
        assertThat(LongStream.of(bins.counts()).sum()).isEqualTo(64);
        assertThat(bins.counts()).containsOnly(2).hasSize(Bins.NUMBER);
    }

    /** One of a thousand, of 100 standard deviations of the others, is 31.6 of all. */
    @Test
    void whatIsFarOutCountsInTheOutermost() {
        double[] values = new double[1000];
        values[7] = -100;
        Bins bins = bins(values);
        double std = Math.sqrt(100 * 100 / 1000.0 - 0.1 * 0.1);
        assertThat(bins.from()).isCloseTo(-0.1 - 4 * std, within(1e-9));
        assertThat(bins.to()).isZero();
        assertThat(bins.counts()[0]).isEqualTo(1);
        assertThat(bins.counts()[Bins.NUMBER - 1]).isEqualTo(999);
    }

    @Test
    void elementsThatAreAllAlikeAreInOneBin() {
        for (double value : new double[] {0, 0.1, -1e300, 1e-320}) {
            Bins bins = bins(value, value, value);
            assertThat(bins.to() - bins.from()).isLessThanOrEqualTo(2 * Math.ulp(value));
            assertThat(LongStream.of(bins.counts()).sum()).isEqualTo(3);
        }
    }

    @Test
    void whatIsNotFiniteHasNone() {
        for (double value : new double[] {Double.NaN, Double.POSITIVE_INFINITY}) {
            var array = Nd4j.createFromArray(1, 2, value);
            assertThat(Bins.of(array, MomentsAccumulator.of(array))).isEmpty();
        }
    }

    private static Bins bins(double... values) {
        var array = Nd4j.createFromArray(values);
        return Bins.of(array, MomentsAccumulator.of(array)).orElseThrow();
    }
}
