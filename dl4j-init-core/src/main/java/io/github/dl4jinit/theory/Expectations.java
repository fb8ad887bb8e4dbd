// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.theory;

import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.IntStream;

/**
 * Gaussian expectations of an activation function φ, accurate to about 10⁻¹² of their size: over u ~ N(0, q), and over
 * pairs u, v ~ N(0, q) of correlation c. Safe for use by several threads.
 */
final class Expectations {

    /**
     * The correlation from which Price's theorem is used. Up to it differentiating the Gaussian, which knows jumps, is
     * exact to 10⁻¹⁰.
     */
    private static final double PRICE_FROM = 0.999;

    /** Points on both sides of a cut, near enough for a smooth φ to be straight, and far enough for its rounding. */
    private static final double[] NEAR = {-2e-6, -1e-6, 1e-6, 2e-6};

    /** The difference of slopes of a kink: of a smooth φ it is 3·10⁻⁶ times its curvature. */
    private static final double KINK = 1e-3;

    private final Response response;
    private final Map<Integer, Pieces> pieces = new ConcurrentHashMap<>();
    private final Map<Integer, GaussianTable> tables = new ConcurrentHashMap<>();

    Expectations(Response response) {
        this.response = response;
    }

    String name() {
        return response.name();
    }

    /** E[φ(u)]. */
    double mean(double q) {
        return q == 0 ? atZero(values -> values.mean) : table(q).mean(Math.sqrt(q));
    }

    /** E[φ(u)²]. */
    double square(double q) {
        return q == 0 ? atZero(values -> values.square) : table(q).square(Math.sqrt(q));
    }

    /** E[φ′(u)²]. */
    double slopeSquare(double q) {
        return q == 0 ? atZero(values -> values.slopeSquare) : table(q).slopeSquare(Math.sqrt(q));
    }

    /** E[φ′(u)⁴]; of a random φ, the mean square of φ′² as it is over its own randomness. */
    double slopeFourthPower(double q) {
        return q == 0 ? atZero(values -> squares(values.slopeSquare)) : table(q).slopeFourthPower(Math.sqrt(q));
    }

    private static double[] squares(double[] values) {
        return Arrays.stream(values).map(value -> value * value).toArray();
    }

    /** d E[φ(u)²] / dq. */
    double squareByVariance(double q) {
        return table(q).squareByVariance(Math.sqrt(q));
    }

    /** E[φ(u)·φ(v)], u and v of variance q and correlation c; a random φ is drawn for each of them. */
    double product(double q, double c) {
        return c == 1 ? table(q).squareOfMean(Math.sqrt(q)) : pairs(q, c).product();
    }

    /**
     * d E[φ(u)·φ(v)] / dc, infinite at |c| = 1 if φ jumps. Near there it is E[φ′(u)·φ′(v)]·q (Price's theorem) for a φ
     * without jumps, with the slope of φ itself.
     */
    double productByCorrelation(double q, double c) {
        double std = Math.sqrt(q);
        boolean jumps = piecesFor(Math.getExponent(std)).jumps();
        if (Math.abs(c) == 1 && jumps) {
            return Double.POSITIVE_INFINITY;
        }
        if (Math.abs(c) < PRICE_FROM || jumps) {
            return pairs(q, c).productByCorrelation();
        }
        return q * (c == 1 ? table(q).squareOfSlope(std) : pairs(q, c).slopeProduct());
    }

    /** d² E[φ(u)·φ(v)] / dc² at c = 1: E[φ″(u)²]·q², infinite if φ has a kink or a jump. */
    double productCurvatureAtOne(double q) {
        return isSmooth(q) ? q * q * table(q).squareOfCurvature(Math.sqrt(q)) : Double.POSITIVE_INFINITY;
    }

    /** Whether φ has neither jumps nor kinks where pre-activations of that variance are. */
    boolean isSmooth(double q) {
        Pieces near = piecesFor(Math.getExponent(Math.sqrt(q)));
        return !near.jumps() && !near.bends() && !bendsUnseen(near.cuts());
    }

    /**
     * Whether φ itself has a kink that the slope of the object does not show: DL4J's of elu(0.5) is 1 on both sides of
     * 0.
     */
    private boolean bendsUnseen(double[] cuts) {
        double[][] values = new double[4][];
        for (int i = 0; i < values.length; i++) {
            double step = NEAR[i];
            values[i] = response.mean(Arrays.stream(cuts).map(x -> x + step).toArray());
        }
        return IntStream.range(0, cuts.length).anyMatch(i -> {
            double left = (values[1][i] - values[0][i]) / (NEAR[1] - NEAR[0]);
            double right = (values[3][i] - values[2][i]) / (NEAR[3] - NEAR[2]);
            return Math.abs(right - left) > KINK * Math.max(1, Math.abs(left));
        });
    }

    /** Where φ is cut into smooth pieces, from −2^{@code exponent} to 2^{@code exponent}. */
    double[] cuts(int exponent) {
        return piecesFor(exponent - GaussianTable.REACH_EXPONENT).cuts();
    }

    Response response() {
        return response;
    }

    private CorrelatedPairs pairs(double q, double c) {
        double std = Math.sqrt(q);
        return new CorrelatedPairs(response, piecesFor(Math.getExponent(std)), std, c);
    }

    private GaussianTable table(double q) {
        return tables.computeIfAbsent(
                Math.getExponent(Math.sqrt(q)),
                exponent -> new GaussianTable(response, piecesFor(exponent), Math.scalb(1.0, exponent)));
    }

    /** The pieces as far as tables of that exponent reach; all variances below 4 share one. */
    private Pieces piecesFor(int exponent) {
        return pieces.computeIfAbsent(
                Math.max(0, exponent) + GaussianTable.REACH_EXPONENT, k -> new Pieces(response, k));
    }

    /** The mean of a column on both sides of 0, which may be a kink. */
    private double atZero(Function<Response.Values, double[]> column) {
        double[] sides = column.apply(response.at(new double[] {-Double.MIN_NORMAL, Double.MIN_NORMAL}));
        return (sides[0] + sides[1]) / 2;
    }
}
