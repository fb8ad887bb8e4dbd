// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.layer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.deeplearning4j.nn.conf.graph.AttentionVertex;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.L2NormalizeVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.graph.ScaleVertex;
import org.deeplearning4j.nn.conf.graph.ShiftVertex;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Vertices of a graph that are no layers. */
final class Vertices {

    private Vertices() {}

    /**
     * The facts of a vertex.
     *
     * @param vertex its configuration; {@code null} for an input of the network
     */
    static Family of(GraphVertex vertex, Map<String, INDArray> table) {
        if (vertex instanceof AttentionVertex) {
            return Attention.ofVertex(table);
        }
        if (vertex instanceof ElementWiseVertex) {
            return new ElementWise(((ElementWiseVertex) vertex).getOp());
        }
        if (vertex instanceof ScaleVertex) {
            return new Scaling(((ScaleVertex) vertex).getScaleFactor());
        }
        if (vertex instanceof L2NormalizeVertex) {
            return new UnitLength((L2NormalizeVertex) vertex);
        }
        boolean keepsMeanSquare = vertex != null && keepsMeanSquare(vertex);
        return vertex instanceof MergeVertex ? new Merging(keepsMeanSquare) : new AnyVertex(keepsMeanSquare);
    }

    private static boolean keepsMeanSquare(GraphVertex vertex) {
        return vertex.getClass().getName().startsWith("org.deeplearning4j.nn.conf.graph.")
                && !(vertex instanceof ShiftVertex);
    }

    /** Multiplies by a constant. */
    private static final class Scaling extends AnyVertex {

        private final double factor;

        Scaling(double factor) {
            super(false);
            this.factor = factor;
        }

        @Override
        public Passed weightless(List<Incoming> inputs, List<OptionalLong> widths, Propagation propagation) {
            return Passed.of(inputs.get(0).scaled(factor));
        }

        @Override
        public OptionalLong width(List<OptionalLong> inputs) {
            return inputs.get(0);
        }

        @Override
        public OptionalLong inputWidth(int input, List<OptionalLong> inputs, OptionalLong output) {
            return output;
        }

        @Override
        public ResidualRole role() {
            return ResidualRole.SCALE;
        }
    }

    /**
     * Divides each example by its Euclidean norm. With n units of mean square E[x²] the norm is √(n · E[x²]), the mean
     * square becomes 1 / n, and gradients, too, are divided by the norm.
     */
    private static final class UnitLength extends AnyVertex {

        /** The number of the dimension of units and channels. */
        private static final int UNITS = 1;

        private final double smallestNorm;

        /** Whether the norm is over units alone, and not over positions, too. */
        private final boolean overUnits;

        UnitLength(L2NormalizeVertex vertex) {
            super(false);
            int[] dimensions = vertex.getDimension();
            this.smallestNorm = vertex.getEps();
            this.overUnits = dimensions != null && Arrays.equals(dimensions, new int[] {UNITS});
        }

        @Override
        public Passed weightless(List<Incoming> inputs, List<OptionalLong> widths, Propagation propagation) {
            if (widths.get(0).isEmpty()) {
                return super.weightless(inputs, widths, propagation);
            }
            Incoming input = inputs.get(0);
            double norm = Math.sqrt(widths.get(0).getAsLong() * input.meanSquare());
            Incoming output = input.scaled(1 / Math.max(norm, smallestNorm));
            return overUnits
                    ? Passed.of(output)
                    : Passed.assuming(
                            String.format(
                                    Locale.ROOT,
                                    "its inputs are taken to have one position each: divided by their norm, their mean"
                                            + " square becomes %.4g",
                                    output.meanSquare()),
                            output);
        }

        @Override
        public OptionalLong width(List<OptionalLong> inputs) {
            return inputs.get(0);
        }

        @Override
        public OptionalLong inputWidth(int input, List<OptionalLong> inputs, OptionalLong output) {
            return output;
        }
    }

    /** Puts its inputs side by side. */
    private static final class Merging extends AnyVertex {

        Merging(boolean keepsMeanSquare) {
            super(keepsMeanSquare);
        }

        @Override
        public Passed weightless(List<Incoming> inputs, List<OptionalLong> widths, Propagation propagation) {
            return inputs.size() == 1 ? super.weightless(inputs, widths, propagation) : mixture(inputs, widths);
        }

        @Override
        public OptionalLong width(List<OptionalLong> inputs) {
            return inputs.stream().allMatch(OptionalLong::isPresent)
                    ? OptionalLong.of(
                            inputs.stream().mapToLong(OptionalLong::getAsLong).sum())
                    : OptionalLong.empty();
        }

        /** What is left of the whole, if all others are known. */
        @Override
        public OptionalLong inputWidth(int input, List<OptionalLong> inputs, OptionalLong output) {
            List<OptionalLong> others = new ArrayList<>(inputs);
            others.remove(input);
            OptionalLong rest = width(others);
            return output.isPresent() && rest.isPresent()
                    ? OptionalLong.of(output.getAsLong() - rest.getAsLong())
                    : OptionalLong.empty();
        }
    }

    /** Adds, multiplies or compares its inputs, unit by unit. */
    private static final class ElementWise extends AnyVertex {

        private final ElementWiseVertex.Op op;

        ElementWise(ElementWiseVertex.Op op) {
            super(false);
            this.op = op;
        }

        @Override
        public Passed weightless(List<Incoming> inputs, List<OptionalLong> widths, Propagation propagation) {
            switch (op) {
                case Add:
                    return Passed.of(propagation.sum(inputs));
                case Subtract:
                    return Passed.of(
                            propagation.sum(List.of(inputs.get(0), inputs.get(1).scaled(-1))));
                case Average:
                    return Passed.of(propagation.sum(inputs.stream()
                            .map(input -> input.scaled(1.0 / inputs.size()))
                            .collect(Collectors.toList())));
                case Product:
                    double product =
                            inputs.stream().mapToDouble(Incoming::meanSquare).reduce(1, (a, b) -> a * b);
                    return Passed.of(Incoming.normal(product, "a product of " + inputs.size()));
                default:
                    return mixture(inputs, widths).orAssuming(KEPT);
            }
        }

        @Override
        public OptionalLong width(List<OptionalLong> inputs) {
            return inputs.get(0);
        }

        @Override
        public OptionalLong inputWidth(int input, List<OptionalLong> inputs, OptionalLong output) {
            return output;
        }

        @Override
        public ResidualRole role() {
            return op == ElementWiseVertex.Op.Add ? ResidualRole.SUM : ResidualRole.OTHER;
        }
    }
}
