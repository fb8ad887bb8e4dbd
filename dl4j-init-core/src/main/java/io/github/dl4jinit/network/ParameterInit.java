// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.network;

import io.github.dl4jinit.internal.layer.Parameter;
import java.util.OptionalDouble;

/** What became of one parameter, or of one part of its columns. */
public final class ParameterInit {

    private final String layer;
    private final String type;
    private final Parameter definition;
    private final long[] shape;
    private final String what;
    private final String origin;
    private final Double gain;
    private final Double stdAsked;
    private final double stdRealised;

    ParameterInit(
            String layer,
            String type,
            Parameter definition,
            long[] shape,
            String what,
            String origin,
            Double gain,
            Double stdAsked,
            double stdRealised) {
        this.layer = layer;
        this.type = type;
        this.definition = definition;
        this.shape = shape.clone();
        this.what = what;
        this.origin = origin;
        this.gain = gain;
        this.stdAsked = stdAsked;
        this.stdRealised = stdRealised;
    }

    /** The layer's or vertex's name; "layer" and its number where a list's layer has none. */
    public String layer() {
        return layer;
    }

    /** The simple name of the class that configures the layer. */
    public String type() {
        return type;
    }

    /** The parameter's name in the layer's parameter table. */
    public String parameter() {
        return definition.name;
    }

    /** The shape of the parameter, or of those of its columns that this is about. */
    public long[] shape() {
        return shape.clone();
    }

    /** What was done: the name of a distribution, "orthogonal", "mirrored hidden", "constant 0", "kept". */
    public String what() {
        return what;
    }

    /** Whether these are weights that were given a scale by the layer's fans; 0 counts, as a residual rule sets it. */
    public boolean drawn() {
        return definition.isDrawn() && stdAsked != null;
    }

    /** Number of inputs that one output sums over, on average; empty for what has no fans. */
    public OptionalDouble fanIn() {
        return definition.isDrawn() ? OptionalDouble.of(definition.fanIn) : OptionalDouble.empty();
    }

    /** Number of outputs that one input feeds, on average; empty for what has no fans. */
    public OptionalDouble fanOut() {
        return definition.isDrawn() ? OptionalDouble.of(definition.fanOut) : OptionalDouble.empty();
    }

    /** The fan-in that DL4J passes to an initialiser for the parameter, right or wrong; empty for what has no fans. */
    public OptionalDouble dl4jFanIn() {
        return definition.isDrawn() ? OptionalDouble.of(definition.dl4jFanIn) : OptionalDouble.empty();
    }

    /** The fan-out that DL4J passes to an initialiser for the parameter; empty for what has no fans. */
    public OptionalDouble dl4jFanOut() {
        return definition.isDrawn() ? OptionalDouble.of(definition.dl4jFanOut) : OptionalDouble.empty();
    }

    /** Whether DL4J passes the true fans to an initialiser; true for what has no fans. */
    public boolean dl4jFansAreTrue() {
        return definition.fanIn == definition.dl4jFanIn && definition.fanOut == definition.dl4jFanOut;
    }

    /**
     * The standard deviation asked for times the root of the fan that the builder preserves by: n_in forward, n_out
     * backward, √(n_in · n_out) for the geometric mean. Empty for what was not drawn by a scale of ours.
     */
    public OptionalDouble gain() {
        return gain == null ? OptionalDouble.empty() : OptionalDouble.of(gain);
    }

    /** Where the gain came from, or why the parameter was kept. */
    public String origin() {
        return origin;
    }

    /** The standard deviation asked for; empty for what was kept or drawn by a user's initialiser. */
    public OptionalDouble stdAsked() {
        return stdAsked == null ? OptionalDouble.empty() : OptionalDouble.of(stdAsked);
    }

    /** The standard deviation of the values that are there now. */
    public double stdRealised() {
        return stdRealised;
    }

    @Override
    public String toString() {
        return layer + " " + parameter() + ": " + what + ", " + origin;
    }
}
