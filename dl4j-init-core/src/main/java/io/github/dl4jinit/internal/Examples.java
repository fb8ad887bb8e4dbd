// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal;

import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Some of a batch's examples, which are the indices of an array's first dimension. */
public final class Examples {

    private Examples() {}

    /**
     * A view of the examples from the first index to before the second.
     *
     * <p>ND4J's own {@code get(interval(from, to))} answers an empty array if the array is a view whose offset is less
     * than its length while that of its example {@code from} is not: for a kernel behind other parameters, and for some
     * columns of a larger matrix.
     */
    public static INDArray of(INDArray array, long from, long to) {
        long[] shape = array.shape().clone();
        shape[0] = to - from;
        long offset = array.offset() + from * array.stride(0);
        return Nd4j.create(array.data(), shape, array.stride(), offset, array.ordering());
    }
}
