// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.sampling;

import org.nd4j.linalg.api.ndarray.INDArray;

/** The filling of arrays with independent samples. */
public final class RandomFill {

    private RandomFill() {}

    /**
     * Overwrites every element of {@code target}: sample number k becomes element number k. DOUBLE elements are samples
     * in double precision, FLOAT elements others in single precision, and HALF and BFLOAT16 elements are the FLOAT ones
     * rounded to nearest.
     *
     * @param target a FLOAT, DOUBLE, HALF or BFLOAT16 array, or a view of one, of any shape, order and strides
     * @param order the order in which its elements are counted, 'c' or 'f'
     * @param seed decides all samples
     * @param sampler what to draw
     * @param std standard deviation of the elements
     * @throws IllegalArgumentException if {@code target} has another data type, or one that cannot hold that deviation
     */
    public static void fill(INDArray target, char order, long seed, UnitSampler sampler, double std) {
        ElementType.of(target.dataType()).requireHolds(std, sampler.reach());
        ArrayWriter.write(target, order, new RandomBlocks(seed, sampler, std));
    }

    /** Overwrites every element of {@code target} likewise, counted in the order that it has itself. */
    public static void fill(INDArray target, long seed, UnitSampler sampler, double std) {
        fill(target, target.ordering(), seed, sampler, std);
    }
}
