// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.theory;

import java.util.Locale;
import java.util.Objects;

/**
 * How many layers it takes a signal or a deviation to change by a factor of e. A scale is infinite where nothing
 * changes exponentially, and 0 where something explodes faster than any exponential. A network many times deeper than
 * its correlation's and its gradient's scale is not trainable.
 *
 * @see <a href="https://arxiv.org/abs/1611.01232">Schoenholz, Gilmer, Ganguli, Sohl-Dickstein: Deep Information
 *     Propagation, 2017, section 3</a>
 */
public final class DepthScale {

    /** The scales of what grows faster than any exponential. */
    static final DepthScale NONE = new DepthScale(0, 0, 0);

    private final double variance;
    private final double correlation;
    private final double gradient;

    private DepthScale(double variance, double correlation, double gradient) {
        this.variance = variance;
        this.correlation = correlation;
        this.gradient = gradient;
    }

    /**
     * The scales that follow from what one layer multiplies a deviation of the variance, a deviation of the
     * correlation, and the gradient's square by.
     */
    static DepthScale ofMultipliers(double variance, double correlation, double gradient) {
        return new DepthScale(layers(variance), layers(correlation), layers(gradient));
    }

    private static double layers(double multiplier) {
        double size = Math.abs(multiplier);
        return Math.abs(size - 1) < VarianceSearch.UNCHANGED ? Double.POSITIVE_INFINITY : 1 / Math.abs(Math.log(size));
    }

    /**
     * ξ_q, the scale of the variance's distance from its fixed point, or of the variance itself if that point is 0 or
     * infinite.
     */
    public double variance() {
        return variance;
    }

    /** ξ_c, the scale of the distance of two inputs' correlation from its fixed point. */
    public double correlation() {
        return correlation;
    }

    /** ξ_∇ = 1 / |ln χ₁|, the scale of the mean square of a gradient. */
    public double gradient() {
        return gradient;
    }

    @Override
    public boolean equals(Object other) {
        if (!(other instanceof DepthScale)) {
            return false;
        }
        DepthScale that = (DepthScale) other;
        return Double.compare(variance, that.variance) == 0
                && Double.compare(correlation, that.correlation) == 0
                && Double.compare(gradient, that.gradient) == 0;
    }

    @Override
    public int hashCode() {
        return Objects.hash(variance, correlation, gradient);
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "DepthScale(variance=%.6g, correlation=%.6g, gradient=%.6g)",
                variance,
                correlation,
                gradient);
    }
}
