// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.sampling;

import io.github.dl4jinit.internal.Check;
import java.util.Arrays;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Fills an array with a random matrix of orthonormal columns (if it is tall or square) or rows (if it is wide), times a
 * gain.
 *
 * <p>The matrix is uniform over all such matrices (Haar measure): it is the Q of the QR factorisation of a Gaussian
 * matrix with each column multiplied by the sign of the diagonal element of R. Without the signs a factorisation by
 * Householder reflections is not uniform, because it chooses those signs itself.
 *
 * @see <a href="https://arxiv.org/abs/math-ph/0609050">Mezzadri: How to generate random matrices from the classical
 *     compact groups, 2007, section 5</a>
 */
public final class OrthogonalFill {

    private OrthogonalFill() {}

    /**
     * Overwrites {@code target} with one matrix. A Gaussian matrix of floats is factorised in double precision and
     * rounded once at the end.
     *
     * @param target a FLOAT, DOUBLE, HALF or BFLOAT16 array of {@code rows · columns} elements
     * @param rows rows of the matrix
     * @param columns columns of the matrix
     * @param order whether the elements of {@code target}, counted in that order, run along the rows ('c') or the
     *     columns ('f')
     * @param seed decides the matrix
     * @param gain length of each column (or row)
     * @throws IllegalArgumentException if {@code target} has another data type, or one that cannot hold such elements,
     *     or the matrix more than 2³¹ − 1 elements
     */
    public static void fill(INDArray target, long rows, long columns, char order, long seed, double gain) {
        Check.require(
                rows * columns <= Integer.MAX_VALUE,
                "shape",
                "a matrix of at most 2^31 - 1 elements",
                rows + " x " + columns);
        boolean tall = rows >= columns;
        int height = (int) Math.max(rows, columns);
        int width = (int) Math.min(rows, columns);
        requireHolds(target, gain, height);
        try (TallMatrix q = QrFactoriser.best().allocate(height, width)) {
            drawGaussian((long) height * width, seed, q::write);
            double[] factors = signs(q.factorise());
            for (int column = 0; column < width; column++) {
                factors[column] *= gain;
            }
            // The columns of the tall matrix are the rows of the wide one.
            boolean alongColumns = tall == (order == 'f');
            ArrayWriter.write(target, order, new MatrixBlocks(q, height, factors, alongColumns));
        }
    }

    /**
     * Overwrites every element of {@code target} with independent matrices of one shape, and zeros between them.
     *
     * @param target a FLOAT, DOUBLE, HALF or BFLOAT16 array of at least {@code matrices · rows · columns} elements
     * @param order the order in which its elements are counted, 'c' or 'f'
     * @param matrices how many matrices
     * @param rows rows of each matrix
     * @param columns columns of each matrix
     * @param place where each of their elements is
     * @param seed decides the matrices
     * @param gain length of each column (or row)
     * @throws IllegalArgumentException if {@code target} has another data type, or one that cannot hold such elements,
     *     or more than 2³¹ − 1 elements
     */
    public static void fill(
            INDArray target, char order, int matrices, int rows, int columns, Place place, long seed, double gain) {
        Check.require(
                target.length() <= Integer.MAX_VALUE, "shape", "one of at most 2^31 - 1 elements", target.length());
        boolean tall = rows >= columns;
        int height = Math.max(rows, columns);
        int width = Math.min(rows, columns);
        requireHolds(target, gain, height);
        // One array for all: its parts are independent, where seeds derived from one another might not be.
        double[] gaussian = gaussian(matrices * rows * columns, seed);
        double[] elements = new double[(int) target.length()];
        for (int matrix = 0; matrix < matrices; matrix++) {
            int start = matrix * height * width;
            double[] q = Arrays.copyOfRange(gaussian, start, start + height * width);
            orthonormalise(q, height, width);
            for (int i = 0; i < q.length; i++) {
                int along = i % height;
                int across = i / height;
                elements[tall ? place.of(matrix, along, across) : place.of(matrix, across, along)] = q[i];
            }
        }
        ArrayWriter.write(target, order, new ArrayBlocks(elements, gain));
    }

    /** The place of each element of several matrices in one array. */
    public interface Place {

        /** The number of one element of one matrix among those of the array, in the order in which they are counted. */
        int of(int matrix, int row, int column);
    }

    /** The columns have the length {@code gain}: so large an element can be, and gain / √height is the deviation. */
    private static void requireHolds(INDArray target, double gain, int height) {
        ElementType.of(target.dataType()).requireHolds(gain / Math.sqrt(height), Math.sqrt(height));
    }

    /**
     * Draws floats: which orthonormal columns come of them differs by 10⁻⁷ from what doubles would give; how exact they
     * are does not.
     */
    private static void drawGaussian(long length, long seed, RandomBlocks.Sink sink) {
        new RandomBlocks(seed, UnitSampler.normal(), 1).drawFloats(length, sink);
    }

    /** The elements of Gaussian matrices as one Java array. */
    static double[] gaussian(int length, long seed) {
        double[] all = new double[length];
        drawGaussian(length, seed, (values, start, count) -> System.arraycopy(values, 0, all, (int) start, count));
        return all;
    }

    /** Replaces a Gaussian height × width matrix, stored column by column. */
    static void orthonormalise(double[] gaussian, int height, int width) {
        try (TallMatrix q = QrFactoriser.best().allocate(height, width)) {
            q.write(gaussian, 0, gaussian.length);
            double[] signs = signs(q.factorise());
            new MatrixBlocks(q, height, signs, true).open(0, gaussian.length).read(gaussian);
        }
    }

    private static double[] signs(double[] diagonalOfR) {
        return Arrays.stream(diagonalOfR)
                .map(element -> element < 0 ? -1.0 : 1.0)
                .toArray();
    }
}
