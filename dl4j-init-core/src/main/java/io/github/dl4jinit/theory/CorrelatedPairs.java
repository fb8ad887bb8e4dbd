// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.theory;

import java.util.Arrays;
import java.util.Set;
import java.util.function.BinaryOperator;
import java.util.stream.Collectors;
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

    /** How many standard deviations the integrals go out to: beyond 9 a Gaussian has 10⁻¹⁹ of its mass. */
    private static final double REACH = 9;

    /**
     * How many intervals the outer variable has at least: they are 2.25 standard deviations wide at most, on which 12
     * points integrate a Gaussian to 10⁻¹⁵.
     */
    private static final int INTERVALS = 8;

    /** Ten times as much as a bump's share of the mass can make up for. */
    private static final double MUCH_LARGER = 10;

    private static final LegendreRule RULE = new LegendreRule(12);

    /**
     * How many octaves below the standard deviation φ may become finer from one to the next: of what lies further in, a
     * Gaussian has 10⁻¹⁵ of its mass. A double has a thousand octaves, and time grows with their square.
     */
    private static final int OCTAVES = 50;

    private final Response response;
    private final Pieces pieces;
    private final double[] mainCuts;
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
        this.mainCuts = fartherOut(std);
    }

    /** The main cuts, without those of octaves so far in that φ there is no matter of the Gaussian. */
    private double[] fartherOut(double std) {
        double[] all = pieces.mainCuts();
        double least = Math.scalb(std, -OCTAVES);
        if (least <= 1 || isLargestWithin(least, std, all)) {
            return all;
        }
        Set<Double> features = Arrays.stream(pieces.features()).boxed().collect(Collectors.toSet());
        return Arrays.stream(all)
                .filter(cut -> cut == 0 || Math.abs(cut) >= least || features.contains(cut))
                .toArray();
    }

    /** Whether φ is a bump around 0, outside of which it is so small that the bump is what counts. */
    private boolean isLargestWithin(double least, double std, double[] cuts) {
        double inside = largest(Arrays.stream(cuts).filter(cut -> Math.abs(cut) < least));
        double outside = largest(DoubleStream.of(-std, std));
        return inside > MUCH_LARGER * outside;
    }

    private double largest(DoubleStream points) {
        return Arrays.stream(response.mean(points.toArray()))
                .map(Math::abs)
                .max()
                .orElse(0);
    }

    /** E[φ(u)φ(v)]. */
    double product() {
        return expectation((cuts, values) -> values, (outer, inner) -> 1);
    }

    /**
     * E[φ′(u)φ′(v)], the slopes taken from φ: by the inner variable, of which u has a share of innerStd, v of
     * sign·innerStd.
     */
    double slopeProduct() {
        return sign * expectation(RULE::derivative, (outer, inner) -> 1) / (innerStd * innerStd);
    }

    /**
     * dE[φ(u)φ(v)]/dc by differentiating the Gaussian instead of φ, so that jumps of φ count: that of αa with α² = (1 +
     * c) / 2 gives (a² − 1) / (2(1 + c)), that of βb gives −(b² − 1) / (2(1 − c)). Loses digits as |c| approaches 1.
     */
    double productByCorrelation() {
        double c = Math.abs(correlation);
        return sign
                * expectation(
                        (cuts, values) -> values,
                        (outer, inner) -> (inner * inner - 1) / (2 * (1 + c)) - (outer * outer - 1) / (2 * (1 - c)));
    }

    /** A function of the two standard normal variables. */
    private interface Factor {
        double of(double outer, double inner);
    }

    /** Integrates interval after interval of the outer variable, with one call for all inner points of an interval. */
    private double expectation(BinaryOperator<double[]> ofCutsAndValues, Factor factor) {
        // If c ≥ 0, exchanging u and v changes the sign of the outer variable and nothing else: half of it will do.
        double[] outerCuts =
                Arrays.stream(outerCuts()).filter(cut -> sign < 0 || cut >= 0).toArray();
        double sum = 0;
        for (int i = 0; i + 1 < outerCuts.length; i++) {
            sum += interval(Arrays.copyOfRange(outerCuts, i, i + 2), ofCutsAndValues, factor);
        }
        return (sign < 0 ? 1 : 2) * sum / (2 * Math.PI);
    }

    private double interval(double[] outerCuts, BinaryOperator<double[]> ofCutsAndValues, Factor factor) {
        double[] outer = RULE.points(outerCuts);
        double[] outerWeights = RULE.weights(outerCuts);
        double[][] cuts =
                Arrays.stream(outer).mapToObj(z -> innerCuts(z * outerStd)).toArray(double[][]::new);
        double[][] inner = Arrays.stream(cuts).map(RULE::points).toArray(double[][]::new);
        double[] u = new double
                [Arrays.stream(inner).mapToInt(points -> points.length).sum()];
        double[] v = new double[u.length];
        int at = 0;
        for (int i = 0; i < outer.length; i++) {
            for (double z : inner[i]) {
                u[at] = z * innerStd + outer[i] * outerStd;
                v[at] = sign * (z * innerStd - outer[i] * outerStd);
                at++;
            }
        }
        double[] allOfU = response.mean(u);
        double[] allOfV = response.mean(v);
        double sum = 0;
        int from = 0;
        for (int i = 0; i < outer.length; i++) {
            int to = from + inner[i].length;
            double[] ofU = ofCutsAndValues.apply(cuts[i], Arrays.copyOfRange(allOfU, from, to));
            double[] ofV = ofCutsAndValues.apply(cuts[i], Arrays.copyOfRange(allOfV, from, to));
            double[] weights = RULE.weights(cuts[i]);
            for (int j = 0; j < inner[i].length; j++) {
                double z = inner[i][j];
                double density = Math.exp(-(outer[i] * outer[i] + z * z) / 2);
                sum += outerWeights[i] * weights[j] * density * factor.of(outer[i], z) * ofU[j] * ofV[j];
            }
            from = to;
        }
        return sum;
    }

    /**
     * The cuts of the outer variable: where a feature of φ(u) meets one of φ(v), and where any cut meets the origin,
     * because φ may become finer from octave to octave towards the origin.
     */
    private double[] outerCuts() {
        DoubleStream meetings = Arrays.stream(pieces.features())
                .flatMap(i -> Arrays.stream(pieces.features()).map(j -> i - sign * j));
        return withGrid(
                DoubleStream.concat(meetings, Arrays.stream(mainCuts)).map(distance -> distance / 2 / outerStd));
    }

    /** The cuts of the inner variable for an outer one of δ: those of φ(u) and those of φ(v). */
    private double[] innerCuts(double shift) {
        return withGrid(Arrays.stream(mainCuts)
                .flatMap(cut -> DoubleStream.of((cut - shift) / innerStd, (sign * cut + shift) / innerStd)));
    }

    private static double[] withGrid(DoubleStream cuts) {
        DoubleStream grid = IntStream.rangeClosed(0, INTERVALS).mapToDouble(i -> REACH * (2.0 * i / INTERVALS - 1));
        return DoubleStream.concat(grid, cuts.filter(cut -> Math.abs(cut) < REACH))
                .map(cut -> cut + 0.0) // −0 is not distinct from 0
                .sorted()
                .distinct()
                .toArray();
    }
}
