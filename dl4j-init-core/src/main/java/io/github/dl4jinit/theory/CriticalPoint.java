// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.theory;

import java.util.Locale;
import java.util.Objects;

/**
 * A point on the edge of chaos: weights of variance σ_w² / n_in and biases of variance σ_b², with which a gradient
 * keeps its size from layer to layer (χ₁ = 1) while the pre-activations keep their variance q.
 */
public final class CriticalPoint {

    private final double weightVariance;
    private final double biasVariance;
    private final double variance;

    private final boolean stable;

    CriticalPoint(double weightVariance, double biasVariance, double variance, boolean stable) {
        this.weightVariance = weightVariance;
        this.biasVariance = biasVariance;
        this.variance = variance;
        this.stable = stable;
    }

    /** σ_w²: the variance of a weight times the fan-in. */
    public double sigmaW2() {
        return weightVariance;
    }

    /** σ_b²: the variance of a bias. */
    public double sigmaB2() {
        return biasVariance;
    }

    /** The variance of pre-activations; infinite if they grow without bound all the same. */
    public double q() {
        return variance;
    }

    /**
     * Whether a variance near q comes nearer with every layer, or at least no farther. If not, pre-activations drift
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
        return Double.compare(weightVariance, that.weightVariance) == 0
                && Double.compare(biasVariance, that.biasVariance) == 0
                && Double.compare(variance, that.variance) == 0
                && stable == that.stable;
    }

    @Override
    public int hashCode() {
        return Objects.hash(weightVariance, biasVariance, variance, stable);
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "CriticalPoint(sigmaW2=%.10g, sigmaB2=%.10g, q=%.10g, %s)",
                weightVariance,
                biasVariance,
                variance,
                stable ? "stable" : "unstable");
    }
}
