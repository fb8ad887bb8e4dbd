// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.trial;

import com.fasterxml.jackson.annotation.JsonKey;
import com.fasterxml.jackson.annotation.JsonValue;
import io.github.dl4jinit.internal.Check;
import io.github.dl4jinit.lab.scheme.Scheme;
import io.github.dl4jinit.lab.scheme.Suggestion;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.BiFunction;

/**
 * What can differ between trials. In the order in which they are set: a scheme before its knobs, an update rule, which
 * brings its own learning rate, before another learning rate.
 */
public enum Knob {

    /** The seed of the weights and of the order of the examples. */
    SEED("seed", true, (trial, value) -> trial.withSeed(whole("seed", value))),

    /** The initialisation. */
    SCHEME("scheme", false, (trial, value) -> trial.withScheme(Scheme.unfinished(value))),

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

    /** Hidden layers. */
    DEPTH("depth", true, mlp((mlp, value) -> mlp.withDepth(small("depth", value)))),

    /** Units of each hidden layer. */
    WIDTH("width", true, mlp((mlp, value) -> mlp.withWidth(small("width", value)))),

    /** Activation function of the hidden layers. */
    ACTIVATION("activation", false, mlp((mlp, value) -> mlp.withActivation(ActivationSpec.parse(value)))),

    /** The update rule. */
    OPTIMIZER("optimizer", false, mlp((mlp, value) -> mlp.withOptimiser(Optimiser.of(value)))),

    /** The learning rate. */
    LR(
            "lr",
            true,
            (trial, value) -> withNetwork(trial, trial.training().network().withLearningRate(number("lr", value))));

    private final String flag;
    private final boolean numeric;
    private final BiFunction<TrialSpec, String, TrialSpec> setter;

    /** A knob of schemes, of that name there. */
    Knob(String schemeKnob) {
        this(
                schemeKnob.replaceAll("(?=[A-Z])", "-").toLowerCase(Locale.ROOT),
                true,
                (trial, value) -> trial.withScheme(trial.scheme().with(schemeKnob, value)));
    }

    Knob(String flag, boolean numeric, BiFunction<TrialSpec, String, TrialSpec> setter) {
        this.flag = flag;
        this.numeric = numeric;
        this.setter = setter;
    }

    /**
     * The knob of that name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static Knob of(String name) {
        Check.given("knob", name);
        return Arrays.stream(values())
                .filter(knob -> knob.flag.equalsIgnoreCase(name.trim()))
                .findFirst()
                .orElseThrow(() -> Suggestion.unknown(
                        "knob", name, Arrays.stream(values()).map(Knob::flag).toList()));
    }

    /** What a command line and files call it. */
    @JsonKey
    @JsonValue
    public String flag() {
        return flag;
    }

    /** Whether its values are numbers. */
    public boolean numeric() {
        return numeric;
    }

    /**
     * A trial that differs from another in this.
     *
     * @throws IllegalArgumentException if the value is none of this knob's, or the trial has no such knob
     */
    public TrialSpec set(TrialSpec trial, String value) {
        return setter.apply(Check.given("trial", trial), Check.given(flag, value));
    }

    private static BiFunction<TrialSpec, String, TrialSpec> mlp(BiFunction<MlpSpec, String, MlpSpec> setter) {
        return (trial, value) -> {
            if (!(trial.training().network() instanceof MlpSpec mlp)) {
                throw new IllegalArgumentException(Check.message(
                        "depth, width, activation and optimizer",
                        "left to the configuration of one's own network",
                        value));
            }
            return withNetwork(trial, setter.apply(mlp, value));
        };
    }

    private static TrialSpec withNetwork(TrialSpec trial, NetworkSpec network) {
        return trial.withTraining(trial.training().withNetwork(network));
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
