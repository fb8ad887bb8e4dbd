// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.theory;

import java.util.function.IntToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * The response of an activation function at the points where its Gaussian expectations are computed, for all standard
 * deviations between a power of two and the next: with it an expectation is a sum without a call of the activation.
 */
final class GaussianTable {

    /**
     * How many standard deviations a table reaches. Beyond 13 a Gaussian has 10⁻³⁸ of its mass: what an activation does
     * there counts for nothing, even if it is zero up to 6.
     */
    private static final int REACH = 13;

    /**
     * The exponent of how far a table of unit 1 reaches: a table of unit 2^k needs pieces up to 2^(k + 5) ≥ 2 · 13 ·
     * 2^k.
     */
    static final int REACH_EXPONENT = 5;

    private static final LegendreRule RULE = new LegendreRule(16);

    private final double[] cuts;
    private final double[] points;
    private final double[] weights;
    private final Response.Values values;

    /** A table for standard deviations from {@code unit} to 2·{@code unit}. */
    GaussianTable(Response response, Pieces pieces, double unit) {
        // Two units are one or two standard deviations: on such an interval 16 points integrate a Gaussian to 10⁻¹⁵.
        this.cuts = DoubleStream.concat(
                        IntStream.rangeClosed(-REACH, REACH).mapToDouble(i -> 2 * i * unit),
                        DoubleStream.of(pieces.cuts()).filter(cut -> Math.abs(cut) < 2 * REACH * unit))
                .sorted()
                .distinct()
                .toArray();
        this.points = RULE.points(cuts);
        this.weights = RULE.weights(cuts);
        this.values = response.at(points);
    }

    double mean(double std) {
        return expectation(i -> values.mean[i], std);
    }

    double square(double std) {
        return expectation(i -> values.square[i], std);
    }

    double slopeSquare(double std) {
        return expectation(i -> values.slopeSquare[i], std);
    }

    /** E[(φ′(u)²)²], where a random φ has the mean of φ′² over its own randomness. */
    double slopeFourthPower(double std) {
        return expectation(i -> values.slopeSquare[i] * values.slopeSquare[i], std);
    }

    /** E[φ(u)φ(u)], where a random φ is drawn twice. */
    double squareOfMean(double std) {
        return expectation(i -> values.mean[i] * values.mean[i], std);
    }

    /** E[(dφ/du)²], the slope taken from φ itself, which need not be what the object says. */
    double squareOfSlope(double std) {
        double[] slopes = RULE.derivative(cuts, values.mean);
        return expectation(i -> slopes[i] * slopes[i], std);
    }

    /** E[(dφ′/du)²] for a φ without jumps and kinks. */
    double squareOfCurvature(double std) {
        double[] curvatures = RULE.derivative(cuts, values.slope);
        return expectation(i -> curvatures[i] * curvatures[i], std);
    }

    /**
     * dE[φ(σz)²]/dσ² = E[φ(σz)² (z² − 1)] / (2σ²), by differentiating the Gaussian instead of φ, so that jumps of φ
     * count.
     */
    double squareByVariance(double std) {
        double variance = std * std;
        return expectation(i -> values.square[i] * (points[i] * points[i] / variance - 1), std) / (2 * variance);
    }

    private double expectation(IntToDoubleFunction function, double std) {
        double sum = 0;
        for (int i = 0; i < points.length; i++) {
            double z = points[i] / std;
            double density = Math.exp(-z * z / 2);
            if (density > 0) { // an infinite square far out has no weight, not the weight NaN
                sum += weights[i] / std * density * function.applyAsDouble(i);
            }
        }
        return sum / Math.sqrt(2 * Math.PI);
    }
}
