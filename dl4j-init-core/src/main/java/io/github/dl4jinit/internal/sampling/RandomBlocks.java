// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.sampling;

import java.util.stream.IntStream;
import org.apache.commons.rng.JumpableUniformRandomProvider;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;

/**
 * Independent samples, each block from a random generator of its own.
 *
 * <p>The generators are one xoshiro256++ (Blackman and Vigna 2019; period 2²⁵⁶ − 1) at positions that its jump function
 * puts 2¹²⁸ steps apart. A block takes some 2¹⁴ steps, so the streams of one seed cannot overlap. They are not seeded
 * one by one: a generator like SplitMix64 has a single cycle of 2⁶⁴, on which related seeds do overlap. A jump costs
 * 256 steps, one in 64 of the block's own.
 */
final class RandomBlocks implements BlockSource {

    private final UniformRandomProvider[] generators;
    private final UnitSampler sampler;
    private final double std;

    RandomBlocks(long seed, long length, UnitSampler sampler, double std) {
        this.generators = new UniformRandomProvider[BlockSource.blockCount(length)];
        this.sampler = sampler;
        this.std = std;
        JumpableUniformRandomProvider next = (JumpableUniformRandomProvider) RandomSource.XO_SHI_RO_256_PP.create(seed);
        for (int block = 0; block < generators.length; block++) {
            generators[block] = next.jump();
        }
    }

    @Override
    public void fill(int block, float[] values) {
        sampler.fill(generators[block], values, std);
    }

    @Override
    public void fill(int block, double[] values) {
        sampler.fill(generators[block], values, std);
    }

    /** {@code length} samples as one Java array. */
    static double[] toArray(long seed, int length, UnitSampler sampler, double std) {
        RandomBlocks source = new RandomBlocks(seed, length, sampler, std);
        double[] all = new double[length];
        IntStream.range(0, BlockSource.blockCount(length)).parallel().forEach(block -> {
            double[] values = new double[BlockSource.blockLength(block, length)];
            source.fill(block, values);
            System.arraycopy(values, 0, all, (int) BlockSource.start(block), values.length);
        });
        return all;
    }
}
