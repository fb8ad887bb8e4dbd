// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.sampling;

import io.github.dl4jinit.internal.Check;
import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Fills an array with mirrored weights: an orthogonal matrix V between values, written out for units that carry a value
 * or its negative. With c the slope of φ(z) − φ(−z), as it multiplies a column,
 *
 * <pre>
 *              to single units     to pairs
 * from single         V           [ V ; −V ]
 * from pairs      [V, −V] / c     [[V, −V], [−V, V]] / c
 * </pre>
 *
 * <p>A unit without partner gets a random row like V's, and nothing reads it: its outgoing weights are 0.
 */
public final class MirroredFill {

    private MirroredFill() {}

    /**
     * Overwrites every element of {@code target} with such a matrix, and zeros beside it.
     *
     * @param target a FLOAT, DOUBLE, HALF or BFLOAT16 array
     * @param order the order in which its elements are counted, 'c' or 'f'
     * @param out how the outputs stand to each other, the rows of the matrix
     * @param in how the inputs do, its columns
     * @param slope c, which counts only if the inputs are in pairs
     * @param place where each of its elements is
     * @param seed decides the matrix
     * @param std the root mean square of V's elements
     * @throws IllegalArgumentException if {@code target} has another data type, or one that cannot hold such elements,
     *     or more than 2³¹ − 1 elements
     */
    public static void fill(
            INDArray target,
            char order,
            Units out,
            Units in,
            double slope,
            OrthogonalFill.Place place,
            long seed,
            double std) {
        Check.require(
                target.length() <= Integer.MAX_VALUE, "shape", "one of at most 2^31 - 1 elements", target.length());
        int rows = out.values();
        int columns = in.values();
        int height = Math.max(rows, columns);
        int width = Math.min(rows, columns);
        double factor = in.inPairs() ? 1 / slope : 1;
        ElementType.of(target.dataType())
                .requireHolds(
                        std * Math.abs(factor),
                        Math.max(Math.sqrt(height), UnitSampler.normal().reach()));
        double[] gaussian = OrthogonalFill.gaussian(Math.addExact(rows, out.partnerless()) * columns, seed);
        double[] v = Arrays.copyOf(gaussian, rows * columns);
        OrthogonalFill.orthonormalise(v, height, width);
        Writer writer = new Writer(new double[(int) target.length()], in, place, factor);
        double scale = std * Math.sqrt(height);
        for (int row = 0; row < rows; row++) {
            for (int column = 0; column < columns; column++) {
                // v runs along the columns of the tall matrix, which are the rows of the wide one.
                double element = scale * (rows >= columns ? v[column * height + row] : v[row * height + column]);
                writer.write(out.positive(row), column, element);
                if (out.inPairs()) {
                    writer.write(out.negative(row), column, -element);
                }
            }
        }
        for (int i = 0; i < out.partnerless(); i++) {
            for (int column = 0; column < columns; column++) {
                writer.write(out.partnerless(i), column, std * gaussian[(rows + i) * columns + column]);
            }
        }
        ArrayWriter.write(target, order, new ArrayBlocks(writer.elements, 1));
    }

    /** The root mean square of the whole matrix, taps beside it included, for V's elements of that one. */
    public static double std(double std, long elements, Units out, Units in, double slope) {
        double rows = out.values() * (out.inPairs() ? 2.0 : 1) + out.partnerless();
        double columns = in.values() * (in.inPairs() ? 2.0 : 1);
        return std / (in.inPairs() ? Math.abs(slope) : 1) * Math.sqrt(rows * columns / elements);
    }

    /** Writes an element between an output and a value for all units that carry the value. */
    private static final class Writer {

        final double[] elements;
        private final Units in;
        private final OrthogonalFill.Place place;
        private final double factor;

        Writer(double[] elements, Units in, OrthogonalFill.Place place, double factor) {
            this.elements = elements;
            this.in = in;
            this.place = place;
            this.factor = factor;
        }

        void write(int output, int value, double element) {
            elements[place.of(0, output, in.positive(value))] = factor * element;
            if (in.inPairs()) {
                elements[place.of(0, output, in.negative(value))] = -factor * element;
            }
        }
    }
}
