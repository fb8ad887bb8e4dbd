// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.sampling;

import org.slf4j.LoggerFactory;

/** The factorisation of a tall matrix into Q·R, Q with orthonormal columns and R upper triangular. */
interface QrFactoriser {

    /**
     * Replaces the matrix by its Q.
     *
     * @param matrix height × width elements, stored column by column
     * @param height rows, at least as many as columns
     * @param width columns
     * @return the diagonal of R, whose signs depend on the implementation
     */
    double[] factorise(double[] matrix, int height, int width);

    /** The fastest implementation there is: LAPACK where OpenBLAS is on the class path and loads, otherwise Java. */
    static QrFactoriser best() {
        return Best.INSTANCE;
    }

    /** The implementation in use, looked for once, when it is first needed. */
    final class Best {

        private static final QrFactoriser INSTANCE = find();

        private Best() {}

        private static QrFactoriser find() {
            try {
                return new LapackQr();
            } catch (LinkageError missing) {
                LoggerFactory.getLogger(QrFactoriser.class)
                        .info(
                                "OpenBLAS is not available ({}); orthogonal weights are factorised in Java",
                                missing.toString());
                return new HouseholderQr();
            }
        }
    }
}
