// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.dl4jinit.CriticalInit;
import io.github.dl4jinit.DeltaOrthogonalInit;
import io.github.dl4jinit.FanMode;
import io.github.dl4jinit.GateOrthogonalInit;
import io.github.dl4jinit.MirroredInit;
import io.github.dl4jinit.OrthogonalInit;
import io.github.dl4jinit.SameDiffInit;
import io.github.dl4jinit.VarianceScalingInit;
import io.github.dl4jinit.WeightDistribution;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.deeplearning4j.nn.weights.IWeightInit;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Every initialiser with knobs, shapes, orders, strides, offsets and types, sensible or not. What is drawn is finite,
 * the same however the array lies in memory, and nothing beside the array is written to.
 */
class InitialiserFuzzTest {

    private static final List<DataType> TYPES = List.of(
            DataType.FLOAT,
            DataType.DOUBLE,
            DataType.FLOAT16,
            DataType.BFLOAT16,
            DataType.FLOAT,
            DataType.INT32,
            DataType.BOOL);

    private static final long[] ODD_DIMENSIONS = {0, -1, 1L << 31, 1L << 62, Long.MIN_VALUE, 1000};

    private static final double BESIDE = 77;

    @FuzzTest
    void input(byte[] input) {
        read(input);
    }

    @Test
    void variations() {
        Variations.of(InitialiserFuzzTest.class).read(3_000, Choices::draw, InitialiserFuzzTest::read);
    }

    private static boolean read(byte[] input) {
        Choices choices = new Choices(input);
        Optional<IWeightInit> made = Contract.keep("", IllegalArgumentException.class, () -> initialiser(choices));
        if (made.isEmpty()) {
            return false;
        }
        IWeightInit init = made.get();
        Layout layout = Layout.of(choices);
        DataType type = choices.of(TYPES);
        char order = choices.oneIn(16) ? 'x' : choices.oneIn(2) ? 'f' : 'c';
        double fanIn = choices.number() * 8;
        double fanOut = choices.number() * 8;
        boolean sameDiff = choices.oneIn(4);
        String asked = init + " of " + layout + ", " + type + ", " + order + ", fans " + fanIn + " and " + fanOut;

        INDArray memory = Nd4j.valueArrayOf(new long[] {layout.size()}, type == DataType.BOOL ? 1 : BESIDE, type);
        INDArray view = choices.oneIn(32) ? null : layout.in(memory);
        Optional<INDArray> drawn = draw(asked, init, sameDiff, fanIn, fanOut, layout.asked(), order, view);
        if (drawn.isEmpty()) {
            return false;
        }
        Contract.require(
                Arrays.equals(drawn.get().shape(), layout.asked()),
                "drew " + drawn.get().shapeInfoToString(),
                asked,
                null);
        double[] elements = elements(drawn.get());
        Contract.require(Arrays.stream(elements).allMatch(Double::isFinite), "drew what is not finite", asked, null);
        INDArray dense = Nd4j.createUninitialized(type, layout.length());
        double[] expected = elements(draw(asked, init, sameDiff, fanIn, fanOut, layout.asked(), order, dense)
                .orElseThrow());
        Contract.require(Arrays.equals(expected, elements), "drew other weights into this layout", asked, null);
        char filled = sameDiff ? 'c' : order;
        double[] inView = view == null ? expected : elements(view.dup(filled).reshape(filled, layout.asked()));
        Contract.require(Arrays.equals(expected, inView), "left the array with other weights", asked, null);
        layout.in(memory).assign(BESIDE);
        Contract.require(
                Arrays.stream(memory.toDoubleVector()).allMatch(value -> value == BESIDE),
                "wrote beside the array",
                asked,
                null);
        return true;
    }

    private static Optional<INDArray> draw(
            String asked,
            IWeightInit init,
            boolean sameDiff,
            double fanIn,
            double fanOut,
            long[] shape,
            char order,
            INDArray view) {
        Nd4j.getRandom().setSeed(42);
        return Contract.keep(
                asked,
                IllegalArgumentException.class,
                () -> sameDiff
                        ? new SameDiffInit(init).create(shape, view)
                        : init.init(fanIn, fanOut, shape, order, view));
    }

    private static IWeightInit initialiser(Choices choices) {
        return switch (choices.below(8)) {
            case 0 -> new OrthogonalInit(choices.number());
            case 1 -> new DeltaOrthogonalInit(choices.number());
            case 2 -> new GateOrthogonalInit(choices.number());
            case 3 -> MirroredInit.first();
            case 4 -> choices.oneIn(2) ? MirroredInit.hidden() : MirroredInit.last();
            case 5 -> new CriticalInit(choices.number(), choices.number());
            default ->
                new VarianceScalingInit(
                        choices.number(),
                        choices.number(),
                        choices.of(List.of(FanMode.values())),
                        choices.of(List.of(WeightDistribution.values())));
        };
    }

    /** The elements in 'c' order. */
    private static double[] elements(INDArray array) {
        return array.dup('c').reshape(array.length()).toDoubleVector();
    }

    /**
     * How an array lies in the memory of a longer vector.
     *
     * @param asked the shape that the initialiser is asked for
     * @param shape the shape of the array that it is to fill
     */
    private record Layout(long[] asked, long[] shape, long[] strides, long offset, char ordering) {

        static Layout of(Choices choices) {
            long[] asked = LongStream.generate(() -> 1 + choices.below(9))
                    .limit(choices.oneIn(8) ? choices.below(7) : 2 + 2 * choices.below(2))
                    .toArray();
            long[] shape = shape(asked, choices);
            if (choices.oneIn(8) && asked.length > 0) {
                asked[choices.below(asked.length)] = ODD_DIMENSIONS[choices.below(ODD_DIMENSIONS.length)];
            }
            long[] strides = new long[shape.length];
            long next = 1 + choices.below(2);
            for (int dimension : sequence(shape.length, choices)) {
                strides[dimension] = next;
                next = next * shape[dimension] + choices.below(2);
            }
            return new Layout(asked, shape, strides, choices.below(3), choices.oneIn(2) ? 'f' : 'c');
        }

        /** As asked for, any other of as many elements, or one that does not fit. */
        private static long[] shape(long[] asked, Choices choices) {
            long length = Arrays.stream(asked).reduce(1, (a, b) -> a * b);
            if (choices.oneIn(3)) {
                return choices.of(List.of(
                        new long[] {length},
                        new long[] {1, length},
                        length % 4 == 0 ? new long[] {2, length / 4, 2} : new long[] {length, 1}));
            }
            long[] shape = asked.clone();
            if (choices.oneIn(16) && shape.length > 0) {
                shape[0]++;
            }
            return shape;
        }

        /** The dimensions in the order in which they lie in memory, the closest first. */
        private static int[] sequence(int rank, Choices choices) {
            int[] sequence = IntStream.range(0, rank).toArray();
            for (int i = rank - 1; i > 0; i--) {
                int j = choices.below(i + 1);
                int swapped = sequence[i];
                sequence[i] = sequence[j];
                sequence[j] = swapped;
            }
            return sequence;
        }

        long length() {
            return Arrays.stream(shape).reduce(1, (a, b) -> a * b);
        }

        /** Elements of the memory: up to the last that is used, and one more. */
        long size() {
            return offset
                    + 2
                    + IntStream.range(0, shape.length)
                            .mapToLong(i -> (shape[i] - 1) * strides[i])
                            .sum();
        }

        INDArray in(INDArray memory) {
            return Nd4j.create(memory.data(), shape, strides, offset, ordering, memory.dataType());
        }

        @Override
        public String toString() {
            return Arrays.toString(asked) + " in " + Arrays.toString(shape) + ordering + " of strides "
                    + Arrays.toString(strides) + " from " + offset;
        }
    }
}
