// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.theory;

import java.util.Locale;
import java.util.Objects;

/**
 * A point on the edge of chaos: weights of variance σ_w² / n_in and biases of variance σ_b², with which a gradient
 * keeps its size from layer to layer (χ₁ = 1) while the pre-activations keep their variance q.
 */
public final class CriticalPoint {

    private final double sigmaW2;
    private final double sigmaB2;
    private final double q;
    private final boolean stable;

    CriticalPoint(double sigmaW2, double sigmaB2, double q, boolean stable) {
        this.sigmaW2 = sigmaW2;
        this.sigmaB2 = sigmaB2;
        this.q = q;
        this.stable = stable;
    }

    /** σ_w²: the variance of a weight times the fan-in. */
    public double sigmaW2() {
        return sigmaW2;
    }

    /** σ_b²: the variance of a bias. */
    public double sigmaB2() {
        return sigmaB2;
    }

    /** The variance of pre-activations; infinite if they grow without bound all the same. */
    public double q() {
        return q;
    }

    /**
     * Whether a variance near q comes nearer with every layer, or at least no further. If not, pre-activations drift
     * away from q, and the gradient with them.
     */
    public boolean stable() {
        return stable;
    }

    @Override
    public boolean equals(Object other) {
        if (!(other instanceof CriticalPoint)) {
            return false;
        }
        CriticalPoint that = (CriticalPoint) other;
        return Double.compare(sigmaW2, that.sigmaW2) == 0
                && Double.compare(sigmaB2, that.sigmaB2) == 0
                && Double.compare(q, that.q) == 0
                && stable == that.stable;
    }

    @Override
    public int hashCode() {
        return Objects.hash(sigmaW2, sigmaB2, q, stable);
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "CriticalPoint(sigmaW2=%.10g, sigmaB2=%.10g, q=%.10g, %s)",
                sigmaW2,
                sigmaB2,
                q,
                stable ? "stable" : "unstable");
    }
}
