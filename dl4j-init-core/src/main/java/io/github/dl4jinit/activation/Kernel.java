// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.activation;

import io.github.dl4jinit.theory.LeakyRelu;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationLReLU;

/**
 * What an activation function φ does to the pre-activations u, v ~ N(0, q) of two inputs, of correlation c, in a wide
 * network.
 */
interface Kernel {

    /** The identity, and whatever is taken to keep correlations. */
    Kernel STRAIGHT = rectifier(1);

    /** E[φ(u)]. */
    double mean(double q);

    /** E[φ(u)²]. */
    double meanSquare(double q);

    /** E[φ(u)·φ(v)]. */
    double product(double q, double c);

    /** The derivative of the product by c at c = 1. */
    double slope(double q);

    /** The second derivative of the product by c at c = 1. */
    double curvature(double q);

    /** φ itself, for samples. */
    IActivation function();

    /** The kernel of a leaky ReLU: ReLU at α = 0, the identity at α = 1. */
    static Kernel rectifier(double alpha) {
        LeakyRelu theory = new LeakyRelu(alpha);
        return new Kernel() {
            @Override
            public double mean(double q) {
                return Math.sqrt(q) * theory.mean();
            }

            @Override
            public double meanSquare(double q) {
                return q * theory.secondMoment();
            }

            @Override
            public double product(double q, double c) {
                return q * theory.product(c);
            }

            @Override
            public double slope(double q) {
                return q * theory.secondMoment(); // E[φ′(u)²] = E[φ(u)²] / q
            }

            @Override
            public double curvature(double q) {
                return q * theory.productCurvatureAtOne();
            }

            @Override
            public IActivation function() {
                return new ActivationLReLU(alpha);
            }
        };
    }

    /** What a tailored function is meant to be: a mean square of 1, a slope of 1, and that curvature at c = 1. */
    static Kernel ideal(double curvature) {
        return new Kernel() {
            @Override
            public double mean(double q) {
                return 0;
            }

            @Override
            public double meanSquare(double q) {
                return 1;
            }

            @Override
            public double product(double q, double c) {
                return c;
            }

            @Override
            public double slope(double q) {
                return 1;
            }

            @Override
            public double curvature(double q) {
                return curvature;
            }

            @Override
            public IActivation function() {
                return new ActivationIdentity(); // nearly straight, but for its size
            }
        };
    }
}
