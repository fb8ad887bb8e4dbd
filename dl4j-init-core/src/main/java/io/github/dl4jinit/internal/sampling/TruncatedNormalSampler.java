// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.sampling;

import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler.NormalizedGaussian;

/** The standard normal distribution cut at ±{@value #CUT} by rejection, rescaled to variance 1. */
enum TruncatedNormalSampler implements UnitSampler {
    INSTANCE;

    /** Where the underlying standard normal is cut: what TensorFlow, Keras and DL4J mean by "truncated". */
    static final double CUT = 2.0;

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
            Math.sqrt(1 - 2 * CUT * (StrictMath.exp(-CUT * CUT / 2) / Math.sqrt(2 * Math.PI)) / 0.95449973610364158);

    @Override
    public void fill(UniformRandomProvider random, float[] block, double std) {
        NormalizedGaussian gaussian = NormalizedGaussian.of(random);
        double scale = std / CUT_STD;
        for (int i = 0; i < block.length; i++) {
            block[i] = (float) (scale * sample(gaussian));
        }
    }

    @Override
    public void fill(UniformRandomProvider random, double[] block, double std) {
        NormalizedGaussian gaussian = NormalizedGaussian.of(random);
        double scale = std / CUT_STD;
        for (int i = 0; i < block.length; i++) {
            block[i] = scale * sample(gaussian);
        }
    }

    private static double sample(NormalizedGaussian gaussian) {
        // 4.6 % are rejected, so this ends after 1.05 draws on average.
        double z;
        do {
            z = gaussian.sample();
        } while (Math.abs(z) > CUT);
        return z;
    }
}
