// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.sampling;

import org.apache.commons.rng.UniformRandomProvider;

/** The uniform distribution on ±√3, whose variance (2√3)²/12 is 1. */
enum UniformSampler implements UnitSampler {
    INSTANCE;

    private static final double HALF_WIDTH = Math.sqrt(3);

    /**
     * Makes two samples of each 64 bits: 32 bits are a grid finer than a float's significand of 24 bits, and drawing
     * half as many random numbers saves most of the time. A signed integer k of 32 bits becomes (k + ½)·2⁻³¹, symmetric
     * around 0 and inside ±1.
     */
    @Override
    public void fill(UniformRandomProvider random, float[] block, double std) {
        double scale = std * HALF_WIDTH * 0x1p-31;
        int even = block.length & ~1;
        for (int i = 0; i < even; i += 2) {
            long bits = random.nextLong();
            block[i] = (float) (scale * ((int) bits + 0.5));
            block[i + 1] = (float) (scale * ((int) (bits >> Integer.SIZE) + 0.5));
        }
        if (even < block.length) {
            block[even] = (float) (scale * ((int) random.nextLong() + 0.5));
        }
    }

    /** Makes one sample of the upper 53 of 64 bits, k·2⁻⁵² with k a signed integer of 53 bits plus ½. */
    @Override
    public void fill(UniformRandomProvider random, double[] block, double std) {
        double scale = std * HALF_WIDTH * 0x1p-52;
        for (int i = 0; i < block.length; i++) {
            block[i] = scale * ((random.nextLong() >> 11) + 0.5);
        }
    }
}
