// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.signal;

import org.nd4j.linalg.activations.IActivation;

/** An activation function and what one forward pass has given it. */
final class FunctionSignal {

    private final IActivation function;
    private final boolean saturates;
    private final Moments preActivation;
    private final Double saturatedShare;

    FunctionSignal(IActivation function, boolean saturates, Moments preActivation, Double saturatedShare) {
        this.function = function;
        this.saturates = saturates;
        this.preActivation = preActivation;
        this.saturatedShare = saturatedShare;
    }

    IActivation function() {
        return function;
    }

    /** Whether the function is flat far out on both sides, so that a unit can be stuck there. */
    boolean saturates() {
        return saturates;
    }

    /** The moments of all that it was given. */
    Moments preActivation() {
        return preActivation;
    }

    /** {@code null} for a function that is not element-wise. */
    Double saturatedShare() {
        return saturatedShare;
    }
}
