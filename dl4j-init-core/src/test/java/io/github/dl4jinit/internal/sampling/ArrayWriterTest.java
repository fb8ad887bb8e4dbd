// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Samples end where they should and nowhere else, whatever the array is a view of. */
class ArrayWriterTest {

    private static final int LENGTH = 40_001; // two full blocks and an odd part

    @ParameterizedTest
    @EnumSource(
            value = DataType.class,
            names = {"FLOAT", "DOUBLE", "HALF", "BFLOAT16"})
    void aViewOfAViewIsFilledAndItsSurroundingsAreNot(DataType type) {
        INDArray whole = Nd4j.zeros(type, LENGTH + 30);
        INDArray view = whole.get(NDArrayIndex.interval(5, LENGTH + 25)).get(NDArrayIndex.interval(5, LENGTH + 5));
        RandomFill.fill(view, 42, UnitSampler.normal(), 1);

        assertThat(view.toDoubleVector()).isEqualTo(plain(type).toDoubleVector());
        assertThat(whole.get(NDArrayIndex.interval(0, 10)).toDoubleVector()).containsOnly(0);
        assertThat(whole.get(NDArrayIndex.interval(LENGTH + 10, LENGTH + 30)).toDoubleVector())
                .containsOnly(0);
    }

    /** The way that strided views and device memory take gives the same bits. */
    @ParameterizedTest
    @EnumSource(
            value = DataType.class,
            names = {"FLOAT", "DOUBLE", "HALF", "BFLOAT16"})
    void theWayThroughACopyGivesTheSameBits(DataType type) {
        INDArray target = Nd4j.zeros(type, LENGTH);
        ArrayWriter.writeThroughCopy(target, new RandomBlocks(42, LENGTH, UnitSampler.normal(), 1));
        assertThat(target.toDoubleVector()).isEqualTo(plain(type).toDoubleVector());
    }

    @Test
    void aStridedViewIsFilled() {
        INDArray whole = Nd4j.zeros(DataType.FLOAT, 6, 10);
        INDArray everyOther = whole.get(NDArrayIndex.all(), NDArrayIndex.interval(0, 2, 10));
        RandomFill.fill(everyOther, 42, UnitSampler.normal(), 1);

        assertThat(everyOther.eq(0).castTo(DataType.INT64).sumNumber().longValue())
                .isZero();
        INDArray others = whole.get(NDArrayIndex.all(), NDArrayIndex.interval(1, 2, 10));
        assertThat(others.eq(0).castTo(DataType.INT64).sumNumber().longValue()).isEqualTo(30);
    }

    @Test
    void elementsFollowTheMemoryOfBothOrders() {
        for (char order : new char[] {'c', 'f'}) {
            INDArray matrix = Nd4j.createUninitialized(DataType.FLOAT, new long[] {1, LENGTH}, order)
                    .reshape(order, 13, 3077);
            RandomFill.fill(matrix, 42, UnitSampler.normal(), 1);
            INDArray linear = plain(DataType.FLOAT).reshape(order, 13, 3077);
            assertThat(matrix.toDoubleMatrix()).isDeepEqualTo(linear.toDoubleMatrix());
        }
    }

    @Test
    void refusesIntegers() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RandomFill.fill(Nd4j.zeros(DataType.INT64, 3), 42, UnitSampler.normal(), 1))
                .withMessage("data type must be one of FLOAT, DOUBLE, HALF, BFLOAT16, received LONG");
    }

    private static INDArray plain(DataType type) {
        INDArray array = Nd4j.createUninitialized(type, LENGTH);
        RandomFill.fill(array, 42, UnitSampler.normal(), 1);
        return array;
    }
}
