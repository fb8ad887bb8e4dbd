// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.gain;

import org.hipparchus.analysis.integration.gauss.GaussIntegrator;
import org.hipparchus.analysis.integration.gauss.GaussIntegratorFactory;

/** Gauss–Legendre quadrature of n points, exact for polynomials of degree 2n − 1, laid onto intervals. */
final class LegendreRule {

    private final double[] points;
    private final double[] weights;

    LegendreRule(int size) {
        GaussIntegrator rule = new GaussIntegratorFactory().legendre(size);
        this.points = new double[size];
        this.weights = new double[size];
        for (int i = 0; i < size; i++) {
            points[i] = rule.getPoint(i);
            weights[i] = rule.getWeight(i);
        }
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
}
