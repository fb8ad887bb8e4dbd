// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.signal;

import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/** Something that is wrong in a network, and where. */
public final class Problem {

    /** What is wrong. */
    public enum Kind {
        /** Parameters, activations or gradients are NaN or infinite; the layer is the first one. */
        NOT_FINITE,
        /** The forward trend is not healthy. */
        FORWARD,
        /** The backward trend is not healthy. */
        BACKWARD,
        /** Nine tenths of a layer's units, or more, are zero for the whole batch. */
        DEAD,
        /** Nine tenths of a layer's pre-activations, or more, are where its activation function is flat. */
        SATURATED,
        /** The examples' activations point in the same direction; the layer is the first one. */
        COLLAPSED,
        /** A recurrent layer's gradient explodes on its way back through time. */
        EXPLODES_IN_TIME
    }

    @JsonProperty
    private final Kind kind;

    @JsonProperty
    private final String layer;

    @JsonProperty
    private final String sentence;

    @JsonCreator
    Problem(
            @JsonProperty("kind") Kind kind,
            @JsonProperty("layer") String layer,
            @JsonProperty("sentence") String sentence) {
        this.kind = kind;
        this.layer = layer;
        this.sentence = sentence;
    }

    /** What is wrong. */
    public Kind kind() {
        return kind;
    }

    /** The name of the layer, or of the first of several. */
    public String layer() {
        return layer;
    }

    /** What is wrong, in words, with figures. */
    public String sentence() {
        return sentence;
    }

    @Override
    public String toString() {
        return layer + ": " + sentence;
    }
}
