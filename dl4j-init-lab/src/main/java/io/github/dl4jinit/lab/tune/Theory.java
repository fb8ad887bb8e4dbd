// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.tune;

import io.github.dl4jinit.BengioInit;
import io.github.dl4jinit.CriticalInit;
import io.github.dl4jinit.HeInit;
import io.github.dl4jinit.OrthogonalInit;
import io.github.dl4jinit.VarianceScalingInit;
import io.github.dl4jinit.XavierInit;
import io.github.dl4jinit.internal.Check;
import io.github.dl4jinit.lab.scheme.OwnScheme;
import io.github.dl4jinit.lab.scheme.Scheme;
import io.github.dl4jinit.lab.trial.Knob;
import io.github.dl4jinit.lab.trial.MlpSpec;
import io.github.dl4jinit.lab.trial.TrialSpec;
import io.github.dl4jinit.theory.Gains;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.StringJoiner;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.weights.IWeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.shade.jackson.core.JsonProcessingException;

/**
 * What the knobs of a network's initialisation are if nobody sets them, and what they should be: with the forward gain
 * of the activation function, 1 / √E[φ(z)²], layers of equal width keep the variance of their pre-activations at 1.
 */
public final class Theory {

    /** All digits that settings have: a square root's last bits are no other value. */
    private static final double DECIMALS = 1e4;

    private final IWeightInit init;
    private final IActivation activation;
    private final double learningRate;

    /**
     * @param init of the hidden layers, or {@code null} if they differ
     * @param activation of the hidden layers, or {@code null} if they differ
     */
    private Theory(IWeightInit init, IActivation activation, double learningRate) {
        this.init = init;
        this.activation = activation;
        this.learningRate = learningRate;
    }

    /**
     * Of a perceptron.
     *
     * @throws IllegalArgumentException if the scheme is none, or has no such knobs
     */
    public static Theory of(String scheme, List<Knob> knobs, MlpSpec network) {
        checkKnobs(scheme, knobs);
        Scheme parsed = Scheme.parse(scheme);
        return new Theory(
                parsed.wholeNetwork() ? null : parsed.init(),
                // Skip connections add what they carry to it.
                network.residual()
                        ? null
                        : Activation.valueOf(network.activation()).getActivationFunction(),
                network.learningRate());
    }

    /**
     * Of a user's own network.
     *
     * @param scheme what its layers get, {@code own} for their own initialisers
     * @throws IllegalArgumentException if the scheme is none, or no layer has such knobs
     */
    public static Theory of(String scheme, List<Knob> knobs, MultiLayerConfiguration network) {
        List<BaseLayer> weighted = network.getConfs().stream()
                .map(NeuralNetConfiguration::getLayer)
                .filter(BaseLayer.class::isInstance)
                .map(BaseLayer.class::cast)
                // Batch normalisation and dropout are of that class, too.
                .filter(layer -> !layer.initializer().weightKeys(layer).isEmpty())
                .toList();
        Check.require(
                !weighted.isEmpty(),
                "the network",
                "one with weights",
                network.getConfs().size() + " layers");
        List<BaseLayer> hidden = weighted.stream()
                .filter(layer -> !(layer instanceof BaseOutputLayer))
                .toList();
        IWeightInit init;
        if (OwnScheme.isOwn(scheme)) {
            for (Knob knob : knobs) {
                boolean has = knob == Knob.LR
                        || weighted.stream().anyMatch(layer -> OwnScheme.has(knob.flag(), layer.getWeightInitFn()));
                Check.require(
                        has,
                        "knob",
                        "one that a layer's initialiser has (or name a scheme for all layers)",
                        knob.flag());
            }
            init = common(hidden.stream().map(BaseLayer::getWeightInitFn).toList());
        } else {
            checkKnobs(scheme, knobs);
            init = Scheme.parse(scheme).wholeNetwork()
                    ? null
                    : Scheme.parse(scheme).init();
        }
        double learningRate = weighted.get(0).getIUpdater().getLearningRate(0, 0);
        // The layer before such a layer calls itself linear, and is not.
        boolean apart = network.getConfs().stream().anyMatch(layer -> layer.getLayer() instanceof ActivationLayer);
        IActivation activation = apart
                ? null
                : common(hidden.stream().map(BaseLayer::getActivationFn).toList());
        return new Theory(init, activation, learningRate);
    }

    private static void checkKnobs(String scheme, List<Knob> knobs) {
        for (Knob knob : knobs) {
            if (knob == Knob.GAIN || knob == Knob.NUMERATOR) {
                Scheme.parse(Scheme.with(scheme, knob.flag(), "1"));
            }
        }
    }

    /** Of a configuration that was read, each layer has an object of its own, of classes that may know no equality. */
    private static <T> T common(List<T> values) {
        return values.stream().map(Theory::json).distinct().count() == 1 ? values.get(0) : null;
    }

    private static String json(Object value) {
        try {
            return value.getClass().getName() + NeuralNetConfiguration.mapper().writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "the network must be one that can be written as JSON, received " + value, e);
        }
    }

    /**
     * σ_w² and σ_b² of a trial's network, if its layers are of equal width and all initialised alike by a scheme that
     * has them.
     */
    public static Optional<Variances> variances(TrialSpec trial) {
        if (!(trial.training().network() instanceof MlpSpec mlp) || mlp.residual()) {
            return Optional.empty();
        }
        Scheme scheme = Scheme.parse(trial.scheme());
        if (scheme.wholeNetwork()) {
            return Optional.empty();
        }
        if (scheme.init() instanceof CriticalInit random) {
            return Optional.of(new Variances(random.sigmaW2(), random.sigmaB2()));
        }
        if (scheme.init() instanceof VarianceScalingInit scaling) {
            double std = scaling.std(1, 1);
            return Optional.of(new Variances(std * std, 0));
        }
        if (scheme.init() instanceof OrthogonalInit orthogonal) {
            return Optional.of(new Variances(orthogonal.gain() * orthogonal.gain(), 0));
        }
        return Optional.empty();
    }

    /**
     * How a network's parameters vary.
     *
     * @param sigmaW2 variance of a weight times its fan-in
     * @param sigmaB2 variance of a bias
     */
    public record Variances(double sigmaW2, double sigmaB2) {}

    /** The same of a network whose learning rate is another. */
    public Theory withLearningRate(double rate) {
        return new Theory(init, activation, rate);
    }

    /**
     * The initialiser that all hidden layers have, as a scheme is written, without its gain; empty if they differ, or
     * no scheme is like it.
     */
    public Optional<String> initialiser() {
        if (init instanceof OrthogonalInit) {
            return Optional.of("orthogonal");
        }
        if (init instanceof HeInit he) {
            return Optional.of(text("he", he, new HeInit()));
        }
        if (init instanceof XavierInit xavier) {
            return Optional.of(text("xavier", xavier, new XavierInit()));
        }
        return init instanceof BengioInit bengio
                ? Optional.of(text("bengio", bengio, new BengioInit()))
                : Optional.empty();
    }

    private static String text(String name, VarianceScalingInit init, VarianceScalingInit usual) {
        StringJoiner arguments = new StringJoiner(",", "(", ")").setEmptyValue("");
        if (init.numerator() != usual.numerator()) {
            arguments.add("numerator=" + init.numerator());
        }
        if (init.fanMode() != usual.fanMode()) {
            arguments.add("fanMode=" + init.fanMode().name().toLowerCase(Locale.ROOT));
        }
        if (init.distribution() != usual.distribution()) {
            arguments.add("distribution=" + init.distribution().name().toLowerCase(Locale.ROOT));
        }
        return name + arguments;
    }

    /** What a knob is if nobody sets it. */
    public double current(Knob knob) {
        if (knob == Knob.LR) {
            return learningRate;
        }
        if (init instanceof VarianceScalingInit scaling) {
            return knob == Knob.GAIN ? scaling.gain() : scaling.numerator();
        }
        // Others have a gain on top of what they are, at most.
        return init instanceof OrthogonalInit orthogonal ? orthogonal.gain() : 1;
    }

    /**
     * What a knob should be, to four decimals; what it is, where the theory has nothing to say: on learning rates, on
     * schemes that look at the network themselves, on skip connections, and on hidden layers that differ or whose
     * activation functions are layers of their own.
     *
     * @throws IllegalArgumentException if the activation function has no gain (softmax)
     */
    public double recommended(Knob knob) {
        boolean known = init instanceof VarianceScalingInit || init instanceof OrthogonalInit;
        if (knob == Knob.LR || !known || activation == null) {
            return current(knob);
        }
        // Of fans of 1, the deviation is what multiplies a signal in layers of any equal width.
        double now = init instanceof VarianceScalingInit scaling ? scaling.std(1, 1) : current(knob);
        double factor = Gains.forward(activation) / now;
        double exact = current(knob) * (knob == Knob.NUMERATOR ? factor * factor : factor);
        return Math.round(exact * DECIMALS) / DECIMALS;
    }
}
