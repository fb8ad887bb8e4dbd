// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.benchmarks.statistics;

import io.github.dl4jinit.FanMode;
import io.github.dl4jinit.VarianceScalingInit;
import io.github.dl4jinit.WeightDistribution;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Weights of mean 0 and variance 1, drawn as users draw them: an initialiser fills one array after the other. */
final class Draws implements AutoCloseable {

    private final VarianceScalingInit init;
    private final INDArray array;

    /**
     * Weights from the beginning of a seed.
     *
     * @param length how many are drawn at once
     */
    Draws(WeightDistribution distribution, DataType type, long seed, int length) {
        init = new VarianceScalingInit(1, 1, FanMode.FAN_IN, distribution);
        array = Nd4j.createUninitialized(type, length);
        Nd4j.getRandom().setSeed(seed);
    }

    /** The next weights. */
    double[] next() {
        init.init(1, 1, array.shape(), 'c', array); // a fan of 1 makes the variance 1
        return array.toDoubleVector();
    }

    @Override
    public void close() {
        array.close();
    }
}
