// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.sampling;

/**
 * A distribution of mean 0 and variance 1: how it makes a sample of a random word, the same for every word and without
 * the others. Floats are made in single precision of words of 32 bits, doubles in double precision of words of 64.
 */
public interface UnitSampler {

    /**
     * Fills {@code samples} with samples times {@code std}.
     *
     * @param words a random word for each sample
     * @param samples receives the samples
     * @param std standard deviation of what is written
     */
    void fill(int[] words, float[] samples, double std);

    /** Fills {@code samples} likewise, in double precision. */
    void fill(long[] words, double[] samples, double std);

    /** A number that no sample of deviation 1, and nothing that is computed on the way to it, exceeds. */
    double reach();

    /**
     * The sampler of a {@code WeightDistribution}, by the name of its constant: this package must not depend on the
     * packages that use it.
     *
     * @throws IllegalArgumentException if no distribution has that name
     */
    static UnitSampler named(String distribution) {
        switch (distribution) {
            case "NORMAL":
                return normal();
            case "TRUNCATED_NORMAL":
                return truncatedNormal();
            case "UNIFORM":
                return uniform();
            default:
                throw new IllegalArgumentException(
                        "distribution must be one of NORMAL, TRUNCATED_NORMAL, UNIFORM, received " + distribution);
        }
    }

    /** N(0, 1). */
    static UnitSampler normal() {
        return NormalSampler.INSTANCE;
    }

    /** N(0, 1) cut at ±2 and divided by the standard deviation that the cut leaves, so that the variance is 1. */
    static UnitSampler truncatedNormal() {
        return TruncatedNormalSampler.INSTANCE;
    }

    /** Uniform on ±√3. */
    static UnitSampler uniform() {
        return UniformSampler.INSTANCE;
    }
}
