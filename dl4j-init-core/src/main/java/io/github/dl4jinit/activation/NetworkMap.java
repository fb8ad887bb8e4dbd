// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.activation;

import java.util.Locale;
import java.util.Objects;

/**
 * The correlation map C of a whole network, from its inputs to what its output layer sees, in three figures. Of a
 * network with several outputs, the largest of each.
 */
public final class NetworkMap {

    private final double fromZero;
    private final double slope;
    private final double curvature;

    NetworkMap(double fromZero, double slope, double curvature) {
        this.fromZero = fromZero;
        this.slope = slope;
        this.curvature = curvature;
    }

    /** C(0): how alike two examples become that have nothing in common; near 1 the network tells nothing apart. */
    public double fromZero() {
        return fromZero;
    }

    /** C′(1): what the square of a small distance between two examples is multiplied by; 1 keeps it. */
    public double slope() {
        return slope;
    }

    /** C″(1): how far the network is from a straight one; infinite where an activation function has a kink. */
    public double curvature() {
        return curvature;
    }

    @Override
    public boolean equals(Object other) {
        if (!(other instanceof NetworkMap)) {
            return false;
        }
        NetworkMap that = (NetworkMap) other;
        return Double.compare(fromZero, that.fromZero) == 0
                && Double.compare(slope, that.slope) == 0
                && Double.compare(curvature, that.curvature) == 0;
    }

    @Override
    public int hashCode() {
        return Objects.hash(fromZero, slope, curvature);
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "C(0)=%.4g, C'(1)=%.4g, C''(1)=%.4g", fromZero, slope, curvature);
    }
}
