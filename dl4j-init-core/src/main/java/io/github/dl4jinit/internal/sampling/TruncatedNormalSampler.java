// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.sampling;

/**
 * The standard normal distribution cut at ±{@value #CUT}, rescaled to variance 1, by the inverse of its distribution
 * function: that of the whole distribution, asked between Φ(−2) and Φ(2) only.
 */
enum TruncatedNormalSampler implements UnitSampler {
    INSTANCE;

    /** Where the underlying standard normal is cut: what TensorFlow, Keras and DL4J mean by "truncated". */
    static final double CUT = 2.0;

    /** P(|z| ≤ 2), z of N(0, 1): erf(√2). */
    private static final double INSIDE = 0.95449973610364158;

    /**
     * Standard deviation of N(0, 1) given |z| ≤ 2. Integrating z·zφ(z) by parts, with φ′ = −zφ,
     *
     * <pre>Var = 1 − 2·c·φ(c) / P(|z| ≤ c),   c = 2, φ(2) = e⁻²/√(2π), P(|z| ≤ 2) = erf(√2) = 0.95449973610364158…
     * </pre>
     *
     * <p>which is 0.7737413…, of root 0.8796256…. (StrictMath, because Math.exp may differ in its last bit from one
     * machine to the next.)
     */
    static final double CUT_STD =
            Math.sqrt(1 - 2 * CUT * (StrictMath.exp(-CUT * CUT / 2) / Math.sqrt(2 * Math.PI)) / INSIDE);

    /** Makes a sample of the upper 23 bits of a word: neighbours are at most 2⁻²³/φ(2) = 2.2·10⁻⁶ apart. */
    @Override
    public void fill(int[] words, float[] samples, double std) {
        SymmetricFloats.fill(words, samples, (float) INSIDE);
        NormalQuantile.middle(samples, (float) (std / CUT_STD));
    }

    /** Makes a sample of the upper 53 bits of a word. */
    @Override
    public void fill(long[] words, double[] samples, double std) {
        double scale = std / CUT_STD;
        for (int i = 0; i < samples.length; i++) {
            double fromMiddle = INSIDE / 2 * Math.abs(UniformSampler.fraction(words[i]));
            double z = NormalQuantile.of(fromMiddle, 0.5 - fromMiddle);
            samples[i] = scale * (words[i] < 0 ? -z : z);
        }
    }

    @Override
    public double reach() {
        return CUT / CUT_STD;
    }
}
