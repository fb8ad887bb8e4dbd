// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.layer;

import io.github.dl4jinit.internal.Check;
import io.github.dl4jinit.internal.sampling.OrthogonalFill;
import org.nd4j.linalg.activations.IActivation;

/**
 * How one parameter of a layer, or a part of its columns, is initialised: drawn as weights of given fans, set to a
 * constant, or left. A value: its fields are final, and methods that change one return another parameter.
 */
public final class Parameter {

    /** What becomes of a parameter. */
    public enum Kind {
        /** Drawn with the scale that what arrives calls for. */
        WEIGHTS,
        /** Drawn to keep what a layer hands to itself from step to step: orthogonal unless told otherwise. */
        RECURRENT,
        /** Set to a constant, or drawn where a critical point calls for random biases. */
        BIAS,
        /** Set to a constant. */
        CONSTANT,
        /** Left as it is. */
        KEPT
    }

    /** What weights are multiplied with. */
    public enum Source {
        /** The layer's input. */
        INPUT,
        /** What an earlier parameter of the layer made of its own. */
        PARAMETER,
        /** A single 1: an embedding's rows and learned queries are what they put out. */
        ONE,
        /** A sample of the latent variable of a variational autoencoder. */
        LATENT
    }

    /** Its name in the layer's parameter table. */
    public final String name;

    /** What becomes of it. */
    public final Kind kind;

    /** What weights are multiplied with. */
    public final Source source;

    /** The number of inputs that one output sums over, on average; 0 for what is not drawn. */
    public final double fanIn;

    /** The number of outputs that one input feeds, on average; 0 for what is not drawn. */
    public final double fanOut;

    /** The fan-in that DL4J passes to an initialiser, right or wrong. */
    public final double dl4jFanIn;

    /** The fan-out that DL4J passes to an initialiser, right or wrong. */
    public final double dl4jFanOut;

    /** The value of {@link Kind#BIAS} and {@link Kind#CONSTANT}; the gain of the isometry of {@link Kind#RECURRENT}. */
    public final double value;

    /** Why a parameter is {@link Kind#KEPT}, or set to a constant; {@code null} where nothing needs a reason. */
    public final String reason;

    /** Which of a vertex's inputs, from 0 on, these weights see ({@link Source#INPUT}). */
    public final int input;

    /** The earlier parameter whose pre-activations these weights see ({@link Source#PARAMETER}). */
    public final String after;

    /** The function that those pre-activations have been through. */
    public final IActivation function;

    /** Whether these weights make what the layer puts out; in a layer without such a parameter the first weights do. */
    public final boolean makesOutput;

    /** Whether these are gains of a normalisation, which leaves nothing of the scale of the layer's weights. */
    public final boolean normalises;

    /** Where the matrices lie in the parameter; {@code null} for one of [rows, columns] that is all of it. */
    public final Matrices matrices;

    /**
     * Where the matrix lies that joins a layer's units or channels to those of its input, outputs as rows: in a kernel
     * of several taps, the tap that stays in place. {@code null} where the layer is of another kind.
     */
    public final Matrices channels;

    /** The first column that this is about; negative for all columns. */
    public final long firstColumn;

    /** The column behind the last one that this is about. */
    public final long endColumn;

    private Parameter(Builder builder) {
        this.name = builder.name;
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
        this.channels = builder.channels;
        this.firstColumn = builder.firstColumn;
        this.endColumn = builder.endColumn;
    }

    /** Weights that the layer's input is multiplied by. */
    public static Parameter weights(String name, double fanIn, double fanOut) {
        return new Parameter(new Builder(name, Kind.WEIGHTS).fans(fanIn, fanOut));
    }

    /** Weights that what the layer put out at one step is multiplied by at the next. */
    public static Parameter recurrentWeights(String name, double fanIn, double fanOut) {
        return new Parameter(
                new Builder(name, Kind.RECURRENT).fans(fanIn, fanOut).value(1));
    }

    /** These recurrent weights as an isometry times that gain. */
    Parameter withGain(double gain) {
        return new Parameter(new Builder(this).value(gain));
    }

    /** Biases: all of that value, or random where a critical point calls for that. */
    public static Parameter bias(String name, double value) {
        return new Parameter(new Builder(name, Kind.BIAS).value(value));
    }

    /** A parameter that is always set to that value. */
    public static Parameter constant(String name, double value) {
        return new Parameter(new Builder(name, Kind.CONSTANT).value(value));
    }

    /** A parameter that is left as it is, and why. */
    public static Parameter kept(String name, String reason) {
        return new Parameter(new Builder(name, Kind.KEPT).reason(reason));
    }

    /** A parameter of which nothing is known: it is left as it is. */
    static Parameter unknown(String name) {
        return kept(name, "unknown: no rule is about it");
    }

    /** Gains of a layer normalisation, left as they are. */
    static Parameter normalisation(String name) {
        return new Parameter(
                new Builder(name, Kind.KEPT).reason("gains of a normalisation").normalising());
    }

    /** These weights, which see not the layer's input but what an earlier parameter made of it. */
    public Parameter after(String earlier, IActivation through) {
        return new Parameter(
                new Builder(this).after(Check.given("parameter", earlier), Check.given("function", through)));
    }

    /** These weights, whose input is a single 1. */
    Parameter ofOne() {
        return new Parameter(new Builder(this).source(Source.ONE));
    }

    /** These weights, whose input is a sample of the latent variable. */
    Parameter ofLatent() {
        return new Parameter(new Builder(this).source(Source.LATENT));
    }

    /** These weights, which see one of several inputs of a vertex. */
    Parameter ofInput(int number) {
        return new Parameter(new Builder(this).input(number));
    }

    /** These weights, which make what the layer puts out. */
    Parameter makingOutput() {
        return new Parameter(new Builder(this).makingOutput());
    }

    /** These weights, for which DL4J has other fans. */
    Parameter dl4jFans(double fanIn, double fanOut) {
        return new Parameter(new Builder(this).dl4jFans(fanIn, fanOut));
    }

    /** These weights, which consist of so many matrices; the place says where each element lies. */
    Parameter matrices(int count, long rows, long columns, OrthogonalFill.Place place) {
        return new Parameter(new Builder(this)
                .matrices(new Matrices(count, Math.toIntExact(rows), Math.toIntExact(columns), place)));
    }

    /** These weights, all of which are one matrix, row by row in memory. */
    Parameter matrix(long rows, long columns) {
        return matrices(1, rows, columns, (matrix, row, column) -> (int) (row * columns + column));
    }

    /** These weights, which join so many outputs to so many inputs; the place says where each element lies. */
    Parameter channels(long outputs, long inputs, OrthogonalFill.Place place) {
        return new Parameter(
                new Builder(this).channels(new Matrices(1, Math.toIntExact(outputs), Math.toIntExact(inputs), place)));
    }

    /** This rule for some of the parameter's columns only. */
    Parameter columns(long from, long to) {
        return new Parameter(new Builder(this).columns(from, to));
    }

    /** This rule with a reason that people are told. */
    Parameter because(String why) {
        return new Parameter(new Builder(this).reason(why));
    }

    /** This rule in a layer that gives its input to two directions, so that an input feeds twice as many outputs. */
    Parameter feedingTwice() {
        return kind == Kind.WEIGHTS && source == Source.INPUT
                ? new Parameter(new Builder(this).fansButDl4js(fanIn, 2 * fanOut))
                : this;
    }

    /** This rule for one direction of a layer that reads both ways, under the prefix of that direction. */
    Parameter withPrefix(String prefix) {
        return new Parameter(new Builder(this).prefix(prefix));
    }

    /** Whether the parameter is drawn as weights, of known fans. */
    public boolean isDrawn() {
        return kind == Kind.WEIGHTS || kind == Kind.RECURRENT;
    }

    /**
     * Where in a parameter, its elements counted in its own order, the matrices are that orthogonal weights are made
     * of.
     */
    public static final class Matrices {

        public final int count;
        public final int rows;
        public final int columns;
        public final OrthogonalFill.Place place;

        Matrices(int count, int rows, int columns, OrthogonalFill.Place place) {
            this.count = count;
            this.rows = rows;
            this.columns = columns;
            this.place = place;
        }
    }

    private static final class Builder {

        private String name;
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
        private Matrices channels;
        private long firstColumn = -1;
        private long endColumn = -1;

        Builder(String name, Kind kind) {
            this.name = Check.given("parameter", name);
            this.kind = kind;
        }

        Builder(Parameter original) {
            this(original.name, original.kind);
            source = original.source;
            fanIn = original.fanIn;
            fanOut = original.fanOut;
            value = original.value;
            reason = original.reason;
            dl4jFanIn = original.dl4jFanIn;
            dl4jFanOut = original.dl4jFanOut;
            input = original.input;
            makesOutput = original.makesOutput;
            normalises = original.normalises;
            after = original.after;
            function = original.function;
            matrices = original.matrices;
            channels = original.channels;
            firstColumn = original.firstColumn;
            endColumn = original.endColumn;
        }

        Builder fans(double in, double out) {
            fanIn = Check.positiveFinite("fanIn of " + name, in);
            fanOut = Check.positiveFinite("fanOut of " + name, out);
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
            Check.require(Double.isFinite(constant), "value of " + name, "finite", constant);
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

        Builder channels(Matrices where) {
            channels = where;
            return this;
        }

        Builder columns(long from, long to) {
            firstColumn = from;
            endColumn = to;
            return this;
        }

        Builder prefix(String prefix) {
            name = prefix + name;
            after = after == null ? null : prefix + after;
            channels = null; // each direction makes but a part of what the layer puts out
            return this;
        }
    }
}
