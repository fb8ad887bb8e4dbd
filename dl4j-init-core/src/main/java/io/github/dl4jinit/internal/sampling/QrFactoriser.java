// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.sampling;

import org.slf4j.LoggerFactory;

/** A way to factorise a tall matrix into Q·R, Q with orthonormal columns and R upper triangular. */
interface QrFactoriser {

    /** A matrix in memory that this factoriser can work on, of arbitrary elements; {@code height} ≥ {@code width}. */
    TallMatrix allocate(int height, int width);

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
