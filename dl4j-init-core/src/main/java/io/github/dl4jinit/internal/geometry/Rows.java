// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.geometry;

import io.github.dl4jinit.internal.Doubles;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.ndarray.INDArray;

/** An array of any type as one vector of doubles for each example. */
final class Rows {

    private final double[] elements;
    private final int examples;
    private final int length;

    Rows(INDArray array) {
        this.elements = Doubles.of(array);
        this.examples = (int) array.size(0);
        this.length = elements.length / examples;
    }

    int examples() {
        return examples;
    }

    /** How many numbers an example has. */
    int length() {
        return length;
    }

    /** The scalar product of an example's vectors. */
    double dot(int example, Rows other) {
        double sum = 0;
        for (int i = example * length; i < (example + 1) * length; i++) {
            sum += elements[i] * other.elements[i];
        }
        return sum;
    }

    /** The mean cosine of the examples' vectors here and there, of those that are not zero; NaN if there are none. */
    double meanCosine(Rows other) {
        return IntStream.range(0, examples)
                .mapToDouble(i -> dot(i, other) / Math.sqrt(dot(i, this)) / Math.sqrt(other.dot(i, other)))
                .filter(cosine -> !Double.isNaN(cosine))
                .average()
                .orElse(Double.NaN);
    }

    /** The mean square of all elements. */
    double meanSquare() {
        return IntStream.range(0, examples).mapToDouble(i -> dot(i, this)).sum() / elements.length;
    }
}
