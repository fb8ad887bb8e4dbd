// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.signal;

import io.github.dl4jinit.internal.Check;
import io.github.dl4jinit.internal.Optionals;
import io.github.dl4jinit.internal.measure.Bins;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.nd4j.shade.jackson.annotation.JsonAutoDetect;
import org.nd4j.shade.jackson.annotation.JsonAutoDetect.Visibility;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;
import org.nd4j.shade.jackson.databind.annotation.JsonDeserialize;
import org.nd4j.shade.jackson.databind.annotation.JsonPOJOBuilder;

/**
 * What one batch does in one layer of a {@code MultiLayerNetwork} or one vertex of a {@code ComputationGraph}. The
 * network's inputs are the first layers of a report, of type {@code input}.
 */
@JsonAutoDetect(fieldVisibility = Visibility.ANY, getterVisibility = Visibility.NONE)
@JsonDeserialize(builder = LayerSignal.Builder.class)
public final class LayerSignal {

    private final String name;
    private final String type;
    private final int depth;
    private final boolean mainLine;
    private final boolean output;
    private final String function;
    private final Moments preActivation;
    private final Moments activation;
    private final double deadShare;
    private final Double saturatedShare;
    private final Double meanCosine;
    private final Double gradientNorm;
    private final Double gradientRatePerStep;
    private final int timeSteps;
    private final List<Integer> inputs;
    private final Histogram activationHistogram;
    private final Histogram gradientHistogram;
    private final List<ParameterSignal> parameters;

    private LayerSignal(Builder from) {
        this.name = from.name;
        this.type = from.type;
        this.depth = from.depth;
        this.mainLine = from.mainLine;
        this.output = from.output;
        this.function = from.function;
        this.preActivation = from.preActivation;
        this.activation = from.activation;
        this.deadShare = from.deadShare;
        this.saturatedShare = from.saturatedShare;
        this.meanCosine = from.meanCosine;
        this.gradientNorm = from.gradientNorm;
        this.gradientRatePerStep = from.gradientRatePerStep;
        this.timeSteps = from.timeSteps;
        this.inputs = Collections.unmodifiableList(new ArrayList<>(from.inputs));
        this.activationHistogram = from.activationHistogram;
        this.gradientHistogram = from.gradientHistogram;
        this.parameters = Collections.unmodifiableList(new ArrayList<>(from.parameters));
    }

    /** The layer's name in the configuration, else its index; the vertex's name in a graph. */
    public String name() {
        return name;
    }

    /** The simple name of DL4J's class: {@code DenseLayer}, {@code ElementWiseVertex}, …, or {@code input}. */
    public String type() {
        return type;
    }

    /** The number of layers with weights on the longest way from an input to here, this one included. */
    public int depth() {
        return depth;
    }

    /** Whether everything passes here: true in a {@code MultiLayerNetwork}, false within the branches of a graph. */
    public boolean mainLine() {
        return mainLine;
    }

    /** Whether the layer computes the loss. */
    public boolean output() {
        return output;
    }

    /** The name of the activation function, if the layer has one. */
    public Optional<String> function() {
        return Optional.ofNullable(function);
    }

    /** What the activation function is given; empty where there is none, or where it is given several things (LSTM). */
    public Optional<Moments> preActivation() {
        return Optional.ofNullable(preActivation);
    }

    /** What the layer hands on. */
    public Moments activation() {
        return activation;
    }

    /** The share of units (channels of a convolution) whose activation is zero for the whole batch, everywhere. */
    public double deadShare() {
        return deadShare;
    }

    /**
     * The share of pre-activations z with |φ′(z)| below a thousandth of φ's steepest slope between −4 and 4; about 0.5
     * for a healthy ReLU, whose slope is 0 on one side. Empty for functions that are not element-wise.
     */
    public OptionalDouble saturatedShare() {
        return Optionals.of(saturatedShare);
    }

    /**
     * The mean cosine of the angle between two different examples' activations: 1 if the layer no longer tells them
     * apart. Empty for a batch of one.
     */
    public OptionalDouble meanCosine() {
        return Optionals.of(meanCosine);
    }

    /**
     * The Euclidean norm of the gradient of the batch's mean loss with respect to the whole batch's activations; empty
     * for the loss itself and where no gradient gets, as below a frozen layer.
     */
    public OptionalDouble gradientNorm() {
        return Optionals.of(gradientNorm);
    }

    /**
     * In a recurrent layer, the factor by which a gradient shrinks or grows for each step that it goes back in time,
     * fitted from the last step to the first, of a random gradient given at the last step alone. Well below 1 the layer
     * forgets; that is told and is no problem, because many tasks need no more.
     */
    public OptionalDouble gradientRatePerStep() {
        return Optionals.of(gradientRatePerStep);
    }

    /** The number of time steps of a recurrent layer's activations; 0 for other layers. */
    public int timeSteps() {
        return timeSteps;
    }

    /**
     * The indices, in the report's layers, of those whose output the layer takes; none of a network's input, and none
     * in a report of an older version.
     */
    public List<Integer> inputs() {
        return inputs;
    }

    /** How many activations are how large; empty if one is not finite, and in reports of a listener. */
    public Optional<Histogram> activationHistogram() {
        return Optional.ofNullable(activationHistogram);
    }

    /**
     * How many elements of the gradient, of the batch's mean loss with respect to the batch's activations, are how
     * large; empty where there is no gradient or one is not finite, and in reports of a listener.
     */
    public Optional<Histogram> gradientHistogram() {
        return Optional.ofNullable(gradientHistogram);
    }

    /** The layer's weights, biases and other parameters, in DL4J's order; unmodifiable. */
    public List<ParameterSignal> parameters() {
        return parameters;
    }

    /** The parameter that the layer multiplies by first: {@code W}, or the first whose name has a W in it. */
    public Optional<ParameterSignal> weights() {
        return parameters.stream()
                .filter(parameter -> parameter.name().contains("W"))
                .min(Comparator.comparing(parameter -> !parameter.name().equals("W")));
    }

    /**
     * How many numbers are how large, in equally wide bins. What lies more than four standard deviations from the mean
     * counts in the outermost.
     */
    public static final class Histogram {

        @JsonProperty
        private final double from;

        @JsonProperty
        private final double to;

        @JsonProperty
        private final List<Long> counts;

        @JsonCreator
        Histogram(
                @JsonProperty("from") double from,
                @JsonProperty("to") double to,
                @JsonProperty("counts") List<Long> counts) {
            Check.given("counts", counts);
            this.from = from;
            this.to = to;
            this.counts = Collections.unmodifiableList(new ArrayList<>(counts));
        }

        /** The histogram of numbers divided by a positive one. */
        static Histogram of(Bins measured, double divisor) {
            return new Histogram(
                    measured.from() / divisor,
                    measured.to() / divisor,
                    LongStream.of(measured.counts()).boxed().collect(Collectors.toList()));
        }

        /** Where the first bin begins. */
        public double from() {
            return from;
        }

        /** Where the last bin ends; where the first begins if all numbers are alike. */
        public double to() {
            return to;
        }

        /** How many numbers each bin has; unmodifiable. */
        public List<Long> counts() {
            return counts;
        }
    }

    /** Collects what the two passes measure. */
    @JsonAutoDetect(fieldVisibility = Visibility.ANY)
    @JsonPOJOBuilder(withPrefix = "")
    static final class Builder {
        String name;
        String type;
        int depth;
        boolean mainLine;
        boolean output;
        String function;
        Moments preActivation;
        Moments activation;
        double deadShare;
        Double saturatedShare;
        Double meanCosine;
        Double gradientNorm;
        Double gradientRatePerStep;
        int timeSteps;
        List<Integer> inputs = List.of();
        Histogram activationHistogram;
        Histogram gradientHistogram;
        List<ParameterSignal> parameters = new ArrayList<>();

        LayerSignal build() {
            Check.given("name", name);
            Check.given("type", type);
            Check.given("activation", activation);
            Check.given("inputs", inputs);
            Check.given("parameters", parameters);
            return new LayerSignal(this);
        }
    }
}
