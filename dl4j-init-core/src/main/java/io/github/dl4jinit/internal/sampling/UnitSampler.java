// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.sampling;

import org.apache.commons.rng.UniformRandomProvider;

/**
 * A distribution of mean 0 and variance 1, drawn block by block and scaled on the way.
 *
 * <p>Arithmetic is in double; the {@code float} form rounds the last product once. Each distribution owns its loop, so
 * that the compiler sees one sampler in it and inlines it: with a shared loop the virtual call costs more than the
 * sample.
 */
public interface UnitSampler {

    /**
     * Fills {@code block} with samples times {@code std}.
     *
     * @param random source of the bits
     * @param block receives the samples
     * @param std standard deviation of what is written
     */
    void fill(UniformRandomProvider random, float[] block, double std);

    /** Fills {@code block} likewise, in double precision. */
    void fill(UniformRandomProvider random, double[] block, double std);

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
