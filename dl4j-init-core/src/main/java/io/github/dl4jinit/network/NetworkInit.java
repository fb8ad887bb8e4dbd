// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.network;

import io.github.dl4jinit.WeightDistribution;
import io.github.dl4jinit.internal.Check;
import io.github.dl4jinit.internal.RandomState;
import io.github.dl4jinit.internal.layer.Parameter;
import io.github.dl4jinit.internal.topology.NetworkView;
import io.github.dl4jinit.theory.Preserve;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.weights.IWeightInit;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Initialises a whole network: draws every weight anew by the true fans of its layer and by what its inputs have been
 * through on their way.
 *
 * <pre>
 * network.init();
 * NetworkInitSummary summary = NetworkInit.builder().build().apply(network);
 * </pre>
 *
 * <p>An initialiser in a configuration is told two numbers that DL4J gets wrong for several layers, and nothing of the
 * activation functions, the depth and the skip connections around it. This class sees them. With x what comes in at a
 * layer, data of mean square 1 at the first,
 *
 * <pre>std = 1 / √(n_in · E[x²])</pre>
 *
 * <p>gives its pre-activations the variance 1 ({@link Preserve#FORWARD}; the others preserve gradients, or some of
 * both). E[x²] follows from the activation functions, exactly for a function of one layer's pre-activations, from
 * samples for sums and functions of functions, and for pooling, with neighbours that are correlated by 0.75. Where it
 * depends on the data (pooling of all positions, correlated branches) it is taken to be kept, and
 * {@link NetworkInitSummary#assumptions()} says so; {@link Lsuv} measures it.
 *
 * <p><b>Which way is right when.</b>
 *
 * <ul>
 *   <li>Up to some 20 layers, or with skip connections or normalisation: as it is.
 *   <li>Deeper and plain, with ReLU, GELU and their like: {@link Builder#mirrored}, which trains 150 layers as if they
 *       were residual.
 *   <li>Deeper and plain, with tanh, ELU and their like: {@link Builder#orthogonal} and
 *       {@link Builder#preActivationVariance()}.
 *   <li>Linear layers only: {@link Builder#orthogonal}.
 *   <li>Random biases, as the theory of the edge of chaos has them: {@link Builder#critical}.
 * </ul>
 *
 * <p><b>What is drawn.</b> The weights of all of DL4J's own layers, within wrappers too. Recurrent weights are
 * orthogonal, gate by gate. Biases become what the configuration says (an LSTM's forget gate keeps its own); slopes,
 * centres, gains and shifts of normalisations stay as they are. So do frozen layers, and layers of a class that is not
 * DL4J's and has no {@link Builder#rule rule}: the summary names them. All else is a function of the configuration and
 * the seed: nothing is left of former weights, and, unless told otherwise, of the updater's state. (Iterations are not
 * counted anew, and what {@code rnnTimeStep} has stored stays.)
 *
 * <p><b>Residual networks.</b> What lies beside a skip connection is found from the vertices that add, and scaled by a
 * {@link ResidualRule}.
 *
 * <p>If anything fails, the network is left exactly as it was. Instances are immutable and may be used for many
 * networks, by many threads at once; one network is one thread's at a time.
 */
public final class NetworkInit {

    /** Forward, as in He et al. 2015; where layers are equally wide, the other directions agree with it. */
    static final Preserve DEFAULT_PRESERVE = Preserve.FORWARD;

    /** Normal, as every initialiser of this library has it. */
    static final WeightDistribution DEFAULT_DISTRIBUTION = WeightDistribution.NORMAL;

    /** The scale as it is computed. */
    static final double DEFAULT_GAIN = 1;

    /** As large as what comes in; tanh and its like want less from some 20 layers on. */
    static final PreActivationVariance DEFAULT_PRE_ACTIVATION_VARIANCE = PreActivationVariance.ONE;

    /** Depth-scaled, which makes residual networks of any depth trainable and does nothing to others. */
    static final ResidualRule DEFAULT_RESIDUAL = ResidualRule.DEPTH_SCALED;

    private final Settings settings;

    private NetworkInit(Settings settings) {
        this.settings = settings;
    }

    /** A builder that starts from the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Initialises the network in place.
     *
     * @param network a {@code MultiLayerNetwork} or a {@code ComputationGraph}
     * @return what was done to each parameter
     * @throws IllegalArgumentException if the network is of another kind or {@code init()} was not called, if the
     *     builder was given an unknown layer name, if a rule does not fit its layer, if a branch does not fit
     *     {@link ResidualRule#SKIP_INIT}, or if an activation function does not fit {@link Builder#mirrored}
     */
    public NetworkInitSummary apply(Model network) {
        return initialise(NetworkView.of(network));
    }

    @SuppressWarnings("try") // the scopes are closed, never read
    NetworkInitSummary initialise(NetworkView network) {
        try (MemoryWorkspace none = Nd4j.getWorkspaceManager().scopeOutOfWorkspaces();
                RandomState state = new RandomState(1)) {
            KnownNetwork known = KnownNetwork.of(network, settings);
            long seed = settings.seed == null ? network.seed() : settings.seed;
            NetworkInitSummary summary = Planner.plan(known, settings, seed).draw(network.network());
            if (!settings.keepUpdaterState) {
                network.forgetUpdater();
            }
            return summary;
        }
    }

    Settings settings() {
        return settings;
    }

    /** Collects what differs from the defaults. */
    public static final class Builder {

        /** {@code null} unless set. */
        private Preserve preserve;

        private WeightDistribution distribution = DEFAULT_DISTRIBUTION;
        private boolean orthogonal;
        private boolean recurrentOrthogonal = true;
        private boolean mirrored;
        private PreActivationVariance preActivationVariance = DEFAULT_PRE_ACTIVATION_VARIANCE;
        private double gain = DEFAULT_GAIN;
        private final Map<String, Double> gains = new HashMap<>();
        private final Map<String, IWeightInit> initialisers = new HashMap<>();
        private Double sigmaB2;
        private ResidualRule residual = DEFAULT_RESIDUAL;
        private final Set<String> keptNames = new HashSet<>();
        private final List<Predicate<String>> keptConditions = new ArrayList<>();
        private final Map<Class<? extends Layer>, Function<Layer, List<Parameter>>> rules = new HashMap<>();
        private Long seed;
        private boolean keepUpdaterState;

        private Builder() {}

        /**
         * Sets what the scale shall keep; {@link Preserve#FORWARD} unless set.
         *
         * @throws IllegalArgumentException if it is {@code null}
         */
        public Builder preserve(Preserve preserve) {
            this.preserve = Check.given("preserve", preserve);
            return this;
        }

        /**
         * Sets what weights are drawn from, in place of {@link #orthogonal()} if that was called; otherwise
         * {@link WeightDistribution#NORMAL} unless set.
         *
         * @throws IllegalArgumentException if it is {@code null}
         */
        public Builder distribution(WeightDistribution distribution) {
            this.distribution = Check.given("distribution", distribution);
            this.orthogonal = false;
            return this;
        }

        /**
         * Draws orthogonal weights instead of independent ones, with the same standard deviation: convolution kernels
         * as [out, in · taps]; each gate, channel or position with a matrix of its own by itself.
         */
        public Builder orthogonal() {
            this.orthogonal = true;
            return this;
        }

        /** Draws recurrent weights independently, too; they are orthogonal unless this is called. */
        public Builder independentRecurrentWeights() {
            this.recurrentOrthogonal = false;
            return this;
        }

        /**
         * Mirrors the weights of convolutions and of dense layers without layer normalisation
         * ({@link io.github.dl4jinit.MirroredInit} has the formula): units come in pairs that see z and −z, and the
         * next layer takes their difference, so that a plain network of any depth starts as an orthogonal linear one.
         * Which layer is first, hidden and last follows from the network: a chain of layers ends at an output, a sum, a
         * layer that is left alone or is of another kind, and the next begins behind it. Layers of other kinds are
         * drawn as without this, and the summary says so.
         *
         * <p>Hidden layers take activation functions with φ(z) − φ(−z) = c·z: ReLU, leaky ReLU, PReLU, GELU, Swish,
         * softplus, and a user's own; {@link #apply} refuses others. Their biases become 0. Convolution kernels have
         * one orthogonal matrix at their centre. Average pooling, padding and dropout (once it is off) leave the
         * network linear, maximum pooling nearly. Linear layers need no pairs: they, and a network of one layer, are
         * orthogonal.
         */
        public Builder mirrored() {
            this.mirrored = true;
            return this;
        }

        /**
         * Sets the variance of the pre-activations of every layer; 1 unless set. What an output's loss reads keeps the
         * variance 1, and so do layers that pass more than one function, as recurrent ones. A normalisation between a
         * layer and its function sets it back to 1.
         *
         * <p>A plain tanh network of 50 layers does not learn with a variance of 1, whatever its weights: small
         * differences between examples grow from layer to layer until nothing else is left. With small pre-activations
         * tanh is nearly straight, and differences keep their size: 0.09, a deviation of 0.3, trains 151 layers. With q
         * the variance, the first layer's weights have the standard deviation √(q / (n_in · E[x²])), a hidden layer's
         * √(q / (n_in · E[φ(√q z)²])). Use it with {@link #orthogonal()}.
         *
         * @param variance of the pre-activations, the square of their standard deviation
         * @throws IllegalArgumentException if it is not positive and finite
         */
        public Builder preActivationVariance(double variance) {
            this.preActivationVariance =
                    PreActivationVariance.fixed(Check.positiveFinite("preActivationVariance", variance));
            return this;
        }

        /**
         * Lets each layer's function and the depth of the network choose the {@linkplain #preActivationVariance(double)
         * variance of pre-activations}: the largest one up to 1 with which all layers together increase the square of a
         * small difference between two examples by a factor of no more than 2.5. It is 1 for ReLU and its like, and in
         * shallow and residual networks.
         */
        public Builder preActivationVariance() {
            this.preActivationVariance = PreActivationVariance.BY_DEPTH;
            return this;
        }

        /**
         * Sets a factor of the standard deviation of all weights but recurrent ones; 1 unless set.
         *
         * @throws IllegalArgumentException if it is not positive and finite
         */
        public Builder gain(double gain) {
            this.gain = Check.positiveFinite("gain", gain);
            return this;
        }

        /**
         * Sets a further factor for the weights of one layer. What follows that layer is planned as if it were 1.
         *
         * @throws IllegalArgumentException if the layer is {@code null} or the factor not positive and finite
         */
        public Builder gain(String layer, double gain) {
            gains.put(Check.given("layer", layer), Check.positiveFinite("gain of " + layer, gain));
            return this;
        }

        /**
         * Draws the weights of one layer by an initialiser, which is told the true fans. What follows that layer is
         * planned as if it had the scale that it would have had.
         *
         * @throws IllegalArgumentException if an argument is {@code null}
         */
        public Builder initialiser(String layer, IWeightInit initialiser) {
            initialisers.put(Check.given("layer", layer), Check.given("initialiser", initialiser));
            return this;
        }

        /**
         * Puts the network on the edge of chaos, in place of what {@link #preserve} would keep: weights of variance
         * σ_w² / n_in with σ_w² such that gradients keep their size, biases from N(0, σ_b²). Layers whose function has
         * no theory, output layers and recurrent ones keep their variance at 1 and their biases as configured.
         *
         * @param sigmaB2 σ_b², the variance of biases, zero or more
         * @throws IllegalArgumentException if it is negative or not finite
         */
        public Builder critical(double sigmaB2) {
            this.sigmaB2 = Check.nonNegativeFinite("sigmaB2", sigmaB2);
            return this;
        }

        /**
         * Sets what is done to the branches of residual networks; {@link ResidualRule#DEPTH_SCALED} unless set.
         *
         * @throws IllegalArgumentException if it is {@code null}
         */
        public Builder residual(ResidualRule rule) {
            this.residual = Check.given("rule", rule);
            return this;
        }

        /** Sets the seed that decides the weights; that of the network's configuration unless set. */
        public Builder seed(long seed) {
            this.seed = seed;
            return this;
        }

        /**
         * Leaves these layers as they are.
         *
         * @throws IllegalArgumentException if a name, or all of them, are {@code null}
         */
        public Builder keep(String... layers) {
            for (String layer : Check.given("layers", layers)) {
                keptNames.add(Check.given("layer", layer));
            }
            return this;
        }

        /**
         * Leaves the layers as they are whose names satisfy the condition.
         *
         * @throws IllegalArgumentException if it is {@code null}
         */
        public Builder keep(Predicate<String> layers) {
            keptConditions.add(Check.given("layers", layers));
            return this;
        }

        /**
         * Says what the parameters of a class of layers are: one that is not DL4J's, or that shall be initialised in
         * another way.
         *
         * @param type the class that configures the layer; subclasses need rules of their own
         * @param rule what returns the rules for the parameters of such a layer; parameters without one are kept
         * @throws IllegalArgumentException if an argument is {@code null}
         */
        public <L extends Layer> Builder rule(Class<L> type, Function<? super L, List<ParameterRule>> rule) {
            Check.given("rule", rule);
            rules.put(
                    Check.given("type", type),
                    layer -> Check.given("the rule for " + type.getSimpleName(), rule.apply(type.cast(layer))).stream()
                            .map(ParameterRule::parameter)
                            .collect(Collectors.toList()));
            return this;
        }

        /** Leaves the state of the updater (momentum, Adam's moments) as it is; it is reset unless this is called. */
        public Builder keepUpdaterState() {
            this.keepUpdaterState = true;
            return this;
        }

        /**
         * Builds the initialiser.
         *
         * @throws IllegalArgumentException if more than one of {@link #preserve}, {@link #critical} and
         *     {@link #preActivationVariance(double) preActivationVariance} was called: they are answers to one question
         *     ({@link Preserve#FORWARD} goes with the last)
         */
        public NetworkInit build() {
            Check.require(
                    preserve == null || sigmaB2 == null,
                    "preserve",
                    "left out with critical, which says itself what the scale shall keep",
                    preserve);
            Check.require(
                    !preActivationVariance.isAsked()
                            || sigmaB2 == null && (preserve == null || preserve == Preserve.FORWARD),
                    "preActivationVariance",
                    "left out with " + (sigmaB2 == null ? "preserve(" + preserve + ")" : "critical")
                            + ", which gives pre-activations a variance of its own",
                    preActivationVariance);
            Check.require(
                    !mirrored || sigmaB2 == null && (preserve == null || preserve == Preserve.FORWARD),
                    "mirrored",
                    "left out with " + (sigmaB2 == null ? "preserve(" + preserve + ")" : "critical")
                            + ": mirrored weights keep signals and gradients alike",
                    mirrored);
            Check.require(
                    !mirrored || distribution == DEFAULT_DISTRIBUTION,
                    "distribution",
                    "left out with mirrored, whose weights are orthogonal",
                    distribution);
            return new NetworkInit(new Settings(
                    preserve == null ? DEFAULT_PRESERVE : preserve,
                    distribution,
                    orthogonal,
                    recurrentOrthogonal,
                    mirrored,
                    preActivationVariance,
                    gain,
                    gains,
                    initialisers,
                    sigmaB2,
                    residual,
                    rules,
                    seed,
                    keepUpdaterState,
                    keptNames,
                    keptConditions));
        }
    }
}
