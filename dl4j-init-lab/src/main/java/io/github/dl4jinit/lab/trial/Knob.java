// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.trial;

import com.fasterxml.jackson.annotation.JsonKey;
import com.fasterxml.jackson.annotation.JsonValue;
import io.github.dl4jinit.internal.Check;
import io.github.dl4jinit.lab.scheme.Scheme;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
import org.nd4j.linalg.activations.Activation;

/**
 * What can differ between trials. In the order in which they are set: a scheme before its knobs, an update rule, which
 * brings its own learning rate, before another learning rate.
 */
public enum Knob {

    /** The seed of the weights and of the order of the examples. */
    SEED("seed", true, (trial, value) -> new TrialSpec(trial.scheme(), whole("seed", value), trial.training())),

    /** The initialisation. */
    SCHEME("scheme", false, (trial, value) -> new TrialSpec(value, trial.seed(), trial.training())),

    /** Factor of the standard deviation. */
    GAIN("gain", true, schemeKnob("gain")),

    /** Variance times fan, at gain 1. */
    NUMERATOR("numerator", true, schemeKnob("numerator")),

    /** σ_w², the variance of a weight times its fan-in, of the scheme {@code meanfield}. */
    SIGMA_W2("sigma-w2", true, schemeKnob("sigmaW2")),

    /** σ_b², the variance of a bias, of the scheme {@code meanfield}. */
    SIGMA_B2("sigma-b2", true, schemeKnob("sigmaB2")),

    /** Hidden layers. */
    DEPTH(
            "depth",
            true,
            mlp((mlp, value) -> new MlpSpec(
                    small("depth", value),
                    mlp.width(),
                    mlp.activation(),
                    mlp.residual(),
                    mlp.optimiser(),
                    mlp.learningRate()))),

    /** Units of each hidden layer. */
    WIDTH(
            "width",
            true,
            mlp((mlp, value) -> new MlpSpec(
                    mlp.depth(),
                    small("width", value),
                    mlp.activation(),
                    mlp.residual(),
                    mlp.optimiser(),
                    mlp.learningRate()))),

    /** Activation function of the hidden layers. */
    ACTIVATION(
            "activation",
            false,
            mlp((mlp, value) -> new MlpSpec(
                    mlp.depth(),
                    mlp.width(),
                    constant("activation", value, Activation.class).name(),
                    mlp.residual(),
                    mlp.optimiser(),
                    mlp.learningRate()))),

    /** The update rule. */
    OPTIMIZER("optimizer", false, mlp((mlp, value) -> {
        Optimiser optimiser = Optimiser.of(value);
        return new MlpSpec(
                mlp.depth(), mlp.width(), mlp.activation(), mlp.residual(), optimiser, optimiser.defaultLearningRate());
    })),

    /** The learning rate. */
    LR("lr", true, (trial, value) -> {
        double rate = Check.positiveFinite("lr", number("lr", value));
        NetworkSpec network = trial.training().network() instanceof MlpSpec mlp
                ? new MlpSpec(mlp.depth(), mlp.width(), mlp.activation(), mlp.residual(), mlp.optimiser(), rate)
                : ((OwnNetworkSpec) trial.training().network()).withLearningRate(rate);
        return new TrialSpec(trial.scheme(), trial.seed(), trial.training().withNetwork(network));
    });

    private final String flag;
    private final boolean numeric;
    private final BiFunction<TrialSpec, String, TrialSpec> setter;

    Knob(String flag, boolean numeric, BiFunction<TrialSpec, String, TrialSpec> setter) {
        this.flag = flag;
        this.numeric = numeric;
        this.setter = setter;
    }

    /**
     * The knob of that name.
     *
     * @throws IllegalArgumentException if there is none; the message lists those there are
     */
    public static Knob of(String name) {
        return Arrays.stream(values())
                .filter(knob -> knob.flag.equalsIgnoreCase(name.trim()))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("knob must be one of "
                        + Arrays.stream(values()).map(Knob::flag).collect(Collectors.joining(", ")) + ", received "
                        + name));
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
        return setter.apply(trial, value);
    }

    private static BiFunction<TrialSpec, String, TrialSpec> schemeKnob(String name) {
        return (trial, value) ->
                new TrialSpec(Scheme.with(trial.scheme(), name, value), trial.seed(), trial.training());
    }

    private static BiFunction<TrialSpec, String, TrialSpec> mlp(BiFunction<MlpSpec, String, MlpSpec> setter) {
        return (trial, value) -> {
            if (!(trial.training().network() instanceof MlpSpec mlp)) {
                throw new IllegalArgumentException("depth, width, activation and optimizer must be left to the"
                        + " configuration of one's own network, received " + value);
            }
            return new TrialSpec(trial.scheme(), trial.seed(), trial.training().withNetwork(setter.apply(mlp, value)));
        };
    }

    static double number(String name, String value) {
        try {
            return Double.parseDouble(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(name + " must be a number, received " + value, e);
        }
    }

    private static long whole(String name, String value) {
        try {
            return Long.parseLong(value);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(name + " must be a whole number, received " + value, e);
        }
    }

    private static int small(String name, String value) {
        long whole = whole(name, value);
        Check.require((int) whole == whole, name, "a whole number below 2^31", value);
        return (int) whole;
    }

    static <E extends Enum<E>> E constant(String name, String value, Class<E> type) {
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> constant.name().equals(value.toUpperCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        name + " must be one of " + Arrays.toString(type.getEnumConstants()) + ", received " + value));
    }
}
