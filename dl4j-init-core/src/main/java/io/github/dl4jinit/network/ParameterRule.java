// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.network;

import io.github.dl4jinit.internal.Check;
import io.github.dl4jinit.internal.sampling.OrthogonalFill;
import org.nd4j.linalg.activations.IActivation;

/**
 * How one parameter of a layer is initialised: drawn as weights of given fans, set to a constant, or left.
 *
 * <p>A rule for a user's own layer is a list of these (see {@link NetworkInit.Builder#rule}):
 *
 * <pre>
 * .rule(MyLayer.class, layer -&gt; List.of(
 *         ParameterRule.weights("W", layer.getNIn(), layer.getNOut()),
 *         ParameterRule.bias("b", 0)))
 * </pre>
 */
public final class ParameterRule {

    /** What becomes of a parameter. */
    enum Kind {
        /** Drawn, by the scale of what arrives. */
        WEIGHTS,
        /** Drawn, to keep what a layer hands to itself from step to step: orthogonal unless told otherwise. */
        RECURRENT,
        /** Set to a constant, or drawn where a critical point calls for random biases. */
        BIAS,
        /** Set to a constant. */
        CONSTANT,
        /** Left as it is. */
        KEPT
    }

    /** What weights are multiplied with. */
    enum Source {
        /** The layer's input. */
        INPUT,
        /** What an earlier parameter of the layer made of its own. */
        PARAMETER,
        /** A single 1: an embedding's rows and learned queries are what they put out. */
        ONE,
        /** A sample of the latent variable of a variational autoencoder. */
        LATENT
    }

    final String parameter;
    final Kind kind;
    final Source source;
    final double fanIn;
    final double fanOut;

    /** Of {@link Kind#BIAS} and {@link Kind#CONSTANT}. */
    final double value;

    /** Of {@link Kind#KEPT}, and of constants that need one. */
    final String reason;

    /** What DL4J passes to an initialiser; those above unless told otherwise. */
    final double dl4jFanIn;

    final double dl4jFanOut;

    /** Of {@link Source#INPUT}: which of the inputs of a vertex, from 0 on. */
    final int input;

    /** Of {@link Source#PARAMETER}. */
    final String after;

    /** What the pre-activations of that parameter have been through. */
    final IActivation function;

    /** Whether these weights make what the layer puts out; of a layer without such a rule the first weights do. */
    final boolean makesOutput;

    /** Whether these are gains of a normalisation, which leaves nothing of the scale of the layer's weights. */
    final boolean normalises;

    /** Where the matrices lie in the parameter; {@code null} for one of [rows, columns] that is all of it. */
    final Matrices matrices;

    /** The part of the columns that this is about, from here on; negative for all. */
    final long firstColumn;

    /** Its end. */
    final long endColumn;

    private ParameterRule(Builder builder) {
        this.parameter = builder.parameter;
        this.kind = builder.kind;
        this.source = builder.source;
        this.fanIn = builder.fanIn;
        this.fanOut = builder.fanOut;
        this.value = builder.value;
        this.reason = builder.reason;
        this.dl4jFanIn = builder.dl4jFanIn;
        this.dl4jFanOut = builder.dl4jFanOut;
        this.input = builder.input;
        this.makesOutput = builder.makesOutput;
        this.normalises = builder.normalises;
        this.after = builder.after;
        this.function = builder.function;
        this.matrices = builder.matrices;
        this.firstColumn = builder.firstColumn;
        this.endColumn = builder.endColumn;
    }

    /**
     * Weights that the layer's input is multiplied by.
     *
     * @param parameter its name in the layer's parameter table
     * @param fanIn number of inputs that one output sums over, on average over outputs
     * @param fanOut number of outputs that one input feeds, on average over inputs
     * @throws IllegalArgumentException if a fan is not positive and finite
     */
    public static ParameterRule weights(String parameter, double fanIn, double fanOut) {
        return new ParameterRule(new Builder(parameter, Kind.WEIGHTS).fans(fanIn, fanOut));
    }

    /**
     * Weights that what the layer put out at one step is multiplied by at the next: orthogonal, of gain 1, unless the
     * builder says otherwise.
     *
     * @throws IllegalArgumentException if a fan is not positive and finite
     */
    public static ParameterRule recurrentWeights(String parameter, double fanIn, double fanOut) {
        return new ParameterRule(new Builder(parameter, Kind.RECURRENT).fans(fanIn, fanOut));
    }

    /** Biases: all of that value, or random where {@link NetworkInit.Builder#critical} calls for that. */
    public static ParameterRule bias(String parameter, double value) {
        return new ParameterRule(new Builder(parameter, Kind.BIAS).value(value));
    }

    /** A parameter that is always set to that value. */
    public static ParameterRule constant(String parameter, double value) {
        return new ParameterRule(new Builder(parameter, Kind.CONSTANT).value(value));
    }

    /** A parameter that is left as it is, and why: "slopes", say. */
    public static ParameterRule kept(String parameter, String reason) {
        return new ParameterRule(new Builder(parameter, Kind.KEPT).reason(reason));
    }

    /** Gains of a layer normalisation, left as they are. */
    static ParameterRule normalisation(String parameter) {
        return new ParameterRule(new Builder(parameter, Kind.KEPT)
                .reason("gains of a normalisation")
                .normalising());
    }

    /**
     * The same weights, which see not the layer's input but what another parameter's weights made of it.
     *
     * @param parameter a parameter that an earlier rule of the same layer is about
     * @param function what its pre-activations go through first; the identity for none
     */
    public ParameterRule after(String parameter, IActivation function) {
        return new ParameterRule(
                new Builder(this).after(Check.given("parameter", parameter), Check.given("function", function)));
    }

    /** The same weights, whose input is a single 1. */
    ParameterRule ofOne() {
        return new ParameterRule(new Builder(this).source(Source.ONE));
    }

    /** The same weights, whose input is a sample of the latent variable. */
    ParameterRule ofLatent() {
        return new ParameterRule(new Builder(this).source(Source.LATENT));
    }

    /** The same weights, which see one of several inputs of a vertex. */
    ParameterRule ofInput(int number) {
        return new ParameterRule(new Builder(this).input(number));
    }

    /** The same weights, which make what the layer puts out. */
    ParameterRule makingOutput() {
        return new ParameterRule(new Builder(this).makingOutput());
    }

    ParameterRule dl4jFans(double fanIn, double fanOut) {
        return new ParameterRule(new Builder(this).dl4jFans(fanIn, fanOut));
    }

    ParameterRule matrices(int count, long rows, long columns, OrthogonalFill.Place place) {
        return new ParameterRule(new Builder(this)
                .matrices(new Matrices(count, Math.toIntExact(rows), Math.toIntExact(columns), place)));
    }

    /** All of the parameter is one matrix, row by row in its memory. */
    ParameterRule matrix(long rows, long columns) {
        return matrices(1, rows, columns, (matrix, row, column) -> (int) (row * columns + column));
    }

    ParameterRule columns(long from, long to) {
        return new ParameterRule(new Builder(this).columns(from, to));
    }

    ParameterRule because(String why) {
        return new ParameterRule(new Builder(this).reason(why));
    }

    /** The same in a layer that gives its input to two directions, so that an input feeds twice as many outputs. */
    ParameterRule feedingTwice() {
        return kind == Kind.WEIGHTS && source == Source.INPUT
                ? new ParameterRule(new Builder(this).fansButDl4js(fanIn, 2 * fanOut))
                : this;
    }

    /** The same for one direction of a layer that reads both ways. */
    ParameterRule withPrefix(String prefix) {
        return new ParameterRule(new Builder(this).prefix(prefix));
    }

    boolean drawn() {
        return kind == Kind.WEIGHTS || kind == Kind.RECURRENT;
    }

    /** Where in a parameter, in the order of its memory, the matrices are that orthogonal weights are made of. */
    static final class Matrices {

        final int count;
        final int rows;
        final int columns;
        final OrthogonalFill.Place place;

        Matrices(int count, int rows, int columns, OrthogonalFill.Place place) {
            this.count = count;
            this.rows = rows;
            this.columns = columns;
            this.place = place;
        }
    }

    private static final class Builder {

        private String parameter;
        private final Kind kind;
        private Source source = Source.INPUT;
        private double fanIn;
        private double fanOut;
        private double value;
        private String reason;
        private double dl4jFanIn;
        private double dl4jFanOut;
        private int input;
        private boolean makesOutput;
        private boolean normalises;
        private String after;
        private IActivation function;
        private Matrices matrices;
        private long firstColumn = -1;
        private long endColumn = -1;

        Builder(String parameter, Kind kind) {
            this.parameter = Check.given("parameter", parameter);
            this.kind = kind;
        }

        Builder(ParameterRule rule) {
            this(rule.parameter, rule.kind);
            source = rule.source;
            fanIn = rule.fanIn;
            fanOut = rule.fanOut;
            value = rule.value;
            reason = rule.reason;
            dl4jFanIn = rule.dl4jFanIn;
            dl4jFanOut = rule.dl4jFanOut;
            input = rule.input;
            makesOutput = rule.makesOutput;
            normalises = rule.normalises;
            after = rule.after;
            function = rule.function;
            matrices = rule.matrices;
            firstColumn = rule.firstColumn;
            endColumn = rule.endColumn;
        }

        Builder fans(double in, double out) {
            fanIn = Check.positiveFinite("fanIn of " + parameter, in);
            fanOut = Check.positiveFinite("fanOut of " + parameter, out);
            return dl4jFans(in, out);
        }

        Builder fansButDl4js(double in, double out) {
            fanIn = in;
            fanOut = out;
            return this;
        }

        Builder dl4jFans(double in, double out) {
            dl4jFanIn = in;
            dl4jFanOut = out;
            return this;
        }

        Builder value(double constant) {
            Check.require(Double.isFinite(constant), "value of " + parameter, "finite", constant);
            value = constant;
            return this;
        }

        Builder reason(String why) {
            reason = Check.given("reason", why);
            return this;
        }

        Builder after(String earlier, IActivation through) {
            after = earlier;
            function = through;
            return source(Source.PARAMETER);
        }

        Builder input(int number) {
            input = number;
            return this;
        }

        Builder normalising() {
            normalises = true;
            return this;
        }

        Builder makingOutput() {
            makesOutput = true;
            return this;
        }

        Builder source(Source what) {
            source = what;
            return this;
        }

        Builder matrices(Matrices where) {
            matrices = where;
            return this;
        }

        Builder columns(long from, long to) {
            firstColumn = from;
            endColumn = to;
            return this;
        }

        Builder prefix(String prefix) {
            parameter = prefix + parameter;
            after = after == null ? null : prefix + after;
            return this;
        }
    }
}
