// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.signal;

import io.github.dl4jinit.internal.diagnosis.Finding;
import java.util.List;
import java.util.Optional;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/** Something that is wrong in a network, and where. */
public final class Problem {

    /** What is wrong. */
    public enum Kind {
        /** Parameters, activations or gradients are NaN or infinite; the layer is the first one. */
        NOT_FINITE,
        /** An input is raw, constant, not a number, or masked altogether. */
        INPUTS,
        /** The labels of an output do not fit it, or are not numbers, or of another scale. */
        LABELS,
        /** The loss is not a number, or far above what guessing would cost before training. */
        LOSS,
        /** Dropout leaves next to nothing of what a layer is given. */
        DROPOUT,
        /** The forward trend is not healthy. */
        FORWARD,
        /** The backward trend is not healthy. */
        BACKWARD,
        /** An output lets next to nothing of its error through, or answers the same to every example. */
        OUTPUT,
        /**
         * The next step of training would change weights far too much, too little to matter, to NaN, or only shrink.
         */
        UPDATE,
        /** A layer is to be trained, and no gradient gets there. */
        NO_GRADIENT,
        /** Nine tenths of a layer's units, or more, are zero for the whole batch. */
        DEAD,
        /** Nine tenths of a layer's pre-activations, or more, are where its activation function is flat. */
        SATURATED,
        /** The examples' activations point in the same direction; the layer is the first one. */
        COLLAPSED,
        /** A recurrent layer's gradient explodes on its way back through time. */
        EXPLODES_IN_TIME,
        /** Units of a layer have the same weights, and will have them for ever. */
        SYMMETRIC,
        /** A running mean or variance is one that no data can have. */
        STATISTICS
    }

    @JsonProperty
    private final Kind kind;

    @JsonProperty
    private final String layer;

    @JsonProperty
    private final String sentence;

    @JsonProperty
    private final String advice;

    private final boolean ofConfiguration;

    @JsonCreator
    Problem(
            @JsonProperty(value = "kind", required = true) Kind kind,
            @JsonProperty(value = "layer", required = true) String layer,
            @JsonProperty(value = "sentence", required = true) String sentence,
            @JsonProperty("advice") String advice) {
        this(kind, layer, sentence, advice, false);
    }

    private Problem(Kind kind, String layer, String sentence, String advice, boolean ofConfiguration) {
        this.kind = kind;
        this.layer = layer;
        this.sentence = sentence;
        this.advice = advice;
        this.ofConfiguration = ofConfiguration;
    }

    /** A problem for which the report's recommendation says what to do. */
    Problem(Kind kind, String layer, String sentence) {
        this(kind, layer, sentence, null);
    }

    static Problem of(Kind kind, Finding finding) {
        return new Problem(kind, finding.place(), finding.sentence(), finding.advice(), finding.isOfConfiguration());
    }

    /** What is wrong. */
    public Kind kind() {
        return kind;
    }

    /**
     * The name of the input, layer or vertex where it happens, or of the first of several; for labels "labels", in a
     * network of several outputs "labels of" and the output's name.
     */
    public String layer() {
        return layer;
    }

    /** What is wrong, in words, with figures. */
    public String sentence() {
        return sentence;
    }

    /** What to do about this problem alone; empty where it takes the whole report to say so. */
    public Optional<String> advice() {
        return Optional.ofNullable(advice);
    }

    /** The same problem, which other layers have, too. */
    Problem likewiseIn(List<String> others) {
        return others.isEmpty()
                ? this
                : new Problem(
                        kind, layer, sentence + "; likewise in " + String.join(", ", others), advice, ofConfiguration);
    }

    /** Whether the configuration is to blame, whatever the weights and the data are. */
    boolean isOfConfiguration() {
        return ofConfiguration;
    }

    @Override
    public String toString() {
        return layer + ": " + sentence;
    }
}
