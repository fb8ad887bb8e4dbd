// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.theory;

import org.hipparchus.analysis.integration.gauss.GaussIntegrator;
import org.hipparchus.analysis.integration.gauss.GaussIntegratorFactory;

/**
 * Gauss–Legendre quadrature of n points, exact for polynomials of degree 2n − 1, laid onto intervals; and the
 * derivative of the polynomial of degree n − 1 through values at its points.
 *
 * @see <a href="https://doi.org/10.1137/S0036144502417715">Berrut, Trefethen: Barycentric Lagrange Interpolation, 2004,
 *     section 9.3</a>
 */
final class LegendreRule {

    private final double[] points;
    private final double[] weights;
    /** Row i times the values is the derivative at point i, on [−1, 1]. */
    private final double[][] differentiation;

    LegendreRule(int size) {
        GaussIntegrator rule = new GaussIntegratorFactory().legendre(size);
        this.points = new double[size];
        this.weights = new double[size];
        for (int i = 0; i < size; i++) {
            points[i] = rule.getPoint(i);
            weights[i] = rule.getWeight(i);
        }
        this.differentiation = differentiation(points);
    }

    private static double[][] differentiation(double[] points) {
        int size = points.length;
        double[] barycentric = new double[size];
        for (int i = 0; i < size; i++) {
            double product = 1;
            for (int j = 0; j < size; j++) {
                product *= i == j ? 1 : points[i] - points[j];
            }
            barycentric[i] = 1 / product;
        }
        double[][] matrix = new double[size][size];
        for (int i = 0; i < size; i++) {
            for (int j = 0; j < size; j++) {
                if (i != j) {
                    matrix[i][j] = barycentric[j] / barycentric[i] / (points[i] - points[j]);
                    matrix[i][i] -= matrix[i][j]; // a constant has the derivative 0
                }
            }
        }
        return matrix;
    }

    int size() {
        return points.length;
    }

    /** Writes the points for the interval into {@code into} from {@code at} on. */
    void points(double from, double to, double[] into, int at) {
        for (int i = 0; i < points.length; i++) {
            into[at + i] = (from + to) / 2 + (to - from) / 2 * points[i];
        }
    }

    /** Writes the weights for the interval into {@code into} from {@code at} on. */
    void weights(double from, double to, double[] into, int at) {
        for (int i = 0; i < weights.length; i++) {
            into[at + i] = (to - from) / 2 * weights[i];
        }
    }

    /** The points for all intervals between neighbouring cuts. */
    double[] points(double[] cuts) {
        double[] all = new double[size() * (cuts.length - 1)];
        for (int i = 0; i + 1 < cuts.length; i++) {
            points(cuts[i], cuts[i + 1], all, i * size());
        }
        return all;
    }

    /** The weights that go with {@link #points(double[])}. */
    double[] weights(double[] cuts) {
        double[] all = new double[size() * (cuts.length - 1)];
        for (int i = 0; i + 1 < cuts.length; i++) {
            weights(cuts[i], cuts[i + 1], all, i * size());
        }
        return all;
    }

    /**
     * The integral over an interval of a function whose values at its points stand in {@code values} from {@code at}
     * on.
     */
    double integral(double from, double to, double[] values, int at) {
        double sum = 0;
        for (int i = 0; i < weights.length; i++) {
            sum += weights[i] * values[at + i];
        }
        return (to - from) / 2 * sum;
    }

    /** The derivative of a function whose values at {@link #points(double[])} are given, at the same points. */
    double[] derivative(double[] cuts, double[] values) {
        double[] derivative = new double[values.length];
        for (int at = 0; at < values.length; at++) {
            int interval = at / size();
            double sum = 0;
            for (int j = 0; j < size(); j++) {
                sum += differentiation[at % size()][j] * values[interval * size() + j];
            }
            derivative[at] = sum * 2 / (cuts[interval + 1] - cuts[interval]);
        }
        return derivative;
    }
}
