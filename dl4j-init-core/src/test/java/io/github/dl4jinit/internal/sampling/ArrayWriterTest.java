// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.sampling;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ForkJoinPool;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** Samples end where they should and nowhere else, whatever the array is a view of. */
class ArrayWriterTest {

    private static final List<DataType> TYPES =
            List.of(DataType.FLOAT, DataType.DOUBLE, DataType.FLOAT16, DataType.BFLOAT16);

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

    /** What arrays in device memory take, against what arrays in host memory take; what surrounds them stays. */
    @ParameterizedTest
    @MethodSource("typesAndLayouts")
    void theWayThroughACopyGivesTheSameBits(DataType type, Layout layout) {
        INDArray direct = Nd4j.zeros(type, LENGTH + 30);
        ArrayWriter.writeInPlace(layout.of(direct), source());
        INDArray throughCopy = Nd4j.zeros(type, LENGTH + 30);
        INDArray target = layout.of(throughCopy);
        ArrayWriter.writeThroughCopy(target, target.ordering(), source());

        assertThat(throughCopy.toDoubleVector()).isEqualTo(direct.toDoubleVector());
        assertThat(throughCopy.eq(0).castTo(DataType.INT64).sumNumber().longValue())
                .isEqualTo(30);
    }

    static List<Arguments> typesAndLayouts() {
        return TYPES.stream()
                .flatMap(type -> Stream.of(Layout.values()).map(layout -> Arguments.of(type, layout)))
                .collect(Collectors.toList());
    }

    /** An array of {@link #LENGTH} elements in the midst of a longer vector. */
    enum Layout {
        VECTOR {
            @Override
            INDArray of(INDArray whole) {
                return whole.get(NDArrayIndex.interval(10, LENGTH + 10));
            }
        },
        ROWS {
            @Override
            INDArray of(INDArray whole) {
                return VECTOR.of(whole).reshape('c', 13, 3077);
            }
        },
        COLUMNS {
            @Override
            INDArray of(INDArray whole) {
                return VECTOR.of(whole).reshape('f', 13, 3077);
            }
        },
        TRANSPOSED {
            @Override
            INDArray of(INDArray whole) {
                return ROWS.of(whole).transpose();
            }
        },
        KERNEL {
            @Override
            INDArray of(INDArray whole) {
                return VECTOR.of(whole).reshape('f', 13, 17, 181);
            }
        };

        abstract INDArray of(INDArray whole);
    }

    /** Elements of a strided view are in the order of the view. */
    @ParameterizedTest
    @CsvSource({"FLOAT, c", "FLOAT, f", "DOUBLE, c", "DOUBLE, f", "HALF, c", "HALF, f", "BFLOAT16, c", "BFLOAT16, f"})
    void aStridedViewIsFilled(DataType type, char order) {
        INDArray whole = Nd4j.zeros(type, 26 * 3077).reshape(order, 26, 3077);
        INDArray everyOther = whole.get(NDArrayIndex.interval(0, 2, 26), NDArrayIndex.all());
        RandomFill.fill(everyOther, 42, UnitSampler.normal(), 1);

        INDArray expected = Nd4j.createUninitialized(type, new long[] {13, 3077}, everyOther.ordering());
        ArrayWriter.writeInPlace(expected, source());
        assertThat(everyOther.dup().toDoubleMatrix()).isDeepEqualTo(expected.toDoubleMatrix());
        INDArray others = whole.get(NDArrayIndex.interval(1, 2, 26), NDArrayIndex.all());
        assertThat(others.amaxNumber().doubleValue()).isZero();
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

    /** A sample does not depend on how many follow: not where a chunk, a block or what steps side by side ends. */
    @ParameterizedTest
    @EnumSource(
            value = DataType.class,
            names = {"FLOAT", "DOUBLE", "HALF", "BFLOAT16"})
    void aShortArrayIsTheBeginningOfALongOne(DataType type) {
        double[] most = drawn(type, 300_001);
        for (int length : new int[] {1, 127, 2047, 2049, 16_385, 65_536, 65_537, 100_000, 131_072, 131_073, 200_003}) {
            assertThat(drawn(type, length)).isEqualTo(Arrays.copyOf(most, length));
        }
    }

    /** One thread deals with 32 blocks at once here, each of seven with 8; the last part is shorter. */
    @Test
    void longPartsOfAnArrayAreDrawnAsShortOnes() throws Exception {
        int length = 129 * BlockSource.BLOCK_SIZE + 1;
        assertThat(onThreads(1, length)).isEqualTo(onThreads(7, length));
    }

    private static double[] onThreads(int threads, int length) throws Exception {
        ForkJoinPool pool = new ForkJoinPool(threads);
        try {
            return pool.submit(() -> drawn(DataType.FLOAT, length)).get();
        } finally {
            pool.shutdown();
        }
    }

    private static double[] drawn(DataType type, int length) {
        try (INDArray array = Nd4j.createUninitialized(type, length)) {
            RandomFill.fill(array, 42, UnitSampler.uniform(), 1);
            return array.toDoubleVector();
        }
    }

    @Test
    void refusesIntegers() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> RandomFill.fill(Nd4j.zeros(DataType.INT64, 3), 42, UnitSampler.normal(), 1))
                .withMessage("data type must be one of FLOAT, DOUBLE, HALF, BFLOAT16, received LONG");
    }

    private static RandomBlocks source() {
        return new RandomBlocks(42, UnitSampler.normal(), 1);
    }

    private static INDArray plain(DataType type) {
        INDArray array = Nd4j.createUninitialized(type, LENGTH);
        RandomFill.fill(array, 42, UnitSampler.normal(), 1);
        return array;
    }
}
