// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.diagnosis;

import io.github.dl4jinit.internal.measure.NodeFacts;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Why one node changes the scale of a signal out of proportion, and what to do about that. */
public final class StepCause {

    /**
     * By how much weights must be off, against 1/√fan-in, to be to blame: what functions ask for is within 1 and 2, and
     * a suspicious layer is off by ten.
     */
    private static final double OFF = 4;

    private final NodeFacts node;
    private final double weights;
    private final double biases;
    private final double preActivation;
    private final boolean squashes;

    /**
     * States what is known of the node.
     *
     * @param weights the root mean square of its weights; NaN if it has none
     * @param biases the root mean square of its biases; NaN if it has none
     * @param preActivation the root mean square of what its function is given; NaN if that is not known
     * @param squashes whether its function leaves nothing of the scale of what it is given
     */
    public StepCause(NodeFacts node, double weights, double biases, double preActivation, boolean squashes) {
        this.node = node;
        this.weights = weights;
        this.biases = biases;
        this.preActivation = preActivation;
        this.squashes = squashes;
    }

    /** What the node does to the activations, where it has no weights that do it; empty where it has. */
    public Optional<String> what() {
        if (isPreProcessor()) {
            return Optional.of("its preprocessor " + node.preProcessor().get() + " multiplies the signal by "
                    + number(node.arriving() / node.handed()));
        }
        double factor = node.activation() / node.handed();
        return node.isInput() || hasWeights() || !Culprit.isRemarkable(factor)
                ? Optional.empty()
                : Optional.of(node.type() + " multiplies the signal by " + number(factor));
    }

    /**
     * What the node does to the gradient, where it has no weights that do it; empty where it has.
     *
     * @param all the nodes of the network
     */
    public Optional<String> whatBackward(List<NodeFacts> all) {
        double factor = Culprit.backwardFactor(node, all);
        return node.isInput() || hasWeights() || !Culprit.isRemarkable(factor)
                ? Optional.empty()
                : Optional.of(node.type() + " multiplies the gradient by " + number(factor));
    }

    /** What to do, in one sentence. */
    public String advice() {
        String name = node.name();
        if (node.isInput()) {
            return "All inputs are zero: look at how " + name + " is read.";
        }
        if (isPreProcessor()) {
            return "Remove the factor from the preprocessor of " + name + "; to scale inputs, standardise the data.";
        }
        if (node.normalises() && node.activation() == 0) {
            return "What " + name + " normalises over is all alike: train with batches of several different examples.";
        }
        if (node.normalises() && !hasWeights()) {
            return "Set the gains (gamma) of " + name + " to 1: now all that it puts out is of size "
                    + number(node.activation()) + ".";
        }
        if (!hasWeights()) {
            return "Take " + name + " out, or give it a factor of 1: the weights of the layers beside it have the"
                    + " scale that is wanted.";
        }
        if (biases > 1 && biases > preActivation / 2) {
            return "Set the biases of " + name + " to 0 (their root mean square is " + number(biases) + ").";
        }
        if (weightsAreOff()) {
            return "Initialise " + name + " as the other layers are (its weights have a root mean square of "
                    + number(weights) + ").";
        }
        return Double.isNaN(preActivation) || !Culprit.isRemarkable(node.activation() / preActivation)
                ? "Look at what " + name + " is given, which is of size " + number(node.arriving())
                        + ": its own weights (" + number(weights) + ") are right for so many inputs."
                : "Give " + name + " another activation function" + (squashes ? ", or smaller inputs" : "")
                        + ": it turns values of size " + number(preActivation) + " into values of size "
                        + number(node.activation()) + ".";
    }

    private boolean hasWeights() {
        return !Double.isNaN(weights);
    }

    private boolean isPreProcessor() {
        double own = Math.abs(Math.log10(node.arriving() / node.handed()));
        return node.preProcessor().isPresent() && own > Math.abs(Math.log10(node.activation() / node.arriving()));
    }

    private boolean weightsAreOff() {
        if (node.fanIn().isEmpty()) {
            return true;
        }
        double gain = weights * Math.sqrt(node.fanIn().getAsDouble());
        return gain > OFF && !isOutweighed() || gain < 1 / OFF;
    }

    /**
     * Whether the function takes away more than large weights bring, as a ReLU does that is off for most examples:
     * smaller weights would not help. Of a function that is flat for what they bring, it is they who are to blame.
     */
    private boolean isOutweighed() {
        return !squashes && node.activation() < node.arriving();
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.3g", value);
    }
}
