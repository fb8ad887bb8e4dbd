// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.sampling;

/** The standard normal distribution, by the inverse of its distribution function. */
enum NormalSampler implements UnitSampler {
    INSTANCE;

    /** The magnitude from which on a word of 32 bits is in a tail: 2³¹ · (1 − 2⁻⁷). */
    private static final int TAIL = (int) (NormalQuantile.MIDDLE * 0x1p31);

    /**
     * Makes a sample of the upper 23 bits of a word in the middle of the distribution, and of all 32 in its tails.
     *
     * <p>In the middle, |z| < 2.66, neighbouring samples are at most 2⁻²³/φ(2.66) = 10⁻⁵ apart, and the variance is off
     * by 5·10⁻¹³. Further out 23 bits would be too few: 9·10⁻⁴ between neighbours at 4 σ and nothing beyond 5.3 σ,
     * where one in 10⁷ samples should be. In the tails, 1 in 128, the smallest probability is 2⁻³³, and arithmetic is
     * in double precision: samples go on to 6.3 σ, and 3·10⁻¹⁰ of the variance are missing.
     */
    @Override
    public void fill(int[] words, float[] samples, double std) {
        SymmetricFloats.fill(words, samples, 1.0f);
        NormalQuantile.middle(samples, (float) std);
        for (int i = 0; i < samples.length; i++) {
            int magnitude = words[i] ^ (words[i] >> 31);
            if (magnitude >= TAIL) {
                double z =
                        NormalQuantile.of((magnitude + 0.5) * 0x1p-32, (Integer.MAX_VALUE - magnitude + 0.5) * 0x1p-32);
                samples[i] = (float) (std * (words[i] < 0 ? -z : z));
            }
        }
    }

    /** Makes a sample of all 64 bits of a word, so that samples go on to 9.2 σ. */
    @Override
    public void fill(long[] words, double[] samples, double std) {
        for (int i = 0; i < samples.length; i++) {
            long magnitude = words[i] ^ (words[i] >> 63);
            double z = NormalQuantile.of((magnitude + 0.5) * 0x1p-64, (Long.MAX_VALUE - magnitude + 0.5) * 0x1p-64);
            samples[i] = std * (words[i] < 0 ? -z : z);
        }
    }

    /** A little more than the 9.16 that Φ⁻¹ is at 1 − 2⁻⁶⁵. */
    @Override
    public double reach() {
        return 9.2;
    }
}
