// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.layer;

import java.util.List;
import java.util.OptionalLong;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.nd4j.linalg.activations.impl.ActivationIdentity;

/** Layers that apply an activation function and do nothing else. */
final class ActivationFunctions extends AnyLayer {

    ActivationFunctions(ActivationLayer layer) {
        super(layer);
    }

    @Override
    public OptionalLong width(List<OptionalLong> inputs) {
        return inputs.get(0);
    }

    @Override
    public OptionalLong inputWidth(int input, List<OptionalLong> inputs, OptionalLong output) {
        return output;
    }

    @Override
    Passed weightless(Incoming input, Propagation propagation) {
        return propagation.activated(input, function());
    }

    @Override
    public Passage passage() {
        return function() instanceof ActivationIdentity ? Passage.LINEAR : Passage.FUNCTION;
    }

    @Override
    public boolean isActivation() {
        return true;
    }
}
