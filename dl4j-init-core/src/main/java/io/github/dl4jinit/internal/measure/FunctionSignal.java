// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.measure;

import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.api.ndarray.INDArray;

/** An activation function and what one forward pass has given it. */
public final class FunctionSignal {

    private final IActivation function;
    private final boolean saturates;
    private final MomentsAccumulator preActivation;
    private final INDArray given;
    private final Double saturatedShare;

    FunctionSignal(
            IActivation function,
            boolean saturates,
            MomentsAccumulator preActivation,
            INDArray given,
            Double saturatedShare) {
        this.function = function;
        this.saturates = saturates;
        this.preActivation = preActivation;
        this.given = given;
        this.saturatedShare = saturatedShare;
    }

    public IActivation function() {
        return function;
    }

    /** Whether the function is flat far out on both sides, so that a unit can be stuck there. */
    public boolean saturates() {
        return saturates;
    }

    /** The moments of all that it was given. */
    public MomentsAccumulator preActivation() {
        return preActivation;
    }

    /** What it was given last; {@code null} if that was not kept. */
    public INDArray given() {
        return given;
    }

    /** Whether it leaves nothing of the scale of what it is given: it is flat on both sides, or a softmax. */
    public boolean squashes() {
        return saturates || function instanceof ActivationSoftmax;
    }

    /** {@code null} for a function that is not element-wise. */
    public Double saturatedShare() {
        return saturatedShare;
    }
}
