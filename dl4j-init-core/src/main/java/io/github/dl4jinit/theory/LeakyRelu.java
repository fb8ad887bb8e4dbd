// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.theory;

import io.github.dl4jinit.internal.Check;
import java.util.OptionalDouble;
import java.util.function.DoubleUnaryOperator;
import org.hipparchus.analysis.solvers.BracketingNthOrderBrentSolver;

/**
 * The closed forms of φ(x) = x for x ≥ 0 and α·x for x &lt; 0, of which ReLU (α = 0) and the identity (α = 1) are the
 * ends, for pre-activations of variance 1 and correlation c:
 *
 * <pre>
 * E[φ(u)]       = (1 − α) / √(2π)
 * E[φ(u)²]      = (1 + α²) / 2
 * E[φ(u)·φ(v)]  = (1 − α)² (√(1 − c²) + (π − arccos c)·c) / 2π + α·c
 * </pre>
 *
 * @see <a href="https://arxiv.org/abs/2203.08120">Zhang, Botev, Martens: Deep Learning without Shortcuts: Shaping the
 *     Kernel with Tailored Rectifiers, 2022, eq. 9</a>
 */
public final class LeakyRelu {

    private static final double ACCURACY = 1e-13;

    private static final int MAX_EVALUATIONS = 200;

    private final double alpha;

    /**
     * The closed forms for one slope.
     *
     * @param alpha the slope for negative inputs
     * @throws IllegalArgumentException if it is not finite
     */
    public LeakyRelu(double alpha) {
        Check.require(Double.isFinite(alpha), "alpha", "finite", alpha);
        this.alpha = alpha;
    }

    /** E[φ(u)]. */
    public double mean() {
        return (1 - alpha) / Math.sqrt(2 * Math.PI);
    }

    /** E[φ(u)²]. */
    public double secondMoment() {
        return (1 + alpha * alpha) / 2;
    }

    /**
     * E[φ(u)·φ(v)].
     *
     * @throws IllegalArgumentException if c is not from −1 to 1
     */
    public double product(double c) {
        LayerMap.checkCorrelation(c);
        double rectified = (Math.sqrt(1 - c * c) + (Math.PI - Math.acos(c)) * c) / (2 * Math.PI);
        return (1 - alpha) * (1 - alpha) * rectified + alpha * c;
    }

    /** d² E[φ(u)·φ(v)] / dc² at c = 1: infinite, because of the kink, unless there is none. */
    public double productCurvatureAtOne() {
        return alpha == 1 ? 0 : Double.POSITIVE_INFINITY;
    }

    /**
     * The slope α from 0 to 1 with which a network sends a correlation of 0 to {@code eta}: 0 if it ends at {@code eta}
     * or below even with ReLU, empty if it ends above even with the identity.
     *
     * @param fromZero where a network of such slopes sends 0; it must fall with the slope
     * @throws IllegalArgumentException if {@code eta} is not finite, or {@code fromZero} is {@code null}
     */
    public static OptionalDouble slopeFor(double eta, DoubleUnaryOperator fromZero) {
        Check.require(Double.isFinite(eta), "eta", "finite", eta);
        Check.given("fromZero", fromZero);
        if (fromZero.applyAsDouble(0) <= eta) {
            return OptionalDouble.of(0);
        }
        if (fromZero.applyAsDouble(1) >= eta) {
            return OptionalDouble.empty();
        }
        return OptionalDouble.of(new BracketingNthOrderBrentSolver(ACCURACY, ACCURACY, ACCURACY, 5)
                .solve(MAX_EVALUATIONS, alpha -> fromZero.applyAsDouble(alpha) - eta, 0, 1));
    }
}
