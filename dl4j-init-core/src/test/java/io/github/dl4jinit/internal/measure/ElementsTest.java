// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.measure;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Arrays of more than one block; DL4J's parameters are such views. */
class ElementsTest {

    private static final int ROWS = 1100;
    private static final int COLUMNS = 1000; // 1.1 million elements, two blocks

    @ParameterizedTest
    @ValueSource(chars = {'c', 'f'})
    void aKernelBehindOthersIsReadWhole(char order) {
        INDArray parameters = Nd4j.arange(3L * ROWS * COLUMNS);
        int offset = ROWS * COLUMNS - 5000; // less than the length, and that of the second block is not
        INDArray kernel = parameters
                .get(NDArrayIndex.interval(offset, offset + ROWS * COLUMNS))
                .reshape(order, ROWS, COLUMNS);
        int[] read = {0};
        Elements.forEachBlock(kernel, block -> {
            for (double x : block) {
                int row = read[0] / COLUMNS;
                int column = read[0] % COLUMNS;
                int place = order == 'c' ? row * COLUMNS + column : column * ROWS + row;
                if (x != offset + place) {
                    assertThat(x).as("row %d, column %d", row, column).isEqualTo(offset + place);
                }
                read[0]++;
            }
        });
        assertThat(read[0]).isEqualTo(ROWS * COLUMNS);
    }
}
