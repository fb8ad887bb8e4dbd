// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.network;

import io.github.dl4jinit.internal.layer.Propagation;
import io.github.dl4jinit.theory.MeanField;
import java.util.Optional;
import org.nd4j.linalg.activations.IActivation;

/** What variance the pre-activations of a layer shall have: a number, or a choice by function and depth. */
final class PreActivationVariance {

    /** The usual variance: what comes in is of mean square 1, and nothing changes. */
    static final PreActivationVariance ONE = new PreActivationVariance(1.0);

    /** The choice by function and depth. */
    static final PreActivationVariance BY_DEPTH = new PreActivationVariance(null);

    /**
     * The slope at 1 of the correlation map of the whole network that it may have. Measured with orthogonal weights,
     * the best deviations of pre-activations after 200 steps had slopes from 1.8 to 3.4: tanh 0.5, 0.4 and 0.3 at 20,
     * 50 and 151 layers, softsign 0.2 and 0.1 at 50 and 151 (docs/decisions.md).
     */
    static final double LARGEST_SLOPE = 2.5;

    /**
     * The slope of the whole network below which examples look all the same: sigmoid has 0.15 a layer, so that the
     * seventh is one too many (measured: five layers are healthy, at eight all examples look alike).
     */
    static final double SMALLEST_SLOPE = 1e-5;

    /**
     * The smallest variance that the choice considers; at 151 layers of tanh, some 800 times less than what it finds.
     */
    private static final double SMALLEST = 1e-4;

    /** Halvings of the interval from the smallest variance to 1, on a logarithmic scale: to about 10⁻⁸ of it. */
    private static final int HALVINGS = 30;

    /** {@code null} for the choice by function and depth. */
    private final Double fixed;

    private PreActivationVariance(Double fixed) {
        this.fixed = fixed;
    }

    static PreActivationVariance fixed(double variance) {
        return new PreActivationVariance(variance);
    }

    /** Whether it is other than the usual one. */
    boolean isAsked() {
        return this != ONE;
    }

    /**
     * The variance for a function in a network of that depth. By depth, it is the largest one up to 1 at which
     *
     * <pre>C′(1)^depth = (q · E[φ′(√q z)²] / E[φ(√q z)²])^depth ≤ 2.5.</pre>
     *
     * <p>C′(1) says by how much a layer increases the difference between two inputs that are nearly the same. A slope
     * of 1, as a straight line and ReLU have, needs no smaller variance, and a function without theory gets none.
     *
     * @param depth how many functions the signal passes between data and loss
     */
    double of(IActivation function, int depth, Propagation propagation) {
        if (fixed != null) {
            return fixed;
        }
        Optional<MeanField> theory = propagation.theory(function);
        if (theory.isEmpty() || isTame(theory.get(), 1, depth) || !isTame(theory.get(), SMALLEST, depth)) {
            return 1;
        }
        double tame = SMALLEST;
        double wild = 1;
        for (int i = 0; i < HALVINGS; i++) {
            double middle = Math.sqrt(tame * wild);
            if (isTame(theory.get(), middle, depth)) {
                tame = middle;
            } else {
                wild = middle;
            }
        }
        return tame;
    }

    @Override
    public String toString() {
        return fixed == null ? "chosen by depth" : fixed.toString();
    }

    /**
     * Whether so many functions with pre-activations of that variance leave no difference between examples, nor a
     * gradient: the slope at 1 of the correlation map of the whole network is below {@value #SMALLEST_SLOPE}.
     */
    static boolean fades(MeanField theory, double variance, int depth) {
        return depth * Math.log(slope(theory, variance)) < Math.log(SMALLEST_SLOPE);
    }

    private static boolean isTame(MeanField theory, double variance, int depth) {
        return !(depth * Math.log(slope(theory, variance)) > Math.log(LARGEST_SLOPE));
    }

    /** C′(1), by how much one function increases the square of a small difference. */
    private static double slope(MeanField theory, double variance) {
        return variance * theory.derivativeSecondMoment(variance) / theory.secondMoment(variance);
    }
}
