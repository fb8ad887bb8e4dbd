// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.benchmarks.statistics;

import org.apache.commons.statistics.distribution.ContinuousDistribution;
import org.hipparchus.analysis.integration.gauss.GaussIntegrator;
import org.hipparchus.analysis.integration.gauss.GaussIntegratorFactory;

/** The mean, variance, third and fourth moment of samples, against those of a distribution of mean 0. */
final class Moments {

    /** The highest moment that is compared. */
    static final int HIGHEST = 4;

    /** Beyond ±14 a normal distribution's eighth moment has 10⁻³³ left. */
    private static final double NORMAL_ENDS = 14;

    /** The integrands are polynomials of degree 8 times a density: on pieces of 0.07 this is exact to rounding. */
    private static final int PIECES = 400;

    private static final GaussIntegrator PIECE = new GaussIntegratorFactory().legendre(12, 0, 1);

    private final ContinuousDistribution distribution;
    private final double[] sums = new double[HIGHEST + 1];
    private long count;

    Moments(ContinuousDistribution distribution) {
        this.distribution = distribution;
    }

    /** Counts samples; sums are made for each call, so that rounding does not add up over a thousand million. */
    void add(double[] samples) {
        double[] own = new double[sums.length];
        for (double x : samples) {
            double power = 1;
            for (int k = 1; k <= HIGHEST; k++) {
                power *= x;
                own[k] += power;
            }
        }
        for (int k = 1; k <= HIGHEST; k++) {
            sums[k] += own[k];
        }
        count += samples.length;
    }

    /** The distance of the mean of xᵏ from E[xᵏ] in standard errors √(Var[xᵏ] / n). */
    double zScore(int k) {
        double expected = expected(k);
        double standardError = Math.sqrt((expected(2 * k) - expected * expected) / count);
        return (sums[k] / count - expected) / standardError;
    }

    private double expected(int k) {
        double end = Math.min(NORMAL_ENDS, distribution.getSupportUpperBound());
        double width = 2 * end / PIECES;
        double sum = 0;
        for (int i = 0; i < PIECES; i++) {
            double from = -end + i * width;
            sum += PIECE.integrate(t -> {
                double x = from + t * width;
                return Math.pow(x, k) * distribution.density(x);
            });
        }
        return sum * width;
    }
}
