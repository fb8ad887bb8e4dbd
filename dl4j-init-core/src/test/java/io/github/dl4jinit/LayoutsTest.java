// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.deeplearning4j.nn.weights.IWeightInit;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** What is drawn does not depend on how the elements of the array that is filled lie in memory. */
class LayoutsTest {

    /** Shapes that every initialiser knows: weights of a dense layer or LSTM, and kernels. */
    private static final List<long[]> SHAPES =
            List.of(new long[] {5, 8}, new long[] {8, 4}, new long[] {4, 8, 3, 2}, new long[] {6, 4, 3, 1});

    @Provide
    Arbitrary<IWeightInit> initialisers() {
        return Arbitraries.of(
                new HeInit(1.1),
                new BengioInit(),
                HeInit.builder().distribution(WeightDistribution.UNIFORM).build(),
                HeInit.builder()
                        .distribution(WeightDistribution.TRUNCATED_NORMAL)
                        .build(),
                new CriticalInit(1.5, 0.1),
                new OrthogonalInit(1.2),
                new DeltaOrthogonalInit(),
                new GateOrthogonalInit(),
                MirroredInit.first(),
                MirroredInit.hidden(),
                MirroredInit.last());
    }

    @Provide
    Arbitrary<DataType> types() {
        return Arbitraries.of(DataType.FLOAT, DataType.DOUBLE, DataType.FLOAT16, DataType.BFLOAT16);
    }

    /** The array to fill may have the shape that is asked for, or any other of as many elements. */
    @Provide
    Arbitrary<Layout> layouts() {
        Arbitrary<Integer> shape = Arbitraries.integers().between(0, SHAPES.size() - 1);
        return Combinators.combine(shape, Arbitraries.integers().between(0, 3), Arbitraries.longs())
                .as((index, kind, seed) -> new Layout(SHAPES.get(index), kind, new java.util.Random(seed)));
    }

    @Property(tries = 250)
    void anInitialiserFillsEveryLayoutAlike(
            @ForAll("initialisers") IWeightInit init,
            @ForAll("types") DataType type,
            @ForAll("layouts") Layout layout,
            @ForAll boolean columnByColumn) {
        long[] shape = init instanceof GateOrthogonalInit ? new long[] {layout.length() / 8, 8} : layout.asked;
        char order = columnByColumn ? 'f' : 'c';
        INDArray expected = drawn(init, shape, order, Nd4j.createUninitialized(type, layout.length()));

        INDArray memory = Nd4j.valueArrayOf(new long[] {layout.size()}, Layout.BESIDE, type);
        INDArray view = layout.in(memory);
        assertThat(elements(drawn(init, shape, order, view))).isEqualTo(elements(expected));
        assertThat(elements(view.dup(order).reshape(order, shape))).isEqualTo(elements(expected));
        assertThat(Arrays.stream(memory.toDoubleVector()).filter(x -> x == Layout.BESIDE))
                .hasSize((int) (layout.size() - layout.length()));
    }

    @Property(tries = 100)
    void sameDiffToo(
            @ForAll("initialisers") IWeightInit init,
            @ForAll("types") DataType type,
            @ForAll("layouts") Layout layout) {
        Assume.that(layout.asked[layout.asked.length - 1] > 1); // units in pairs
        SameDiffInit scheme = new SameDiffInit(init instanceof GateOrthogonalInit ? new HeInit() : init);
        Nd4j.getRandom().setSeed(42);
        INDArray expected = scheme.create(type, layout.asked);

        INDArray view = layout.in(Nd4j.zeros(type, layout.size()));
        Nd4j.getRandom().setSeed(42);
        assertThat(elements(scheme.create(layout.asked, view))).isEqualTo(elements(expected));
        assertThat(elements(view.dup('c').reshape('c', layout.asked))).isEqualTo(elements(expected));
    }

    private static INDArray drawn(IWeightInit init, long[] shape, char order, INDArray view) {
        Nd4j.getRandom().setSeed(42);
        return init.init(36, 8, shape, order, view);
    }

    /** The elements in 'c' order. */
    private static double[] elements(INDArray array) {
        return array.dup('c').reshape(array.length()).toDoubleVector();
    }

    /** How an array lies in the memory of a longer vector: dimensions in any sequence, with gaps, from any place on. */
    static final class Layout {

        static final double BESIDE = 1000;

        final long[] asked;
        private final long[] shape;
        private final long[] strides;
        private final long offset;
        private final char ordering;

        Layout(long[] asked, int kind, java.util.Random random) {
            this.asked = asked;
            long length = Arrays.stream(asked).reduce(1, (a, b) -> a * b);
            List<long[]> shapes =
                    List.of(asked, new long[] {length}, new long[] {1, length}, new long[] {2, length / 4, 2});
            this.shape = shapes.get(kind);
            this.strides = new long[shape.length];
            List<Integer> sequence =
                    Arrays.asList(IntStream.range(0, shape.length).boxed().toArray(Integer[]::new));
            java.util.Collections.shuffle(sequence, random);
            long next = 1 + random.nextInt(2);
            for (int dimension : sequence) {
                strides[dimension] = next;
                next = next * shape[dimension] + random.nextInt(2);
            }
            this.offset = random.nextInt(3);
            this.ordering = random.nextBoolean() ? 'c' : 'f';
        }

        long length() {
            return Arrays.stream(asked).reduce(1, (a, b) -> a * b);
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
