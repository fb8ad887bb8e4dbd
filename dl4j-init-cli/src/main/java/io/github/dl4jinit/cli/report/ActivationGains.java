// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli.report;

import io.github.dl4jinit.theory.CriticalPoint;
import io.github.dl4jinit.theory.DepthScale;
import io.github.dl4jinit.theory.FixedPoint;
import io.github.dl4jinit.theory.Gains;
import io.github.dl4jinit.theory.MeanField;

/**
 * What the theory says of one activation function: a row of the table and an element of the JSON. Numbers that are
 * infinite are {@code null}.
 *
 * @param activation its name on the command line
 * @param mean E[φ(z)], z ~ N(0, 1)
 * @param secondMoment E[φ(z)²]
 * @param derivativeSecondMoment E[φ′(z)²]
 * @param forwardGain 1 / √secondMoment
 * @param backwardGain 1 / √derivativeSecondMoment
 * @param pytorchGain what PyTorch's {@code calculate_gain} returns; {@code null} if it does not know the function
 * @param drift what a layer multiplies a small deviation of the variance by, with the forward gain and without biases
 * @param atForwardGain with σ_w² = forwardGain²
 * @param critical on the edge of chaos
 */
record ActivationGains(
        String activation,
        double mean,
        double secondMoment,
        double derivativeSecondMoment,
        double forwardGain,
        double backwardGain,
        Double pytorchGain,
        double drift,
        AtForwardGain atForwardGain,
        Critical critical) {

    /**
     * What becomes of an input of variance 1.
     *
     * @param sigmaW2 the variance of a weight times its fan-in
     * @param kind whether the variance settles
     * @param q where
     * @param growthPerLayer what a layer multiplies it by in the long run
     */
    record AtForwardGain(double sigmaW2, FixedPoint.Kind kind, Double q, Double growthPerLayer, Layers depthScale) {

        /** Whether the variance grows exponentially or faster; ReLU's, which gains σ_b² a layer, does not. */
        boolean explodes() {
            return kind == FixedPoint.Kind.DIVERGENT && (growthPerLayer == null || growthPerLayer > 1 + 1e-6);
        }

        private static AtForwardGain of(MeanField theory, double sigmaW2, double sigmaB2) {
            FixedPoint point = theory.fixedPoint(sigmaW2, sigmaB2);
            return new AtForwardGain(
                    sigmaW2,
                    point.kind(),
                    finite(point.q()),
                    finite(point.growthPerLayer()),
                    Layers.of(theory.depthScale(sigmaW2, sigmaB2)));
        }
    }

    /**
     * The point where gradients keep their size.
     *
     * @param sigmaW2 the variance of a weight times its fan-in
     * @param q the variance that pre-activations keep there
     * @param stable whether they come back to it
     */
    record Critical(Double sigmaW2, Double q, boolean stable) {

        private static Critical of(CriticalPoint point) {
            return new Critical(finite(point.sigmaW2()), finite(point.q()), point.stable());
        }
    }

    /** The number of layers over which each changes by a factor of e. */
    record Layers(Double variance, Double correlation, Double gradient) {

        private static Layers of(DepthScale scale) {
            return new Layers(finite(scale.variance()), finite(scale.correlation()), finite(scale.gradient()));
        }
    }

    static ActivationGains of(String name, MeanField theory, Double pytorchGain, double sigmaB2) {
        double forward = Gains.forward(theory);
        return new ActivationGains(
                name,
                theory.mean(1),
                theory.secondMoment(1),
                theory.derivativeSecondMoment(1),
                forward,
                Gains.backward(theory),
                pytorchGain,
                theory.varianceSlope(1, forward * forward),
                AtForwardGain.of(theory, forward * forward, sigmaB2),
                Critical.of(theory.critical(sigmaB2)));
    }

    private static Double finite(double value) {
        return Double.isInfinite(value) ? null : value;
    }
}
