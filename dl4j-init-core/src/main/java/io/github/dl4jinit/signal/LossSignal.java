// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.signal;

import io.github.dl4jinit.internal.Optionals;
import io.github.dl4jinit.internal.measure.LossFacts;
import java.util.OptionalDouble;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/** The loss of one output on the batch, beside what guessing would cost. */
public final class LossSignal {

    @JsonProperty
    private final String output;

    @JsonProperty
    private final double loss;

    @JsonProperty
    private final Double guessing;

    @JsonProperty
    private final Double errorPassed;

    @JsonCreator
    LossSignal(
            @JsonProperty(value = "output", required = true) String output,
            @JsonProperty("loss") double loss,
            @JsonProperty("guessing") Double guessing,
            @JsonProperty("errorPassed") Double errorPassed) {
        this.output = output;
        this.loss = loss;
        this.guessing = guessing;
        this.errorPassed = errorPassed;
    }

    static LossSignal of(LossFacts facts) {
        return new LossSignal(
                facts.node(), facts.loss(), Optionals.orNull(facts.guessing()), Optionals.orNull(facts.errorPassed()));
    }

    /** The name of the layer that computes the loss. */
    public String output() {
        return output;
    }

    /** The loss without regularisation: the mean over the batch's examples of what each costs; NaN if one's is. */
    public double loss() {
        return loss;
    }

    /**
     * What the same answer to every example would cost: the mean of the labels, which is the share of each class where
     * they are classes. Empty for losses that compare with no label of the output's own shape.
     */
    public OptionalDouble guessing() {
        return Optionals.of(guessing);
    }

    /**
     * The share of the error that the output's activation function lets through: the root mean square of the loss's
     * gradient with respect to the pre-activation, over that with respect to the output or that of output minus label,
     * whichever is smaller. 1 for softmax with cross-entropy and for identity, about 1/classes for softmax with squared
     * error, 0 for a ReLU that is off.
     */
    public OptionalDouble errorPassed() {
        return Optionals.of(errorPassed);
    }
}
