// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.theory;

import java.util.Locale;
import java.util.Objects;

/** Where the variance of pre-activations goes, layer after layer. */
public final class FixedPoint {

    /** What becomes of the variance in the end. */
    public enum Kind {
        /** Variances near it come nearer with every layer; a variance of 0 means that the signal vanishes. */
        STABLE,
        /** The variance it began with stays, as any other would: ReLU with He's weights. */
        NEUTRAL,
        /** The variance it began with stays, but the smallest deviation from it grows with every layer. */
        UNSTABLE,
        /** The variance grows without bound. */
        DIVERGENT
    }

    private final Kind kind;
    private final double q;
    private final double slope;
    private final double growthPerLayer;

    FixedPoint(Kind kind, double q, double slope, double growthPerLayer) {
        this.kind = kind;
        this.q = q;
        this.slope = slope;
        this.growthPerLayer = growthPerLayer;
    }

    /** What becomes of the variance in the end. */
    public Kind kind() {
        return kind;
    }

    /** q*: the variance of pre-activations that a layer passes on unchanged; infinite if divergent. */
    public double q() {
        return q;
    }

    /**
     * What a layer multiplies a small deviation of the variance from q* by: the derivative of the length map at q*, or
     * the growth if q* is 0 or infinite.
     */
    public double slope() {
        return slope;
    }

    /**
     * What a layer multiplies the variance by in the long run: 1 at a q* that is neither 0 nor infinite; the rate at
     * which it vanishes if q* is 0; the rate at which it grows if divergent, where 1 stands for growth slower and
     * infinity for growth faster than any exponential.
     */
    public double growthPerLayer() {
        return growthPerLayer;
    }

    @Override
    public boolean equals(Object other) {
        if (!(other instanceof FixedPoint)) {
            return false;
        }
        FixedPoint that = (FixedPoint) other;
        return kind == that.kind
                && Double.compare(q, that.q) == 0
                && Double.compare(slope, that.slope) == 0
                && Double.compare(growthPerLayer, that.growthPerLayer) == 0;
    }

    @Override
    public int hashCode() {
        return Objects.hash(kind.name(), q, slope, growthPerLayer);
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT, "%s(q=%.6g, slope=%.6g, growthPerLayer=%.6g)", kind, q, slope, growthPerLayer);
    }
}
