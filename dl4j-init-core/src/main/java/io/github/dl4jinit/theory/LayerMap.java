// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.theory;

import io.github.dl4jinit.internal.Check;
import java.util.OptionalDouble;
import java.util.function.DoubleUnaryOperator;
import org.hipparchus.analysis.solvers.BracketingNthOrderBrentSolver;

/**
 * What one layer of a wide random network does to the variance q of its pre-activations, to the correlation c of two
 * inputs' pre-activations, and to gradients; and what follows from it over many layers. Weights are independent with
 * mean 0 and variance σ_w² / n_in, biases with mean 0 and variance σ_b².
 *
 * <p>The maps are exact for infinite width. A network of width n scatters about them: with ReLU its log-variance by
 * √(5L / n) after L layers, with a stable fixed point by no more at any depth than after a few.
 *
 * <p>All methods throw an {@link IllegalArgumentException} that names the argument if σ_w² is not positive and finite,
 * σ_b² negative or not finite, q not positive (or 0, where it has a limit) and finite, or c not from −1 to 1. Instances
 * are safe for use by several threads; the activation object is called by one at a time.
 *
 * @see <a href="https://arxiv.org/abs/1606.05340">Poole, Lahiri, Raghu, Sohl-Dickstein, Ganguli: Exponential
 *     expressivity in deep neural networks through transient chaos, 2016, sections 2 and 3</a>
 */
public abstract class LayerMap {

    /** Where the search for a fixed point starts: standardised inputs. */
    static final double START_VARIANCE = 1.0;

    /** A thousand times the deepest networks that anybody trained; their variances take some seconds. */
    private static final int MOST_LAYERS = 1_000_000;

    /** The correlations just below 1 by which a fixed one below 1 is told from 1. */
    private static final double[] BELOW_ONE = {1 - 1e-6, 1 - 1e-8};

    /** Ten times the error of a correlation. */
    private static final double SAME_CORRELATION = 1e-12;

    LayerMap() {}

    /** The length map: the variance of the next layer's pre-activations. */
    public abstract double nextVariance(double q, double sigmaW2, double sigmaB2);

    /** The derivative of the length map by q. */
    public abstract double varianceSlope(double q, double sigmaW2);

    /**
     * χ: what one layer multiplies the mean square of a gradient by on its way back (for layers of equal width; in
     * general, times n_out / n_in).
     */
    public abstract double chi(double q, double sigmaW2);

    /** The correlation map: the correlation of the next layer's pre-activations of two inputs. */
    public abstract double nextCorrelation(double c, double q, double sigmaW2, double sigmaB2);

    /**
     * The derivative of the correlation map by c. At c = 1 and a fixed point q* it is χ₁, if φ′ is what the activation
     * object says it is; infinite there if φ jumps.
     */
    public abstract double correlationSlope(double c, double q, double sigmaW2, double sigmaB2);

    /**
     * The second derivative of the correlation map by c at c = 1, by which two inputs that are nearly alike become more
     * alike in a layer; infinite if φ has a kink or a jump. Accurate to 10⁻⁷ of its size if φ″ jumps, as of ELU.
     */
    public abstract double correlationCurvature(double q, double sigmaW2, double sigmaB2);

    /** Where an input of variance 1 ends: {@link #fixedPoint(double, double, double)} from 1. */
    public final FixedPoint fixedPoint(double sigmaW2, double sigmaB2) {
        return fixedPoint(sigmaW2, sigmaB2, START_VARIANCE);
    }

    /**
     * Where the variance of pre-activations ends that is {@code start} in the first layer. A variance that grows beyond
     * 10¹⁶ counts as divergent, one that falls below 10⁻¹⁶ as 0 (unless biases keep it up). Assumes, as holds for the
     * usual activation functions, that a layer makes a larger variance of a larger one.
     */
    public final FixedPoint fixedPoint(double sigmaW2, double sigmaB2, double start) {
        checkVariances(sigmaW2, sigmaB2);
        Check.positiveFinite("start", start);
        DoubleUnaryOperator change = q -> nextVariance(q, sigmaW2, sigmaB2) / q - 1;
        int direction = VarianceSearch.sign(change.applyAsDouble(start));
        if (direction == 0) {
            boolean everywhere = VarianceSearch.sign(change.applyAsDouble(start / 4)) == 0
                    && VarianceSearch.sign(change.applyAsDouble(Math.min(start * 4, Double.MAX_VALUE))) == 0;
            return everywhere ? new FixedPoint(FixedPoint.Kind.NEUTRAL, start, 1, 1) : at(start, sigmaW2);
        }
        double floor = nextVarianceOfNothing(sigmaW2, sigmaB2);
        double smallest = floor == 0
                ? VarianceSearch.SMALLEST
                : Math.max(Double.MIN_NORMAL, Math.min(VarianceSearch.SMALLEST, floor / 4));
        // Nothing new happens among variances that count as 0 or as infinite, though there are a thousand octaves.
        double from = Math.max(smallest, Math.min(start, VarianceSearch.LARGEST));
        OptionalDouble root = from != start && VarianceSearch.sign(change.applyAsDouble(from)) != direction
                ? OptionalDouble.empty()
                : VarianceSearch.firstFixedPoint(change, from, direction > 0 ? VarianceSearch.LARGEST : smallest);
        if (root.isPresent()) {
            return at(root.getAsDouble(), sigmaW2);
        }
        return direction > 0 ? divergent(sigmaW2, sigmaB2) : vanishing(sigmaW2, sigmaB2);
    }

    /**
     * c*: the correlation that two different inputs approach, at pre-activations of variance q. Below 1 they stay apart
     * (chaos, or a random activation); at 1 the network forgets how they differed.
     */
    public final double fixedCorrelation(double q, double sigmaW2, double sigmaB2) {
        // On [0, 1] the map is a power series without negative coefficients, so it is convex and meets the diagonal at
        // most once below 1: if it is below the diagonal just below 1, and only then.
        for (double below : BELOW_ONE) {
            if (nextCorrelation(below, q, sigmaW2, sigmaB2) - below < -SAME_CORRELATION) {
                if (nextCorrelation(0, q, sigmaW2, sigmaB2) < SAME_CORRELATION) {
                    return 0;
                }
                return new BracketingNthOrderBrentSolver(SAME_CORRELATION, SAME_CORRELATION, SAME_CORRELATION, 5)
                        .solve(100, c -> nextCorrelation(c, q, sigmaW2, sigmaB2) - c, 0, below);
            }
        }
        return 1;
    }

    /** Over how many layers variance, correlation and gradient change by a factor of e, near their fixed points. */
    public final DepthScale depthScale(double sigmaW2, double sigmaB2) {
        FixedPoint point = fixedPoint(sigmaW2, sigmaB2);
        if (Double.isInfinite(point.growthPerLayer())) {
            return DepthScale.NONE;
        }
        double q = Math.max(VarianceSearch.SMALLEST, Math.min(point.q(), VarianceSearch.LARGEST));
        double c = fixedCorrelation(q, sigmaW2, sigmaB2);
        return DepthScale.ofMultipliers(point.slope(), correlationSlope(c, q, sigmaW2, sigmaB2), chi(q, sigmaW2));
    }

    /**
     * The variances layer by layer.
     *
     * @param start the first layer's
     * @param depth how many further layers, 0 to {@value #MOST_LAYERS}
     * @return {@code depth} + 1 variances, {@code start} the first; infinite from where a double cannot hold them
     * @throws IllegalArgumentException if an argument is out of its range
     */
    public final double[] variances(double start, double sigmaW2, double sigmaB2, int depth) {
        checkVariances(sigmaW2, sigmaB2);
        Check.nonNegativeFinite("start", start);
        Check.inRange("depth", depth, 0, MOST_LAYERS);
        double[] variances = new double[depth + 1];
        variances[0] = start;
        for (int layer = 1; layer <= depth; layer++) {
            double q = variances[layer - 1];
            variances[layer] = Double.isInfinite(q) ? q : nextVariance(q, sigmaW2, sigmaB2);
        }
        return variances;
    }

    /**
     * What {@code depth} layers multiply the mean square of a gradient by on its way back: the product of χ over their
     * variances.
     *
     * @param start the variance of the first layer's pre-activations
     * @param depth how many layers, 0 to {@value #MOST_LAYERS}
     * @throws IllegalArgumentException if an argument is out of its range
     */
    public final double gradientGrowth(double start, double sigmaW2, double sigmaB2, int depth) {
        double[] variances = variances(start, sigmaW2, sigmaB2, depth);
        double growth = 1;
        for (int layer = 0; layer < depth; layer++) {
            growth *= chi(Math.min(variances[layer], VarianceSearch.LARGEST), sigmaW2);
        }
        return growth;
    }

    /** The variance after a layer whose input is zero. */
    abstract double nextVarianceOfNothing(double sigmaW2, double sigmaB2);

    static void checkVariances(double sigmaW2, double sigmaB2) {
        Check.positiveFinite("sigmaW2", sigmaW2);
        Check.nonNegativeFinite("sigmaB2", sigmaB2);
    }

    static void checkCorrelation(double c) {
        Check.require(c >= -1 && c <= 1, "c", "from -1 to 1", c);
    }

    private FixedPoint at(double q, double sigmaW2) {
        double slope = varianceSlope(q, sigmaW2);
        return new FixedPoint(isStable(slope) ? FixedPoint.Kind.STABLE : FixedPoint.Kind.UNSTABLE, q, slope, 1);
    }

    static boolean isStable(double varianceSlope) {
        return Math.abs(varianceSlope) <= 1 + VarianceSearch.UNCHANGED;
    }

    private FixedPoint vanishing(double sigmaW2, double sigmaB2) {
        double growth = nextVariance(VarianceSearch.SMALLEST, sigmaW2, sigmaB2) / VarianceSearch.SMALLEST;
        return new FixedPoint(FixedPoint.Kind.STABLE, 0, growth, growth);
    }

    private FixedPoint divergent(double sigmaW2, double sigmaB2) {
        double growth = nextVariance(VarianceSearch.LARGEST, sigmaW2, sigmaB2) / VarianceSearch.LARGEST;
        double earlier = VarianceSearch.LARGEST / 1e4;
        // A rate that still rises by half over four orders of magnitude has no limit.
        boolean faster = growth > 1.5 * nextVariance(earlier, sigmaW2, sigmaB2) / earlier;
        double rate = faster ? Double.POSITIVE_INFINITY : growth;
        return new FixedPoint(FixedPoint.Kind.DIVERGENT, Double.POSITIVE_INFINITY, rate, rate);
    }
}
