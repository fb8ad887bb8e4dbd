// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Views of views, of all types and orders, hold the same numbers as the array element by element. */
class ExamplesTest {

    @ParameterizedTest
    @EnumSource(names = {"FLOAT", "DOUBLE", "HALF", "BFLOAT16", "INT", "LONG"})
    void anyExamplesOfAnyViewAreTheSameNumbers(DataType type) {
        for (INDArray array : views(type)) {
            double[] all = elements(array);
            int examples = (int) array.size(0);
            int perExample = all.length / examples;
            for (int from = 0; from < examples; from++) {
                for (int to : new int[] {from + 1, examples}) {
                    INDArray some = Examples.of(array, from, to);
                    assertThat(some.dataType()).isEqualTo(type);
                    assertThat(some.dup('c').data().asDouble())
                            .isEqualTo(Arrays.copyOfRange(all, from * perExample, to * perExample));
                }
            }
        }
    }

    /** Numbers below 256 are exact in all types. */
    private static List<INDArray> views(DataType type) {
        INDArray whole = Nd4j.arange(240).castTo(type);
        List<INDArray> views = new ArrayList<>();
        for (int offset : new int[] {0, 5, 100, 179, 180}) {
            INDArray part = whole.get(NDArrayIndex.interval(offset, offset + 60));
            views.add(part);
            for (char order : new char[] {'c', 'f'}) {
                views.add(part.reshape(order, 5, 12));
                views.add(part.reshape(order, 5, 12).transpose());
                views.add(part.reshape(order, 5, 3, 2, 2));
                views.add(part.reshape(order, 5, 3, 4).permute(2, 0, 1));
            }
        }
        INDArray matrix = whole.reshape(12, 20);
        views.add(matrix.get(NDArrayIndex.all(), NDArrayIndex.interval(3, 5)));
        views.add(matrix.get(NDArrayIndex.all(), NDArrayIndex.interval(0, 2)));
        views.add(matrix.getColumn(7));
        return views;
    }

    private static double[] elements(INDArray array) {
        INDArray dense = array.dup('c');
        return IntStream.range(0, (int) dense.length())
                .mapToDouble(dense::getDouble)
                .toArray();
    }
}
