// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.sampling;

import static org.bytedeco.openblas.global.openblas.LAPACKE_dgeqrf;
import static org.bytedeco.openblas.global.openblas.LAPACKE_dorgqr;
import static org.bytedeco.openblas.global.openblas.LAPACK_COL_MAJOR;

import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.openblas.global.openblas;

/** QR by LAPACK's blocked Householder reflections, from the OpenBLAS that ND4J's CPU backend brings. */
final class LapackQr implements QrFactoriser {

    /**
     * Loads OpenBLAS.
     *
     * @throws LinkageError if it is not on the class path or does not load
     */
    LapackQr() {
        Loader.load(openblas.class);
    }

    @Override
    public TallMatrix allocate(int height, int width) {
        return new NativeMatrix(height, width);
    }

    /** A matrix outside the heap: a Java array would be copied there and back by each of LAPACK's two routines. */
    private static final class NativeMatrix implements TallMatrix {

        private final int height;
        private final int width;
        private final DoublePointer elements;

        NativeMatrix(int height, int width) {
            this.height = height;
            this.width = width;
            this.elements = new DoublePointer((long) height * width);
        }

        @Override
        public void write(double[] values, long start, int count) {
            new DoublePointer(elements).position(start).put(values, 0, count);
        }

        @Override
        public void read(double[] values, long start, int count) {
            new DoublePointer(elements).position(start).get(values, 0, count);
        }

        @Override
        public double get(long index) {
            return elements.get(index);
        }

        @Override
        public double[] factorise() {
            return LapackQr.factorise(elements, height, width);
        }

        @Override
        public void close() {
            elements.close();
        }
    }

    private static double[] factorise(DoublePointer matrix, int height, int width) {
        try (DoublePointer tau = new DoublePointer(width)) {
            requireSuccess("dgeqrf", LAPACKE_dgeqrf(LAPACK_COL_MAJOR, height, width, matrix, height, tau));
            double[] diagonalOfR = new double[width];
            for (int i = 0; i < width; i++) {
                diagonalOfR[i] = matrix.get((long) i * height + i);
            }
            requireSuccess("dorgqr", LAPACKE_dorgqr(LAPACK_COL_MAJOR, height, width, width, matrix, height, tau));
            return diagonalOfR;
        }
    }

    private static void requireSuccess(String routine, int info) {
        if (info != 0) {
            throw new IllegalStateException("LAPACK's " + routine + " failed with info = " + info);
        }
    }
}
