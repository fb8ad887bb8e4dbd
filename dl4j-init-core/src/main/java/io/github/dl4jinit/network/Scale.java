// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.network;

import io.github.dl4jinit.internal.layer.Incoming;
import io.github.dl4jinit.internal.layer.Parameter;
import io.github.dl4jinit.theory.CriticalPoint;
import io.github.dl4jinit.theory.Preserve;
import java.util.Locale;
import org.nd4j.linalg.activations.IActivation;

/**
 * The standard deviation of weights, the fan that it was divided by, and where it came from. With v the variance that a
 * layer's pre-activations shall have, x what comes in and φ what x has been through:
 *
 * <pre>
 * forward          std = √(v / (n_in · E[x²])),  v = 1 unless the user asks for another
 * backward         std = 1 / √(n_out · E[φ′²])
 * geometric mean   the root of their product
 * at an end        as forward: no gradient gets before the first layer, and the size of the one that the loss begins with
 *                  is no matter, but that of its pre-activations is: 10 classes after 4096 units would have logits of 20
 * critical         as forward, with v = q* − σ_b² for the critical point q* of the layer's own function
 * </pre>
 */
final class Scale {

    final double std;
    final double fan;
    final String origin;

    private Scale(double std, double fan, String origin) {
        this.std = std;
        this.fan = fan;
        this.origin = origin;
    }

    /** The scale of recurrent weights: an isometry, or a part of one where a state would grow. */
    static Scale isometry(Parameter weights) {
        double gain = weights.value;
        return new Scale(
                gain / Math.sqrt(weights.fanIn), weights.fanIn, "isometry" + (gain == 1 ? "" : " times " + gain));
    }

    /**
     * The scale of a matrix between values, which inputs carry singly or in pairs.
     *
     * @param variance of the pre-activations
     * @param values how many values come in
     * @param meanSquare of the values
     * @param origin what they are
     */
    static Scale between(double variance, int values, double meanSquare, Parameter weights, String origin) {
        return new Scale(
                Math.sqrt(variance) / Math.sqrt(values * meanSquare), weights.fanIn, origin + suffix(variance));
    }

    /**
     * The scale that keeps the mean square of signals, of gradients, or of both as well as it can.
     *
     * @param variance of the pre-activations; 1 but for {@link Preserve#FORWARD}
     */
    static Scale preserving(Preserve preserve, double variance, Parameter weights, Incoming incoming) {
        double forward = forward(variance, weights, incoming);
        double slope = incoming.slopeMeanSquare();
        double backward = 1 / Math.sqrt(weights.fanOut * slope);
        String back = String.format(Locale.ROOT, "%s: E[φ′²] = %.4g", incoming.origin(), slope);
        switch (preserve) {
            case FORWARD:
                return new Scale(forward, weights.fanIn, from(incoming) + suffix(variance));
            case BACKWARD:
                return new Scale(backward, weights.fanOut, back);
            default:
                return new Scale(
                        Math.sqrt(forward * backward),
                        Math.sqrt(weights.fanIn * weights.fanOut),
                        from(incoming) + ", " + back);
        }
    }

    /** The scale of the first weights, which read data, and of the last, which the loss reads: that of signals. */
    static Scale atAnEnd(double variance, Parameter weights, Incoming incoming) {
        return new Scale(forward(variance, weights, incoming), weights.fanIn, from(incoming) + suffix(variance));
    }

    private static double forward(double variance, Parameter weights, Incoming incoming) {
        return Math.sqrt(variance) / Math.sqrt(weights.fanIn * incoming.meanSquare());
    }

    /**
     * The scale at the edge of chaos.
     *
     * @param function the activation function that the pre-activations go through
     * @param point the critical point of that function
     * @param sigmaB2 the variance of biases
     */
    static Scale critical(
            IActivation function, CriticalPoint point, double sigmaB2, Parameter weights, Incoming incoming) {
        double variance = point.q() - sigmaB2;
        if (variance > 0 && variance < Double.POSITIVE_INFINITY) {
            return new Scale(
                    Math.sqrt(variance / (weights.fanIn * incoming.meanSquare())),
                    weights.fanIn,
                    String.format(Locale.ROOT, "%s, critical %s: q = %.4g", from(incoming), function, point.q()));
        }
        // No variance to aim at: tanh with σ_b² = 0 tends to 0, ReLU with σ_b² > 0 grows. σ_w² is critical by itself.
        double sigmaW2 = incoming.theory()
                .map(theory -> theory.critical(sigmaB2).sigmaW2())
                .filter(Double::isFinite)
                .orElse(1 / incoming.meanSquare());
        return new Scale(
                Math.sqrt(sigmaW2 / weights.fanIn),
                weights.fanIn,
                String.format(Locale.ROOT, "critical: σ_w² = %.4g", sigmaW2));
    }

    private static String suffix(double variance) {
        return variance == 1 ? "" : String.format(Locale.ROOT, ", variance %.4g", variance);
    }

    static String from(Incoming incoming) {
        return String.format(Locale.ROOT, "%s: E[x²] = %.4g", incoming.origin(), incoming.meanSquare());
    }
}
