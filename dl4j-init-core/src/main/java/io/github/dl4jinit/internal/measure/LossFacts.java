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
    private final IActivation before;
    private final OutputRange range;
    private final long units;
    private final boolean distribution;
    private final boolean labelsGiven;
    private final boolean wholeLabels;
    private final Double lowestLabel;
    private final Double highestLabel;
    private final double loss;
    private final Double guessing;
    private final Double undecided;
    private final Double outOfReach;
    private final Double errorPassed;
    private final Double spread;
    private final Double preActivationRms;
    private final Double preActivationSpread;
    private final double biases;

    private LossFacts(Builder from) {
        this.node = from.node;
        this.function = from.function;
        this.activation = from.activation;
        this.before = from.before;
        this.range = from.range;
        this.units = from.units;
        this.distribution = from.distribution;
        this.labelsGiven = from.labelsGiven;
        this.wholeLabels = from.wholeLabels;
        this.lowestLabel = from.lowestLabel;
        this.highestLabel = from.highestLabel;
        this.loss = from.loss;
        this.guessing = from.guessing;
        this.undecided = from.undecided;
        this.outOfReach = from.outOfReach;
        this.errorPassed = from.errorPassed;
        this.spread = from.spread;
        this.preActivationRms = from.preActivationRms;
        this.preActivationSpread = from.preActivationSpread;
        this.biases = from.biases;
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

    /**
     * The activation function that a loss layer without weights finds already applied; {@code null} if there is none.
     */
    public IActivation before() {
        return before;
    }

    /** The numbers that the output can put out, whatever it is given. */
    public OutputRange range() {
        return range;
    }

    /** The number of units of the output; 0 where the loss function is {@code null}. */
    public long units() {
        return units;
    }

    /** Whether all units of an example sum to 1, as those of a softmax do. */
    public boolean isDistribution() {
        return distribution;
    }

    /** Whether the labels are the user's, and not made up. */
    public boolean labelsGiven() {
        return labelsGiven;
    }

    /** Whether all labels are whole numbers, as classes are. */
    public boolean hasWholeLabels() {
        return wholeLabels;
    }

    /** The lowest label; those that are masked count as 0. Empty where the loss function is {@code null}. */
    public OptionalDouble lowestLabel() {
        return Optionals.of(lowestLabel);
    }

    /** The highest label; those that are masked count as 0. Empty where the loss function is {@code null}. */
    public OptionalDouble highestLabel() {
        return Optionals.of(highestLabel);
    }

    /** The loss of the batch without regularisation: the mean over its examples of what each costs. */
    public double loss() {
        return loss;
    }

    /** What the mean of the labels, as the same answer to every example, would cost; empty if that says nothing. */
    public OptionalDouble guessing() {
        return Optionals.of(guessing);
    }

    /** What pre-activations of 0 would cost, as output weights of zero make them; empty if that is not finite. */
    public OptionalDouble undecided() {
        return Optionals.of(undecided);
    }

    /**
     * The part of the way from guessing to the labels themselves that no answer of this output can go, measured in
     * loss: 0 if it can put out every label, 1 if its nearest answers are no better than guessing. Empty if that says
     * nothing.
     */
    public OptionalDouble outOfReach() {
        return Optionals.of(outOfReach);
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

    /**
     * The standard deviation over the examples of a unit's pre-activations, as the root mean square over the units.
     * Empty for a single example.
     */
    public OptionalDouble preActivationSpread() {
        return Optionals.of(preActivationSpread);
    }

    /** The root mean square of the output's biases; 0 if it has none. */
    public double biases() {
        return biases;
    }

    /** Collects what {@link Loss} measures; {@code null} is what there is not. */
    static final class Builder {

        String node;
        ILossFunction function;
        IActivation activation;
        IActivation before;
        OutputRange range = OutputRange.ALL;
        long units;
        boolean distribution;
        boolean labelsGiven;
        boolean wholeLabels;
        Double lowestLabel;
        Double highestLabel;
        double loss;
        Double guessing;
        Double undecided;
        Double outOfReach;
        Double errorPassed;
        Double spread;
        Double preActivationRms;
        Double preActivationSpread;
        double biases;

        LossFacts build() {
            return new LossFacts(this);
        }
    }
}
