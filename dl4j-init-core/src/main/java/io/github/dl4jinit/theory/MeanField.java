// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.theory;

import io.github.dl4jinit.internal.Check;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import org.nd4j.linalg.activations.IActivation;

/**
 * The mean-field theory of plain layers h′ = W·φ(h) + b for one activation function φ, with z ~ N(0, 1):
 *
 * <pre>
 * length map        q′ = σ_w² E[φ(√q z)²] + σ_b²
 * gradient          χ  = σ_w² E[φ′(√q z)²]
 * correlation map   c′ = (σ_w² E[φ(u) φ(v)] + σ_b²) / q′,   u, v ~ N(0, q) of correlation c
 * </pre>
 *
 * <p>Everything comes from the activation object, by its own forward pass in training and its own derivative, to about
 * 10⁻¹² of its size; a user's own class needs no registration. The object is asked when a number is first needed, and
 * its answers are kept, so do not change it afterwards. Any number of threads may use one theory, and make several of
 * one object, which is called by one of them at a time.
 *
 * <p>RReLU counts with the expectation over its random slopes, drawn anew for each input, so that two equal inputs do
 * not stay equal. (DL4J 1.0.0-M2.1 does not differentiate RReLU: in training its gradient passes unchanged, so that
 * real gradients are multiplied by σ_w² a layer.) Where φ jumps, as THRESHOLDEDRELU does, χ leaves out the jump, as the
 * gradient of a network does.
 *
 * @see <a href="https://arxiv.org/abs/1611.01232">Schoenholz, Gilmer, Ganguli, Sohl-Dickstein: Deep Information
 *     Propagation, 2017, eqs. 3 to 10</a>
 */
public final class MeanField extends LayerMap {

    /** A pre-activation so small that φ is nearly straight, and so large that its curvature is more than rounding. */
    private static final double NEAR_ZERO = 1e-6;

    /** More than a picture can show; they take some seconds. */
    private static final int MOST_POINTS = 10_000;

    private final Expectations expectations;

    private MeanField(Expectations expectations) {
        this.expectations = expectations;
    }

    /**
     * The theory of one activation function.
     *
     * @throws IllegalArgumentException if it is not element-wise (softmax), has parameters of its own (PReLU), is
     *     random (but for RReLU), or it or its derivative is not finite between −32 and 32
     */
    public static MeanField of(IActivation activation) {
        return new MeanField(new Expectations(Responses.of(activation)));
    }

    /**
     * The theory of the same activation function with a skip connection around each layer: h′ = h + α·(W·φ(h) + b).
     *
     * @throws IllegalArgumentException if α is not positive and finite
     */
    public ResidualMeanField residual(double alpha) {
        return new ResidualMeanField(this, Check.positiveFinite("alpha", alpha));
    }

    /** The mean of activations, E[φ(√q z)], where pre-activations have the variance q, zero or more. */
    public double mean(double q) {
        return expectations.mean(Check.nonNegativeFinite("q", q));
    }

    /** The mean square of activations, E[φ(√q z)²], where pre-activations have the variance q, zero or more. */
    public double secondMoment(double q) {
        return expectations.square(Check.nonNegativeFinite("q", q));
    }

    /** The mean square of the slope, E[φ′(√q z)²], where pre-activations have the variance q, zero or more. */
    public double derivativeSecondMoment(double q) {
        return expectations.slopeSquare(Check.nonNegativeFinite("q", q));
    }

    /**
     * The mean fourth power of the slope, E[φ′(√q z)⁴], where pre-activations have the variance q, zero or more. It
     * says how unevenly φ stretches: E[φ′⁴] / E[φ′²]² − 1 is what a layer adds to the spread of the squared singular
     * values of a network's Jacobian.
     *
     * @see <a href="https://arxiv.org/abs/1711.04735">Pennington, Schoenholz, Ganguli: Resurrecting the sigmoid in deep
     *     learning through dynamical isometry, 2017, section 2.3</a>
     */
    public double derivativeFourthMoment(double q) {
        return expectations.slopeFourthPower(Check.nonNegativeFinite("q", q));
    }

    @Override
    public double nextVariance(double q, double sigmaW2, double sigmaB2) {
        checkVariances(sigmaW2, sigmaB2);
        return sigmaW2 * secondMoment(q) + sigmaB2;
    }

    @Override
    public double varianceSlope(double q, double sigmaW2) {
        Check.positiveFinite("sigmaW2", sigmaW2);
        return sigmaW2 * expectations.squareByVariance(Check.positiveFinite("q", q));
    }

    @Override
    public double chi(double q, double sigmaW2) {
        Check.positiveFinite("sigmaW2", sigmaW2);
        return sigmaW2 * derivativeSecondMoment(q);
    }

    @Override
    public double nextCorrelation(double c, double q, double sigmaW2, double sigmaB2) {
        double next = nextVariance(q, sigmaW2, sigmaB2);
        double covariance = nextCovariance(c, q, sigmaW2, sigmaB2);
        return next == 0 ? 1 : covariance / next; // where nothing is left of them, two inputs are alike
    }

    @Override
    public double correlationSlope(double c, double q, double sigmaW2, double sigmaB2) {
        double next = nextVariance(q, sigmaW2, sigmaB2);
        double slope = nextCovarianceSlope(c, q, sigmaW2);
        return next == 0 ? 0 : slope / next;
    }

    @Override
    public double correlationCurvature(double q, double sigmaW2, double sigmaB2) {
        double next = nextVariance(q, sigmaW2, sigmaB2);
        double curvature = nextCovarianceCurvature(q, sigmaW2);
        return next == 0 ? 0 : curvature / next;
    }

    /** Whether φ has neither jumps nor kinks where pre-activations of variance 1 are. */
    public boolean isSmooth() {
        return expectations.isSmooth(1);
    }

    /**
     * The numbers with which γ·(φ(a·x + b) + d) keeps the variance 1 of its pre-activations (Q(1) = 1), a small
     * deviation from it (Q′(1) = 1) and the size of gradients (C′(1) = 1), while its correlation map has the curvature
     * C″(1) at 1. Of several solutions, which there are, the one with the smallest |b|.
     *
     * @param curvature C″(1): positive, finite; the smaller, the straighter the function
     * @throws IllegalArgumentException if the curvature is out of its range, if φ has a kink or a jump, or if there are
     *     no such numbers with |b| up to 8 and a up to 4
     * @see <a href="https://arxiv.org/abs/2203.08120">Zhang, Botev, Martens: Deep Learning without Shortcuts: Shaping
     *     the Kernel with Tailored Rectifiers, 2022, section 4.3</a>
     */
    public TailoredParameters tailored(double curvature) {
        Check.positiveFinite("curvature", curvature);
        Check.require(isSmooth(), "activation", "free of kinks and jumps to be tailored", name());
        return new TailoringSearch(expectations, curvature)
                .solve()
                .orElseThrow(() -> new IllegalArgumentException(String.format(
                        Locale.ROOT,
                        "activation must be one that can be tailored to C″(1) = %.4g with |b| ≤ %.0f and a ≤ %.0f,"
                                + " received %s",
                        curvature,
                        TailoringSearch.LARGEST_SHIFT,
                        TailoringSearch.LARGEST_SCALE,
                        name())));
    }

    double nextCovarianceCurvature(double q, double sigmaW2) {
        Check.positiveFinite("sigmaW2", sigmaW2);
        return sigmaW2 * expectations.productCurvatureAtOne(Check.positiveFinite("q", q));
    }

    double nextCovariance(double c, double q, double sigmaW2, double sigmaB2) {
        checkVariances(sigmaW2, sigmaB2);
        checkCorrelation(c);
        return sigmaW2 * expectations.product(Check.positiveFinite("q", q), c) + sigmaB2;
    }

    double nextCovarianceSlope(double c, double q, double sigmaW2) {
        Check.positiveFinite("sigmaW2", sigmaW2);
        checkCorrelation(c);
        return sigmaW2 * expectations.productByCorrelation(Check.positiveFinite("q", q), c);
    }

    @Override
    double nextVarianceOfNothing(double sigmaW2, double sigmaB2) {
        return nextVariance(0, sigmaW2, sigmaB2);
    }

    /**
     * The edge of chaos for biases of variance σ_b²: the σ_w² with χ₁ = 1 at its own fixed point, the one of the
     * smallest q if there are several.
     *
     * <p>Where no variance is a fixed point, as for ReLU with σ_b² &gt; 0, q is infinite and σ_w² the limit. Where φ is
     * straight near 0 and σ_b² is 0, q is 0 (tanh: σ_w² = 1) and the signal vanishes, if slowly; for ReLU and leaky
     * ReLU every q is fixed, and 1 is returned. Where φ′(0) and σ_b² are both 0, σ_w² is infinite.
     *
     * @throws IllegalArgumentException if σ_b² is negative or not finite
     */
    public CriticalPoint critical(double sigmaB2) {
        Check.nonNegativeFinite("sigmaB2", sigmaB2);
        // sin(π) is 10⁻¹⁶ to a double: less than the smallest variance changes by is none.
        boolean signalOnly = sigmaB2 == 0 && secondMoment(0) < VarianceSearch.UNCHANGED * VarianceSearch.SMALLEST;
        if (signalOnly && isUnchangedAtCriticality(1) && isUnchangedAtCriticality(4)) {
            return new CriticalPoint(criticalWeightVariance(START_VARIANCE), 0, START_VARIANCE, true);
        }
        if (signalOnly) {
            double sigmaW2 = criticalWeightVariance(0);
            boolean stable = sigmaW2 == Double.POSITIVE_INFINITY
                    || VarianceSearch.sign(nextVariance(NEAR_ZERO, sigmaW2, 0) / NEAR_ZERO - 1) <= 0;
            return new CriticalPoint(sigmaW2, 0, 0, stable);
        }
        // Below, either the biases alone or φ(0) makes more than that of any variance.
        double start = sigmaB2 == 0 ? VarianceSearch.SMALLEST : sigmaB2;
        OptionalDouble root = VarianceSearch.firstFixedPoint(
                q -> changeAtCriticality(q, sigmaB2), start, Math.max(VarianceSearch.LARGEST, 4 * start));
        if (root.isEmpty()) {
            double sigmaW2 = criticalWeightVariance(VarianceSearch.LARGEST);
            boolean stable = isStable(varianceSlope(VarianceSearch.LARGEST, sigmaW2));
            return new CriticalPoint(sigmaW2, sigmaB2, Double.POSITIVE_INFINITY, stable);
        }
        double q = root.getAsDouble();
        double sigmaW2 = criticalWeightVariance(q);
        return new CriticalPoint(sigmaW2, sigmaB2, q, isStable(varianceSlope(q, sigmaW2)));
    }

    /** σ_w² with χ = 1 at that variance. */
    private double criticalWeightVariance(double q) {
        return 1 / derivativeSecondMoment(q);
    }

    /** By what share a layer changes the variance at χ = 1, that is with σ_w² = 1 / E[φ′²]. */
    private double changeAtCriticality(double q, double sigmaB2) {
        double slopes = derivativeSecondMoment(q);
        // No slope at all within reach of q: only infinite weights would be critical.
        return slopes == 0 ? Double.POSITIVE_INFINITY : (secondMoment(q) / slopes + sigmaB2) / q - 1;
    }

    private boolean isUnchangedAtCriticality(double q) {
        return VarianceSearch.sign(changeAtCriticality(q, 0)) == 0;
    }

    /**
     * The edge of chaos as a series: {@code count} points with σ_b² from 0 to a largest value, evenly spaced in σ_b,
     * because the line is steepest at 0.
     *
     * @throws IllegalArgumentException if the largest σ_b² is not positive and finite, or {@code count} is not from 2
     *     to {@value #MOST_POINTS}
     */
    public List<CriticalPoint> criticalLine(double largestSigmaB2, int count) {
        Check.positiveFinite("largestSigmaB2", largestSigmaB2);
        Check.inRange("count", count, 2, MOST_POINTS);
        List<CriticalPoint> line = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            double share = (double) i / (count - 1);
            line.add(critical(largestSigmaB2 * share * share));
        }
        return line;
    }

    /** The name of the activation function in messages. */
    String name() {
        return expectations.name();
    }

    @Override
    public String toString() {
        return "MeanField(" + name() + ")";
    }
}
