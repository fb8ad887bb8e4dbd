// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.sampling;

import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.sampling.distribution.ZigguratSampler.NormalizedGaussian;

/** The standard normal distribution by McFarland's modified ziggurat (2016), exact to the last bits of a double. */
enum NormalSampler implements UnitSampler {
    INSTANCE;

    @Override
    public void fill(UniformRandomProvider random, float[] block, double std) {
        NormalizedGaussian gaussian = NormalizedGaussian.of(random);
        for (int i = 0; i < block.length; i++) {
            block[i] = (float) (std * gaussian.sample());
        }
    }

    @Override
    public void fill(UniformRandomProvider random, double[] block, double std) {
        NormalizedGaussian gaussian = NormalizedGaussian.of(random);
        for (int i = 0; i < block.length; i++) {
            block[i] = std * gaussian.sample();
        }
    }
}
