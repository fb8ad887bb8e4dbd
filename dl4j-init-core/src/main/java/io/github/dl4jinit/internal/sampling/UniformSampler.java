// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.sampling;

/** The uniform distribution on ±√3, whose variance (2√3)²/12 is 1. */
enum UniformSampler implements UnitSampler {
    INSTANCE;

    private static final double HALF_WIDTH = Math.sqrt(3);

    /** Makes a sample of the upper 23 bits of a word. The samples' variance is less than 1 by 2⁻⁴⁶. */
    @Override
    public void fill(int[] words, float[] samples, double std) {
        SymmetricFloats.fill(words, samples, (float) (std * HALF_WIDTH));
    }

    /** Makes a sample of the upper 53 bits of a word. */
    @Override
    public void fill(long[] words, double[] samples, double std) {
        for (int i = 0; i < samples.length; i++) {
            samples[i] = std * HALF_WIDTH * fraction(words[i]);
        }
    }

    /** The whole width, which {@link SymmetricFloats} multiplies by. */
    @Override
    public double reach() {
        return 2 * HALF_WIDTH;
    }

    /** A number inside ±1: (k + ½) · 2⁻⁵², k the integer that the upper 53 bits of a word are. */
    static double fraction(long word) {
        return ((word >> 11) + 0.5) * 0x1p-52;
    }
}
