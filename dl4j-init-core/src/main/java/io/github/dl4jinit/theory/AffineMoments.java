// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.theory;

import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/** Gaussian expectations of ψ(z) = φ(a·z + b) and its derivatives, for a smooth φ, one a, one b, and z ~ N(0, 1). */
final class AffineMoments {

    /** How many standard deviations the integrals go out to: beyond 9 a Gaussian has 10⁻¹⁹ of its mass. */
    private static final int REACH = 9;

    /** On an interval of one standard deviation 16 points integrate a Gaussian to 10⁻¹⁵. */
    private static final LegendreRule RULE = new LegendreRule(16);

    /** E[ψ]. */
    final double mean;
    /** Var ψ. */
    final double variance;
    /** E[ψ′²]. */
    final double slopeSquare;
    /** E[ψ″²]. */
    final double curvatureSquare;
    /** E[ψ″] = E[z·ψ′]. */
    final double meanCurvature;
    /** E[z·(ψ − E[ψ])·ψ′]. */
    final double drift;

    private AffineMoments(double[] z, double[] weights, double[] value, double[] slope, double[] curvature) {
        double sum = 0;
        for (int i = 0; i < z.length; i++) {
            sum += weights[i] * value[i];
        }
        double[] sums = new double[5];
        for (int i = 0; i < z.length; i++) {
            double centred = value[i] - sum;
            sums[0] += weights[i] * centred * centred;
            sums[1] += weights[i] * slope[i] * slope[i];
            sums[2] += weights[i] * curvature[i] * curvature[i];
            sums[3] += weights[i] * z[i] * slope[i];
            sums[4] += weights[i] * z[i] * centred * slope[i];
        }
        this.mean = sum;
        this.variance = sums[0];
        this.slopeSquare = sums[1];
        this.curvatureSquare = sums[2];
        this.meanCurvature = sums[3];
        this.drift = sums[4];
    }

    /** C″(1) of the function that is tailored with this a and b: E[ψ″²] / E[ψ′²]. */
    double curvature() {
        return curvatureSquare / slopeSquare;
    }

    /** Makes the expectations of one φ. */
    static final class Source {

        /** 2⁶ is beyond the largest b and {@link #REACH} times the largest a. */
        private static final int EXPONENT = 6;

        private final Response response;
        private final double[] cuts;

        Source(Expectations expectations) {
            this.response = expectations.response();
            this.cuts = expectations.cuts(EXPONENT);
        }

        AffineMoments at(double a, double b) {
            // In units of z, where φ is cut: a kink of φ′ must not lie within an interval.
            double[] intervals = DoubleStream.concat(
                            IntStream.rangeClosed(-REACH, REACH).asDoubleStream(),
                            DoubleStream.of(cuts).map(x -> (x - b) / a).filter(z -> Math.abs(z) < REACH))
                    .sorted()
                    .distinct()
                    .toArray();
            double[] z = RULE.points(intervals);
            double[] weights = RULE.weights(intervals);
            double[] x = new double[z.length];
            for (int i = 0; i < z.length; i++) {
                weights[i] *= Math.exp(-z[i] * z[i] / 2) / Math.sqrt(2 * Math.PI);
                x[i] = a * z[i] + b;
            }
            Response.Values values = response.at(x);
            double[] slope = DoubleStream.of(values.slope).map(s -> a * s).toArray();
            return new AffineMoments(z, weights, values.mean, slope, RULE.derivative(intervals, slope));
        }
    }
}
