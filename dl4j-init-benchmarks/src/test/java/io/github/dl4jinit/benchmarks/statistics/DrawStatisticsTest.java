// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.benchmarks.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jinit.WeightDistribution;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Arrays;
import java.util.Random;
import org.apache.commons.statistics.distribution.ContinuousDistribution;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;

/** The statistics are those of the textbooks, and refuse a sampler that is nearly right. */
class DrawStatisticsTest {

    private static final int LENGTH = 1 << 18;

    @ParameterizedTest
    @EnumSource(WeightDistribution.class)
    void theHistogramGivesWhatSortedSamplesGive(WeightDistribution distribution) {
        ContinuousDistribution theory = DrawStatistics.theory(distribution);
        double[] samples = draw(distribution);
        Histogram histogram = new Histogram(theory);
        histogram.add(samples);

        double[] u = Arrays.stream(samples)
                .map(theory::cumulativeProbability)
                .sorted()
                .toArray();
        int n = u.length;
        double distance = 0;
        double sum = 0;
        for (int i = 0; i < n; i++) {
            distance = Math.max(distance, Math.max(u[i] - (double) i / n, (i + 1.0) / n - u[i]));
            sum += (2.0 * i + 1) * (Math.log(u[i]) + Math.log1p(-u[n - 1 - i]));
        }
        // A sample more or less is 1/n, which is also what cells of 2⁻²² cannot tell apart.
        assertThat(histogram.kolmogorovSmirnov()).isCloseTo(Math.sqrt(n) * distance, within(2 / Math.sqrt(n)));
        assertThat(histogram.andersonDarling()).isCloseTo(-n - sum / n, within(0.01));
    }

    /** A normal distribution of Java's own generator, and one whose deviation is 1 % larger. */
    @Test
    void aDeviationOfOnePercentIsSeen() {
        double[] right = new Random(5)
                .doubles(LENGTH)
                .map(NormalDistribution.of(0, 1)::inverseCumulativeProbability)
                .toArray();
        double[] wrong = Arrays.stream(right).map(x -> 1.01 * x).toArray();
        assertThat(pOfSquare(right)).isGreaterThan(0.01);
        assertThat(pOfSquare(wrong)).isLessThan(1e-3);
        Moments moments = new Moments(NormalDistribution.of(0, 1));
        moments.add(wrong);
        double halfOfTheVariance = Math.sqrt(LENGTH / 2.0) * (1.01 * 1.01 - 1);
        assertThat(moments.zScore(2)).isCloseTo(halfOfTheVariance, within(4.0));
        assertThat(moments.zScore(1)).isBetween(-4.0, 4.0);
    }

    private static double pOfSquare(double[] samples) {
        Histogram histogram = new Histogram(NormalDistribution.of(0, 1));
        histogram.add(samples);
        return PValues.andersonDarling(histogram.andersonDarling());
    }

    /**
     * All 23 bits of each weight are there and nothing else: each is one half the time, and weights can be had back.
     */
    @Test
    void theBitsAreThoseOfTheWeights() throws IOException {
        double[] weights = draw(WeightDistribution.UNIFORM);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        new RandomBits(bytes).write(weights);
        byte[] stream = bytes.toByteArray();
        assertThat(stream).hasSize(LENGTH / 8 * 23);
        int[] ones = new int[23];
        for (int i = 0; i < LENGTH; i++) {
            long k = 0;
            for (int bit = 0; bit < 23; bit++) {
                int place = 23 * i + bit;
                long value = stream[place / 8] >> place % 8 & 1;
                ones[bit] += (int) value;
                k |= value << bit;
            }
            assertThat(weights[i]).isCloseTo(Math.sqrt(3) * ((k + 0.5) * 0x1p-22 - 1), within(0x1p-23));
        }
        for (int count : ones) {
            assertThat((2.0 * count - LENGTH) / Math.sqrt(LENGTH)).isBetween(-4.0, 4.0);
        }
    }

    private static double[] draw(WeightDistribution distribution) {
        try (Draws draws = new Draws(distribution, DataType.FLOAT, 3, LENGTH)) {
            return draws.next();
        }
    }
}
