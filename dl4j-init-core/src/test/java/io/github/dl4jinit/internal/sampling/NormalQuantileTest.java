// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.apache.commons.statistics.distribution.NormalDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NormalQuantileTest {

    private static final NormalDistribution NORMAL = NormalDistribution.of(0, 1);

    /** An error of δz changes the tail's probability by about z·δz of it: z² · 10⁻¹⁵ if δz is 10⁻¹⁵ of z. */
    @Test
    void doublesInvertTheDistributionFunction() {
        for (double tail = 0.5; tail > 0x1p-66; tail /= 1.01) {
            double z = NormalQuantile.of(0.5 - tail, tail);
            double relative = NORMAL.survivalProbability(z) / tail - 1;
            assertThat(relative).as("tail of %s", tail).isCloseTo(0, within(1e-15 * (3 + z * z)));
        }
    }

    @Test
    void floatsAgreeWithDoubles() {
        float[] x = new float[200_001];
        for (int i = 0; i < x.length; i++) {
            x[i] = (float) (NormalQuantile.MIDDLE * (2.0 * i / (x.length - 1) - 1));
        }
        float[] z = x.clone();
        NormalQuantile.middle(z, 1.5f);
        for (int i = 0; i < x.length; i++) {
            double fromMiddle = Math.abs(x[i]) / 2.0;
            double expected = Math.signum(x[i]) * 1.5 * NormalQuantile.of(fromMiddle, 0.5 - fromMiddle);
            // The comment on the approximation says 5.5e-7, and two more roundings are the factor's.
            assertThat((double) z[i]).as("of %s", x[i]).isCloseTo(expected, within(7e-7 * Math.abs(expected)));
        }
    }

    /** From the middle, in floats, to the tails, in doubles: no gap, no step back, and the same to both sides. */
    @Test
    void tailsContinueTheMiddle() {
        int tail = (int) (NormalQuantile.MIDDLE * 0x1p31);
        float[] samples = new float[4];
        NormalSampler.INSTANCE.fill(new int[] {tail - 512, tail, ~(tail - 512), ~tail}, samples, 2);
        // Neighbours in the middle have 2⁻²³ of the probability between them; at a density φ that is 2⁻²³/φ in z.
        double spacing = 2 * 0x1p-23 / NORMAL.density(samples[1] / 2);
        assertThat(samples[1] - samples[0]).isBetween(0.0f, (float) (1.1 * spacing));
        assertThat(samples[2]).isEqualTo(-samples[0]);
        assertThat(samples[3]).isEqualTo(-samples[1]);
    }

    /** The last word of all stands for half of the smallest probability that 32, or 64, bits can tell. */
    @Test
    void tailsGoOnToWhereTheWordsEnd() {
        float[] floats = new float[2];
        NormalSampler.INSTANCE.fill(new int[] {Integer.MIN_VALUE, Integer.MAX_VALUE}, floats, 1);
        float last = (float) NORMAL.inverseSurvivalProbability(0x1p-33);
        assertThat(last).isBetween(6.3f, 6.4f);
        assertThat(floats).containsExactly(-last, last);

        double[] doubles = new double[2];
        NormalSampler.INSTANCE.fill(new long[] {Long.MIN_VALUE, Long.MAX_VALUE}, doubles, 1);
        assertThat(doubles[1]).isCloseTo(NORMAL.inverseSurvivalProbability(0x1p-65), within(1e-13));
        assertThat(doubles[0]).isEqualTo(-doubles[1]);
    }

    /** Arrays longer than a vector and none of a vector's multiples get the same bits element by element. */
    @ParameterizedTest
    @ValueSource(ints = {1, 3, 17, BlockSource.CHUNK_SIZE - 1})
    void lengthDoesNotMatter(int length) {
        int[] words = new Random(1).ints(BlockSource.CHUNK_SIZE).toArray();
        float[] whole = new float[words.length];
        NormalSampler.INSTANCE.fill(words, whole, 1);
        float[] part = new float[length];
        NormalSampler.INSTANCE.fill(words, part, 1);
        assertThat(whole).startsWith(part);
    }
}
