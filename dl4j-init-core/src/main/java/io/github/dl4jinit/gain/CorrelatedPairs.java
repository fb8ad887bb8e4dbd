// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.gain;

import java.util.Arrays;
import java.util.function.UnaryOperator;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * Expectations over two Gaussian pre-activations u, v of the same standard deviation σ and of correlation c.
 *
 * <p>With independent a, b ~ N(0, 1) and u = σ(αa + βb), v = σ(αa − βb), where α² = (1 + c) / 2 and β² = (1 − c) / 2,
 * the correlation is c. The narrower of the two variables is the outer one (b if c ≥ 0, else a); as a shift δ of the
 * inner one it moves the cuts of φ by ±δ, so that between the moved cuts the inner integrand is smooth for every δ, and
 * the outer one is smooth but where two of them meet.
 */
final class CorrelatedPairs {

    /** In standard deviations: beyond 9 a Gaussian has 10⁻¹⁹ of its mass. */
    private static final double REACH = 9;

    /** Intervals of 2.25 standard deviations at most: 12 points integrate a Gaussian on them to 10⁻¹⁵. */
    private static final int INTERVALS = 8;

    /** An activation function has a few features; if there are more it is noise, and their meetings are too many. */
    private static final int MANY_FEATURES = 32;

    private static final LegendreRule RULE = new LegendreRule(12);

    private final Response response;
    private final Pieces pieces;
    private final double correlation;

    /** The sign of the inner variable within v: u = δ + x, v = sign·(x − δ). */
    private final int sign;

    private final double outerStd;
    private final double innerStd;

    CorrelatedPairs(Response response, Pieces pieces, double std, double correlation) {
        this.response = response;
        this.pieces = pieces;
        this.correlation = correlation;
        this.sign = correlation < 0 ? -1 : 1;
        this.outerStd = std * Math.sqrt((1 - Math.abs(correlation)) / 2);
        this.innerStd = std * Math.sqrt((1 + Math.abs(correlation)) / 2);
    }

    /** E[φ(u)φ(v)]. */
    double product() {
        return expectation(response::mean, (outer, inner) -> 1);
    }

    /** E[φ′(u)φ′(v)]. */
    double slopeProduct() {
        return expectation(x -> response.at(x).slope, (outer, inner) -> 1);
    }

    /**
     * dE[φ(u)φ(v)]/dc by differentiating the Gaussian instead of φ, so that jumps of φ count: that of αa with α² = (1 +
     * c) / 2 gives (a² − 1) / (2(1 + c)), that of βb gives −(b² − 1) / (2(1 − c)). Loses digits as |c| approaches 1.
     */
    double productByCorrelation() {
        double c = Math.abs(correlation);
        return sign
                * expectation(
                        response::mean,
                        (outer, inner) -> (inner * inner - 1) / (2 * (1 + c)) - (outer * outer - 1) / (2 * (1 - c)));
    }

    /** A function of the two standard normal variables. */
    private interface Factor {
        double of(double outer, double inner);
    }

    private double expectation(UnaryOperator<double[]> function, Factor factor) {
        // If c ≥ 0, exchanging u and v changes the sign of the outer variable and nothing else: half of it will do.
        double[] outerCuts =
                Arrays.stream(outerCuts()).filter(cut -> sign < 0 || cut >= 0).toArray();
        double[] outer = RULE.points(outerCuts);
        double[] outerWeights = RULE.weights(outerCuts);
        double[][] inner = new double[outer.length][];
        double[][] innerWeights = new double[outer.length][];
        for (int i = 0; i < outer.length; i++) {
            double[] cuts = innerCuts(outer[i] * outerStd);
            inner[i] = RULE.points(cuts);
            innerWeights[i] = RULE.weights(cuts);
        }
        int count = Arrays.stream(inner).mapToInt(points -> points.length).sum();
        double[] u = new double[count];
        double[] v = new double[count];
        int at = 0;
        for (int i = 0; i < outer.length; i++) {
            for (double z : inner[i]) {
                u[at] = z * innerStd + outer[i] * outerStd;
                v[at] = sign * (z * innerStd - outer[i] * outerStd);
                at++;
            }
        }
        double[] ofU = function.apply(u);
        double[] ofV = function.apply(v);
        double sum = 0;
        at = 0;
        for (int i = 0; i < outer.length; i++) {
            for (int j = 0; j < inner[i].length; j++) {
                double z = inner[i][j];
                double weight = outerWeights[i] * innerWeights[i][j] * Math.exp(-(outer[i] * outer[i] + z * z) / 2);
                sum += weight * factor.of(outer[i], z) * ofU[at] * ofV[at];
                at++;
            }
        }
        return (sign < 0 ? 1 : 2) * sum / (2 * Math.PI);
    }

    /**
     * Of the outer variable: where a feature of φ(u) meets one of φ(v), and where any cut does the origin, for towards
     * the origin φ may become finer from octave to octave.
     */
    private double[] outerCuts() {
        double[] features = pieces.features().length <= MANY_FEATURES ? pieces.features() : new double[0];
        DoubleStream meetings =
                Arrays.stream(features).flatMap(i -> Arrays.stream(features).map(j -> i - sign * j));
        return withGrid(
                DoubleStream.concat(meetings, Arrays.stream(pieces.cuts())).map(distance -> distance / 2 / outerStd));
    }

    /** Of the inner variable, for an outer one of δ: the cuts of φ(u) and those of φ(v). */
    private double[] innerCuts(double shift) {
        return withGrid(Arrays.stream(pieces.cuts())
                .flatMap(cut -> DoubleStream.of((cut - shift) / innerStd, (sign * cut + shift) / innerStd)));
    }

    private static double[] withGrid(DoubleStream cuts) {
        DoubleStream grid = IntStream.rangeClosed(0, INTERVALS).mapToDouble(i -> REACH * (2.0 * i / INTERVALS - 1));
        return DoubleStream.concat(grid, cuts.filter(cut -> Math.abs(cut) < REACH))
                .sorted()
                .distinct()
                .toArray();
    }
}
