// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.benchmarks.statistics;

/** How often a correct sampler, of which many samples were drawn, has a statistic as large as this. */
final class PValues {

    private PValues() {}

    /** P(√n·D > x) = 2 Σ (−1)ᵏ⁻¹ exp(−2k²x²), Kolmogorov's limit. */
    static double kolmogorovSmirnov(double x) {
        if (x < 0.2) {
            return 1; // 1 − 10⁻¹² and more, where the series converges slowly
        }
        double sum = 0;
        for (int k = 1; k <= 100; k++) {
            sum += (k % 2 == 1 ? 2 : -2) * Math.exp(-2 * k * k * x * x);
        }
        return Math.min(1, Math.max(0, sum));
    }

    /**
     * P(A² > z) in the limit of many samples, to six digits.
     *
     * <p>Marsaglia and Marsaglia, Evaluating the Anderson–Darling distribution, Journal of Statistical Software 9 (2),
     * 2004, equations for adinf.
     */
    static double andersonDarling(double z) {
        return 1
                - (z < 2
                        ? Math.exp(-1.2337141 / z) / Math.sqrt(z) * small(z)
                        : Math.exp(-Math.exp(1.0776 - large(z) * z)));
    }

    private static double small(double z) {
        return 2.00012 + (0.247105 - (0.0649821 - (0.0347962 - (0.0116720 - 0.00168691 * z) * z) * z) * z) * z;
    }

    private static double large(double z) {
        return 2.30695 - (0.43424 - (0.082433 - (0.008056 - 0.0003146 * z) * z) * z) * z;
    }
}
