// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.sampling;

import static org.bytedeco.openblas.global.openblas.LAPACKE_dgeqrf;
import static org.bytedeco.openblas.global.openblas.LAPACKE_dorgqr;
import static org.bytedeco.openblas.global.openblas.LAPACK_COL_MAJOR;

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
    public double[] factorise(double[] matrix, int height, int width) {
        double[] tau = new double[width];
        requireSuccess("dgeqrf", LAPACKE_dgeqrf(LAPACK_COL_MAJOR, height, width, matrix, height, tau));
        double[] diagonalOfR = new double[width];
        for (int i = 0; i < width; i++) {
            diagonalOfR[i] = matrix[i * height + i];
        }
        requireSuccess("dorgqr", LAPACKE_dorgqr(LAPACK_COL_MAJOR, height, width, width, matrix, height, tau));
        return diagonalOfR;
    }

    private static void requireSuccess(String routine, int info) {
        if (info != 0) {
            throw new IllegalStateException("LAPACK's " + routine + " failed with info = " + info);
        }
    }
}
