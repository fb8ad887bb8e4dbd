// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit;

import io.github.dl4jinit.internal.Check;
import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Arithmetic on array shapes. */
final class Shapes {

    private Shapes() {}

    /** The number of elements of an array of that shape; 1 for a scalar. */
    static long elements(long[] shape) {
        return Arrays.stream(shape).reduce(1, Math::multiplyExact);
    }

    /**
     * Checks that a view of a network's parameters has as many elements as the shape that it is to be given.
     *
     * @throws IllegalArgumentException if it has not
     */
    static void requireLength(long[] shape, INDArray paramView) {
        Check.require(
                paramView.length() == elements(shape),
                "paramView",
                "of " + elements(shape) + " elements for the shape " + Arrays.toString(shape),
                paramView.length());
    }
}
