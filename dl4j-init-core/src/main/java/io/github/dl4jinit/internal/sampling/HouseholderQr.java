// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.sampling;

import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * QR by Householder reflections, one column at a time (Golub and Van Loan, Matrix Computations, 4th ed., algorithms
 * 5.1.1 and 5.2.1). Columns lie contiguous in memory and a reflection changes them independently, so they are reflected
 * in parallel.
 */
final class HouseholderQr implements QrFactoriser {

    /**
     * The number of multiplications in one step from which on several threads share them; for fewer, handing them out
     * would take longer.
     */
    private static final int PARALLEL_THRESHOLD = 1 << 15;

    @Override
    public TallMatrix allocate(int height, int width) {
        return new JavaMatrix(new double[Math.multiplyExact(height, width)], height, width);
    }

    private static final class JavaMatrix implements TallMatrix {

        private final double[] elements;
        private final int height;
        private final int width;

        JavaMatrix(double[] elements, int height, int width) {
            this.elements = elements;
            this.height = height;
            this.width = width;
        }

        @Override
        public void write(double[] values, long start, int count) {
            System.arraycopy(values, 0, elements, (int) start, count);
        }

        @Override
        public void read(double[] values, long start, int count) {
            System.arraycopy(elements, (int) start, values, 0, count);
        }

        @Override
        public double get(long index) {
            return elements[(int) index];
        }

        @Override
        public double[] factorise() {
            return HouseholderQr.factorise(elements, height, width);
        }

        @Override
        public void close() {
            // The garbage collector frees it.
        }
    }

    private static double[] factorise(double[] matrix, int height, int width) {
        double[] diagonalOfR = new double[width];
        double[] tau = new double[width];
        for (int k = 0; k < width; k++) {
            diagonalOfR[k] = makeReflector(matrix, k, height, tau);
            reflectColumns(matrix, k, k + 1, height, width, tau[k]);
        }
        for (int k = width - 1; k >= 0; k--) {
            // Q = H₀·H₁·…, built from the right: H_k meets only columns that are still zero above row k + 1.
            reflectColumns(matrix, k, k + 1, height, width, tau[k]);
            makeQColumn(matrix, k, height, tau[k]);
        }
        return diagonalOfR;
    }

    /**
     * Finds v (v₀ = 1, stored below the diagonal) and τ with (I − τvvᵀ)·x = (β, 0, …)ᵀ for the lower part x of column
     * k, and returns β. Its sign is opposite to x₀'s, so that x₀ − β does not cancel.
     */
    private static double makeReflector(double[] matrix, int k, int height, double[] tau) {
        int diagonal = k * height + k;
        int end = (k + 1) * height;
        double first = matrix[diagonal];
        double beta = -Math.copySign(Math.sqrt(dot(matrix, diagonal, diagonal, end - diagonal)), first);
        tau[k] = beta == 0 ? 0 : (beta - first) / beta;
        for (int i = diagonal + 1; i < end && beta != 0; i++) {
            matrix[i] /= first - beta;
        }
        return beta;
    }

    /** Applies H_k = I − τvvᵀ, v in column k, to the columns from {@code from} on. */
    private static void reflectColumns(double[] matrix, int k, int from, int height, int width, double tau) {
        int v = k * height + k + 1;
        int length = height - k - 1;
        IntStream columns = IntStream.range(from, width);
        if ((long) length * (width - from) >= PARALLEL_THRESHOLD) {
            columns = columns.parallel();
        }
        columns.forEach(column -> {
            int target = column * height + k;
            double factor = tau * (matrix[target] + dot(matrix, v, target + 1, length));
            matrix[target] -= factor;
            for (int i = 0; i < length; i++) {
                matrix[target + 1 + i] -= factor * matrix[v + i];
            }
        });
    }

    /** Replaces column k, which holds v, by H_k·e_k: zero above the diagonal, 1 − τ on it, −τv below. */
    private static void makeQColumn(double[] matrix, int k, int height, double tau) {
        int diagonal = k * height + k;
        Arrays.fill(matrix, k * height, diagonal, 0.0);
        matrix[diagonal] = 1 - tau;
        for (int i = diagonal + 1; i < (k + 1) * height; i++) {
            matrix[i] *= -tau;
        }
    }

    /**
     * The scalar product of two stretches of the array, in four sums so that additions need not wait for each other.
     */
    private static double dot(double[] matrix, int a, int b, int length) {
        double sum0 = 0;
        double sum1 = 0;
        double sum2 = 0;
        double sum3 = 0;
        int i = 0;
        for (; i + 3 < length; i += 4) {
            sum0 += matrix[a + i] * matrix[b + i];
            sum1 += matrix[a + i + 1] * matrix[b + i + 1];
            sum2 += matrix[a + i + 2] * matrix[b + i + 2];
            sum3 += matrix[a + i + 3] * matrix[b + i + 3];
        }
        for (; i < length; i++) {
            sum0 += matrix[a + i] * matrix[b + i];
        }
        return (sum0 + sum1) + (sum2 + sum3);
    }
}
