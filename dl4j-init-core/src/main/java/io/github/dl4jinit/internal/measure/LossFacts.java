// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.measure;

import io.github.dl4jinit.internal.Optionals;
import java.util.OptionalDouble;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.lossfunctions.ILossFunction;

/** The loss of one output, what a constant answer would cost, and how much of the error gets through the output. */
public final class LossFacts {

    private final String node;
    private final ILossFunction function;
    private final IActivation activation;
    private final double loss;
    private final Double guessing;
    private final Double errorPassed;
    private final Double spread;
    private final Double preActivationRms;

    LossFacts(
            String node,
            ILossFunction function,
            IActivation activation,
            double loss,
            Double guessing,
            Double errorPassed,
            Double spread,
            Double preActivationRms) {
        this.node = node;
        this.function = function;
        this.activation = activation;
        this.loss = loss;
        this.guessing = guessing;
        this.errorPassed = errorPassed;
        this.spread = spread;
        this.preActivationRms = preActivationRms;
    }

    /** The name of the output. */
    public String node() {
        return node;
    }

    /** The loss function; {@code null} where the layer has a loss of its own kind, as object detection has. */
    public ILossFunction function() {
        return function;
    }

    /** The output's activation function; {@code null} where the loss function is. */
    public IActivation activation() {
        return activation;
    }

    /** The loss of the batch without regularisation: the mean over its examples of what each costs. */
    public double loss() {
        return loss;
    }

    /** What the mean of the labels, as the same answer to every example, would cost; empty if that says nothing. */
    public OptionalDouble guessing() {
        return Optionals.of(guessing);
    }

    /**
     * The share of the error that gets through the activation function: the root mean square of the loss's gradient
     * with respect to the pre-activation, over that with respect to the output or that of output minus label, whichever
     * is smaller. 1 for softmax with cross-entropy; about 1/classes for softmax with squared error; 0 for a ReLU that
     * is off. Empty without an error.
     */
    public OptionalDouble errorPassed() {
        return Optionals.of(errorPassed);
    }

    /**
     * The largest standard deviation over the examples, of all units of the output; 0 if it answers the same whatever
     * comes. Empty for a single example.
     */
    public OptionalDouble spread() {
        return Optionals.of(spread);
    }

    /** The root mean square of the pre-activations; empty where the loss function is {@code null}. */
    public OptionalDouble preActivationRms() {
        return Optionals.of(preActivationRms);
    }
}
