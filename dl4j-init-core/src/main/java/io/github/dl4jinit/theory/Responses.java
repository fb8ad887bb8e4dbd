// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.theory;

import io.github.dl4jinit.internal.Check;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationPReLU;
import org.nd4j.linalg.activations.impl.ActivationRReLU;

/** The one place that decides which activation functions have a response. */
final class Responses {

    private Responses() {}

    /**
     * The response of an activation function.
     *
     * @throws IllegalArgumentException if it is not one function, the same for each element
     */
    static Response of(IActivation activation) {
        Check.given("activation", activation);
        if (activation instanceof ActivationRReLU) {
            ActivationRReLU rrelu = (ActivationRReLU) activation;
            return new RandomSlopeResponse(rrelu.toString(), rrelu.getL(), rrelu.getU());
        }
        Check.require(
                !(activation instanceof ActivationPReLU),
                "activation",
                "a fixed function, without parameters that are trained as PReLU's slopes are",
                activation);
        return new EvaluatedResponse(activation);
    }
}
