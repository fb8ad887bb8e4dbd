// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit;

import org.deeplearning4j.nn.weights.IWeightInit;

/**
 * An initialiser whose weights are multiplied by a gain:
 *
 * <pre>W = gain · W₁,   W₁ the weights at gain 1 for the same seed</pre>
 *
 * <p>So a gain of 1.2 multiplies the standard deviation of a weight by 1.2 and its variance by 1.44.
 */
public interface GainInit extends IWeightInit {

    /** The factor of the weights, positive and finite. */
    double gain();

    /**
     * The same initialiser with another gain: of the same class, with every other knob kept.
     *
     * @param gain the new factor of the weights, which replaces the old one
     * @throws IllegalArgumentException if the gain is not positive and finite
     */
    GainInit withGain(double gain);
}
