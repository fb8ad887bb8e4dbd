// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit;

import io.github.dl4jinit.internal.Check;
import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.exception.ND4JIllegalStateException;

/** Arithmetic on array shapes. */
final class Shapes {

    private Shapes() {}

    /**
     * The number of elements of an array of that shape; 1 for a scalar.
     *
     * @throws IllegalArgumentException if the shape is {@code null}, has a dimension of less than 1, or so many
     *     elements that a {@code long} cannot count them
     */
    static long elements(long[] shape) {
        long elements = 1;
        for (long size : Check.given("shape", shape)) {
            Check.require(size > 0, "shape", "of dimensions of 1 or more", Arrays.toString(shape));
            Check.require(
                    size <= Long.MAX_VALUE / elements, "shape", "of at most 2^63 - 1 elements", Arrays.toString(shape));
            elements *= size;
        }
        return elements;
    }

    /**
     * Checks what an initialiser is given: a shape, an order, and an array of as many elements as the shape has.
     * Element number k of the array, counted in that order, is then element number k of the weights.
     *
     * @throws IllegalArgumentException if the array does not fit, or an argument is none
     */
    static void requireFits(long[] shape, char order, INDArray paramView) {
        long elements = elements(shape);
        Check.require(order == 'c' || order == 'f', "order", "'c' or 'f'", order);
        Check.given("paramView", paramView);
        Check.require(
                paramView.length() == elements,
                "paramView",
                "of " + elements + " elements for the shape " + Arrays.toString(shape),
                paramView.length());
    }

    /**
     * An array in another shape, whose elements counted in that order are the same: a view, or a copy where the array's
     * strides allow no view.
     */
    static INDArray reshaped(INDArray array, char order, long[] shape) {
        try {
            return array.reshape(order, true, shape);
        } catch (ND4JIllegalStateException noView) {
            // Left to make the copy itself, ND4J counts the elements of some arrays in the other order.
            return array.dup(order).reshape(order, shape);
        }
    }
}
