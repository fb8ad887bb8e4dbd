// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.layer;

import io.github.dl4jinit.internal.sampling.RandomFill;
import io.github.dl4jinit.internal.sampling.UnitSampler;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The source of sampled units: a generator of its own, so that samples do not depend on the weights' seed. */
final class Samples {

    /** √(2 / n) is the relative error of a normal variable's mean square: 1.1 %. */
    static final int SIZE = 1 << 14;

    private long next = 1;

    /** Independent values from N(0, variance), DOUBLE. */
    INDArray normal(double variance) {
        INDArray values = Nd4j.createUninitialized(DataType.DOUBLE, SIZE);
        RandomFill.fill(values, next++, UnitSampler.normal(), 1);
        return values.muli(Math.sqrt(variance)); // which may be 0, or infinite in a network that explodes
    }
}
