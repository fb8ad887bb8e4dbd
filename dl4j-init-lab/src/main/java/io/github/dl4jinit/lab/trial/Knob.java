// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.trial;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.github.dl4jinit.internal.Check;
import io.github.dl4jinit.lab.scheme.Scheme;
import io.github.dl4jinit.lab.scheme.Suggestion;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * What can differ between trials. In the order in which they are set: a scheme before its knobs, an update rule, which
 * brings its own learning rate, before another learning rate.
 */
public enum Knob {

    /** The seed of the weights and of the order of the examples. */
    SEED(
            "seed",
            Kind.WHOLE,
            (trial, value) -> trial.withSeed(whole("seed", value)),
            trial -> Optional.of(String.valueOf(trial.seed()))),

    /** The initialisation. */
    SCHEME(
            "scheme",
            Kind.NAME,
            (trial, value) -> trial.withScheme(Scheme.unfinished(value)),
            trial -> Optional.of(trial.scheme().text())),

    /** Factor of the standard deviation. */
    GAIN("gain"),

    /** Variance times fan, at gain 1. */
    NUMERATOR("numerator"),

    /** σ_w², the variance of a weight times its fan-in, of the scheme {@code meanfield}. */
    SIGMA_W2("sigmaW2"),

    /** σ_b², the variance of a bias, of the scheme {@code meanfield}. */
    SIGMA_B2("sigmaB2"),

    /** The variance of pre-activations, of the schemes {@code network} and {@code mirrored}. */
    PRE_ACTIVATION_VARIANCE("preActivationVariance"),

    /** Hidden layers, of a network of equal ones. */
    DEPTH(
            "depth",
            Kind.WHOLE,
            layered((layers, value) -> layers.withDepth(small("depth", value))),
            ofLayered(NetworkSpec.Layered::depth)),

    /** Units, or channels, of each hidden layer. */
    WIDTH(
            "width",
            Kind.WHOLE,
            layered((layers, value) -> layers.withWidth(small("width", value))),
            ofLayered(NetworkSpec.Layered::width)),

    /** Activation function of the hidden layers. */
    ACTIVATION(
            "activation",
            Kind.NAME,
            layered((layers, value) -> layers.withActivation(ActivationSpec.parse(value))),
            ofLayered(NetworkSpec.Layered::activation)),

    /** The update rule. */
    OPTIMIZER(
            "optimizer",
            Kind.NAME,
            layered((layers, value) -> layers.withOptimiser(Optimiser.of(value))),
            ofLayered(NetworkSpec.Layered::optimiser)),

    /** The learning rate. */
    LR(
            "lr",
            Kind.REAL,
            (trial, value) -> withNetwork(trial, trial.training().network().withLearningRate(number("lr", value))),
            trial -> learningRate(trial.training().network()).map(String::valueOf)),

    /** Examples an iteration. */
    BATCH(
            "batch",
            Kind.WHOLE,
            (trial, value) -> trial.withTraining(trial.training().withBatchSize(small("batch", value))),
            trial -> Optional.of(String.valueOf(trial.training().batchSize())));

    /** What values are. */
    private enum Kind {
        REAL,
        WHOLE,
        NAME
    }

    private final String flag;
    private final Kind kind;
    private final String schemeKnob;
    private final BiFunction<TrialSpec, String, TrialSpec> setter;
    private final Function<TrialSpec, Optional<String>> getter;

    /** A knob of schemes, of that name there. */
    Knob(String schemeKnob) {
        this.flag = schemeKnob.replaceAll("(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
        this.kind = Kind.REAL;
        this.schemeKnob = schemeKnob;
        this.setter = (trial, value) -> trial.withScheme(trial.scheme().with(schemeKnob, value));
        this.getter = trial -> trial.scheme().value(schemeKnob).filter(Knob::isNumber);
    }

    Knob(
            String flag,
            Kind kind,
            BiFunction<TrialSpec, String, TrialSpec> setter,
            Function<TrialSpec, Optional<String>> getter) {
        this.flag = flag;
        this.kind = kind;
        this.schemeKnob = null;
        this.setter = setter;
        this.getter = getter;
    }

    /**
     * The knob of that name.
     *
     * @throws IllegalArgumentException if there is none
     */
    @JsonCreator
    public static Knob of(String name) {
        Check.given("knob", name);
        return find(name)
                .orElseThrow(() -> Suggestion.unknown(
                        "knob", name, Arrays.stream(values()).map(Knob::flag).toList()));
    }

    /** The knob of that name; empty if there is none. */
    public static Optional<Knob> find(String name) {
        String trimmed = Check.given("knob", name).trim();
        return Arrays.stream(values())
                .filter(knob -> knob.flag.equalsIgnoreCase(trimmed))
                .findFirst();
    }

    /** What a command line and files call it. */
    @JsonValue
    public String flag() {
        return flag;
    }

    /** Whether its values are numbers. */
    public boolean numeric() {
        return kind != Kind.NAME;
    }

    /** Whether its values are whole numbers. */
    public boolean whole() {
        return kind == Kind.WHOLE;
    }

    /** Whether it is a knob of the initialisation, as the gain is. */
    public boolean ofScheme() {
        return schemeKnob != null;
    }

    /** Whether trials of a scheme have this knob; those that are no knobs of a scheme all trials have. */
    public boolean fits(Scheme scheme) {
        Check.given("scheme", scheme);
        return schemeKnob == null || scheme.has(schemeKnob);
    }

    /**
     * A trial that differs from another in this.
     *
     * @throws IllegalArgumentException if the value is none of this knob's, or the trial has no such knob
     */
    public TrialSpec set(TrialSpec trial, String value) {
        return setter.apply(Check.given("trial", trial), Check.given(flag, value));
    }

    /**
     * What this is in a trial; empty if the trial has no such knob, or leaves it to a configuration or a rule. A knob
     * of the scheme that is not set is what the scheme usually makes it, if that is known.
     */
    public Optional<String> of(TrialSpec trial) {
        return getter.apply(Check.given("trial", trial));
    }

    /**
     * A scheme with this knob set, whether or not it sets it already.
     *
     * @throws IllegalArgumentException if it has no such knob, or the value is out of its range
     */
    public Scheme replacing(Scheme scheme, String value) {
        Check.require(schemeKnob != null, "knob", "one of a scheme", flag);
        return Check.given("scheme", scheme).replacing(schemeKnob, value);
    }

    private static BiFunction<TrialSpec, String, TrialSpec> layered(
            BiFunction<NetworkSpec.Layered, String, NetworkSpec> setter) {
        return (trial, value) -> {
            if (!(trial.training().network() instanceof NetworkSpec.Layered layers)) {
                throw new IllegalArgumentException(Check.message(
                        "depth, width, activation and optimizer",
                        "left to the configuration of one's own network",
                        value));
            }
            return withNetwork(trial, setter.apply(layers, value));
        };
    }

    private static Function<TrialSpec, Optional<String>> ofLayered(Function<NetworkSpec.Layered, ?> getter) {
        return trial -> trial.training().network() instanceof NetworkSpec.Layered layers
                ? Optional.of(String.valueOf(getter.apply(layers)))
                : Optional.empty();
    }

    private static TrialSpec withNetwork(TrialSpec trial, NetworkSpec network) {
        return trial.withTraining(trial.training().withNetwork(network));
    }

    private static Optional<Double> learningRate(NetworkSpec network) {
        return network instanceof NetworkSpec.Layered layers
                ? Optional.of(layers.learningRate())
                : Optional.ofNullable(((OwnNetworkSpec) network).learningRate());
    }

    private static boolean isNumber(String value) {
        return !value.isEmpty() && !Character.isLetter(value.charAt(0));
    }

    private static double number(String name, String value) {
        try {
            return Double.parseDouble(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(Check.message(name, "a number", value), e);
        }
    }

    private static long whole(String name, String value) {
        try {
            return Long.parseLong(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(Check.message(name, "a whole number", value), e);
        }
    }

    private static int small(String name, String value) {
        long whole = whole(name, value);
        Check.require((int) whole == whole, name, "a whole number below 2^31", value);
        return (int) whole;
    }
}
