// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.tune;

import io.github.dl4jinit.CriticalInit;
import io.github.dl4jinit.DeltaOrthogonalInit;
import io.github.dl4jinit.GainInit;
import io.github.dl4jinit.OrthogonalInit;
import io.github.dl4jinit.VarianceScalingInit;
import io.github.dl4jinit.internal.Check;
import io.github.dl4jinit.lab.modelfile.NetworkConfiguration;
import io.github.dl4jinit.lab.scheme.Scheme;
import io.github.dl4jinit.lab.training.TailoredFunction;
import io.github.dl4jinit.lab.trial.Knob;
import io.github.dl4jinit.lab.trial.MlpSpec;
import io.github.dl4jinit.lab.trial.TrialSpec;
import io.github.dl4jinit.theory.Gains;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BaseLayer;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.weights.IWeightInit;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.shade.jackson.core.JsonProcessingException;

/**
 * What the knobs of a network's initialisation are if nobody sets them, and what they should be: with the forward gain
 * of the activation function, 1 / √E[φ(z)²], layers of equal width keep the variance of their pre-activations at 1.
 */
public final class Theory {

    /** All digits that settings have: a square root's last bits are no other value. */
    private static final double DECIMALS = 1e4;

    /** What a configuration says in its own way. */
    private static final Set<Knob> KNOWN = Set.of(Knob.GAIN, Knob.NUMERATOR, Knob.LR);

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
     * The theory of a perceptron.
     *
     * @throws IllegalArgumentException if the scheme has no such knobs
     */
    public static Theory of(Scheme scheme, List<Knob> knobs, MlpSpec network) {
        checkKnobs(scheme, knobs);
        Check.given("network", network);
        return new Theory(
                scheme.init().orElse(null),
                // Skip connections add what they carry to it.
                network.residual() ? null : hidden(network),
                network.learningRate());
    }

    private static IActivation hidden(MlpSpec network) {
        return network.tailored()
                ? TailoredFunction.of(network).first()
                : network.activation().function();
    }

    /** The theory of a user's own list of layers, as that of {@linkplain NetworkConfiguration either kind}. */
    public static Theory of(Scheme scheme, List<Knob> knobs, MultiLayerConfiguration network) {
        return of(scheme, knobs, NetworkConfiguration.of(network));
    }

    /** The theory of a user's own graph, as that of {@linkplain NetworkConfiguration either kind}. */
    public static Theory of(Scheme scheme, List<Knob> knobs, ComputationGraphConfiguration network) {
        return of(scheme, knobs, NetworkConfiguration.of(network));
    }

    /**
     * The theory of a user's own network.
     *
     * @param scheme what its layers get, {@link Scheme#OWN} for their own initialisers
     * @throws IllegalArgumentException if neither the scheme nor, of their own initialisers, any layer has such knobs
     */
    public static Theory of(Scheme scheme, List<Knob> knobs, NetworkConfiguration network) {
        List<Layer> layers = Check.given("network", network).layers();
        List<BaseLayer> weighted = layers.stream()
                .filter(BaseLayer.class::isInstance)
                .map(BaseLayer.class::cast)
                // Batch normalisation and dropout are of that class, too.
                .filter(layer -> !layer.initializer().weightKeys(layer).isEmpty())
                .toList();
        Check.require(!weighted.isEmpty(), "the network", "one with weights", layers.size() + " layers");
        List<BaseLayer> hidden = weighted.stream()
                .filter(layer -> !(layer instanceof BaseOutputLayer))
                .toList();
        checkKnobs(scheme, knobs);
        IWeightInit init;
        if (scheme.keepsOwn()) {
            for (Knob knob : knobs.contains(Knob.SCHEME) ? List.<Knob>of() : knobs) {
                Check.require(
                        weighted.stream().anyMatch(layer -> hasEffect(scheme, knob, layer.getWeightInitFn())),
                        "knob",
                        "one that a layer's initialiser has (or name a scheme for all layers)",
                        knob.flag());
            }
            init = common(hidden.stream()
                    .map(layer -> scheme.init(layer.getWeightInitFn()))
                    .toList());
        } else {
            init = scheme.init().orElse(null);
        }
        double learningRate = weighted.get(0).getIUpdater().getLearningRate(0, 0);
        // The layer before such a layer calls itself linear, and is not; skip connections add what they carry.
        boolean apart = network.hasOtherNodes() || layers.stream().anyMatch(ActivationLayer.class::isInstance);
        IActivation activation = apart
                ? null
                : common(hidden.stream().map(BaseLayer::getActivationFn).toList());
        return new Theory(init, activation, learningRate);
    }

    private static void checkKnobs(Scheme scheme, List<Knob> knobs) {
        Check.given("scheme", scheme);
        Check.<Knob>givenEach("knobs", knobs);
        if (knobs.contains(Knob.SCHEME)) {
            return; // another scheme may have them
        }
        knobs.stream()
                .filter(knob -> knob == Knob.GAIN || knob == Knob.NUMERATOR)
                .forEach(knob -> knob.replacing(scheme, "1"));
    }

    /** Whether a knob makes a difference to a layer's own initialiser. */
    private static boolean hasEffect(Scheme own, Knob knob, IWeightInit init) {
        return !knob.ofScheme()
                || init != null
                        && !knob.replacing(own, "1")
                                .init(init)
                                .equals(knob.replacing(own, "2").init(init));
    }

    /**
     * The value that all have; {@code null} if they differ. In a configuration that was read each layer has an object
     * of its own, of a class that may know no equality.
     */
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
        if (!(Check.given("trial", trial).training().network() instanceof MlpSpec mlp) || mlp.residual()) {
            return Optional.empty();
        }
        return trial.scheme().init().flatMap(Theory::variances);
    }

    private static Optional<Variances> variances(IWeightInit init) {
        if (init instanceof CriticalInit random) {
            return Optional.of(new Variances(random.sigmaW2(), random.sigmaB2()));
        }
        if (init instanceof VarianceScalingInit scaling) {
            double std = scaling.std(1, 1);
            return Optional.of(new Variances(std * std, 0));
        }
        return init instanceof OrthogonalInit orthogonal
                ? Optional.of(new Variances(orthogonal.gain() * orthogonal.gain(), 0))
                : Optional.empty();
    }

    /**
     * How a network's parameters vary.
     *
     * @param sigmaW2 variance of a weight times its fan-in
     * @param sigmaB2 variance of a bias
     */
    public record Variances(double sigmaW2, double sigmaB2) {}

    /** The theory of the same network with another learning rate. */
    public Theory withLearningRate(double rate) {
        return new Theory(init, activation, Check.positiveFinite("lr", rate));
    }

    /** The initialiser that all hidden layers have, as a scheme; empty if they differ, or no scheme is like it. */
    public Optional<Scheme> initialiser() {
        return Optional.ofNullable(init).flatMap(Scheme::giving);
    }

    /** What a knob is if nobody sets it; 1 for an initialiser without that knob. */
    public double current(Knob knob) {
        if (Check.given("knob", knob) == Knob.LR) {
            return learningRate;
        }
        if (knob == Knob.NUMERATOR) {
            return init instanceof VarianceScalingInit scaling ? scaling.numerator() : 1;
        }
        return init instanceof GainInit scaled ? scaled.gain() : 1;
    }

    /** What a knob is in a trial if nobody sets it; empty if the trial has no such knob. */
    Optional<String> current(TrialSpec trial, Knob knob) {
        return KNOWN.contains(knob) && knob.fits(trial.scheme())
                ? Optional.of(String.valueOf(current(knob)))
                : knob.of(trial);
    }

    /** What a knob should be in a trial: what it is, where the theory has nothing to say. */
    Optional<String> recommended(TrialSpec trial, Knob knob) {
        return KNOWN.contains(knob) && knob.fits(trial.scheme())
                ? Optional.of(String.valueOf(recommended(knob)))
                : knob.of(trial);
    }

    /**
     * What a knob should be, to four decimals; what it is, where the theory has nothing to say: on learning rates, on
     * schemes that look at the network themselves, on skip connections, and on hidden layers that differ or whose
     * activation functions are layers of their own.
     *
     * @throws IllegalArgumentException if the activation function has no gain (softmax)
     */
    public double recommended(Knob knob) {
        // An LSTM's gates, orthogonal or not, are not all that its signal passes.
        boolean known = init instanceof VarianceScalingInit
                || init instanceof OrthogonalInit
                || init instanceof DeltaOrthogonalInit;
        if (Check.given("knob", knob) == Knob.LR || !known || activation == null) {
            return current(knob);
        }
        // Of fans of 1, the deviation is what multiplies a signal in layers of any equal width.
        double now = init instanceof VarianceScalingInit scaling ? scaling.std(1, 1) : current(knob);
        double factor = Gains.forward(activation) / now;
        double exact = current(knob) * (knob == Knob.NUMERATOR ? factor * factor : factor);
        return Math.round(exact * DECIMALS) / DECIMALS;
    }
}
