// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.network;

import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** How far the elements of an array are from their mean, in double precision. */
final class Deviation {

    private final double norm;
    private final long count;

    private Deviation(double norm, long count) {
        this.norm = norm;
        this.count = count;
    }

    /** The deviation of all elements of an array. */
    static Deviation of(INDArray values) {
        try (INDArray doubles = values.dup().castTo(DataType.DOUBLE)) {
            double mean = doubles.meanNumber().doubleValue();
            return new Deviation(doubles.subi(mean).norm2Number().doubleValue(), doubles.length());
        }
    }

    /** The variance of the elements as they are, not as a sample. */
    double variance() {
        return norm * norm / count;
    }

    /** The standard deviation of the elements as they are, not as a sample. */
    double std() {
        return norm / Math.sqrt(count);
    }
}
