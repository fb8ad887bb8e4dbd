// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.network;

import io.github.dl4jinit.internal.Check;
import io.github.dl4jinit.internal.LayerActivation;
import io.github.dl4jinit.internal.RandomState;
import io.github.dl4jinit.internal.layer.LayerFacts;
import io.github.dl4jinit.internal.layer.Parameter;
import io.github.dl4jinit.internal.layer.ResidualRole;
import io.github.dl4jinit.internal.topology.NetworkNode;
import io.github.dl4jinit.internal.topology.NetworkView;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Layer-sequential unit variance: starts from orthogonal weights and then, layer by layer, divides each layer's weights
 * by the standard deviation that its pre-activations have on a batch of real data, so that it becomes 1.
 *
 * <pre>W ← W · √(target / Var[W·x + b]),   until |Var / target − 1| ≤ tolerance</pre>
 *
 * <p>Var is over examples, units and positions. Where {@link NetworkInit} computes a scale from the theory, this class
 * measures: it needs data, and knows what pooling, correlated inputs and data that are not standardised do.
 *
 * <p>Scaled are layers with weights and an activation function of their own: dense, output, embedding, convolutions of
 * all kinds, autoencoders. Recurrent and attention layers, which have no single pre-activation, keep the scale that
 * {@link NetworkInit} gives them; normalised layers undo any scale and are skipped; frozen layers and those that
 * {@link NetworkInit} is told to keep stay as they are. The summary says which. In residual networks a branch's last
 * weights aim at what the {@link ResidualRule} makes of the target.
 *
 * <p>Inputs should be of mean 0 and variance 1, or near it, as pixels from 0 to 1 are. Raw pixels up to 255 make
 * weights so small that the first step of training changes them a thousandfold: {@link LsuvSummary#warnings()} names
 * such inputs.
 *
 * <p>Passes are those of training, on a copy: running statistics of normalisations stay as they are. If anything fails,
 * the network is left exactly as it was. Instances are immutable and may be used by many threads at once; one network
 * is one thread's at a time.
 *
 * @see <a href="https://arxiv.org/abs/1511.06422">Mishkin, Matas: All you need is a good init, 2016, algorithm 1</a>
 */
public final class Lsuv {

    /** A variance of 1, as the name says. */
    static final double DEFAULT_TARGET_VARIANCE = 1;

    /**
     * A tolerance of 2 %: 100 layers that are all off by it in one direction are off by a factor of 7, not of 14 000
     * (10 %).
     */
    static final double DEFAULT_TOLERANCE = 0.02;

    /**
     * Ten trials: one suffices where biases are 0 and a layer is linear in its weights; more are needed only where
     * numbers are rounded hard.
     */
    static final int DEFAULT_MAX_TRIALS = 10;

    private final double targetVariance;
    private final double tolerance;
    private final int maxTrials;
    private final boolean centred;
    private final NetworkInit start;

    private Lsuv(Builder builder) {
        this.targetVariance = builder.targetVariance;
        this.tolerance = builder.tolerance;
        this.maxTrials = builder.maxTrials;
        this.centred = builder.centred;
        this.start = builder.start;
    }

    /** A builder that starts from the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Initialises the network in place.
     *
     * @param network a {@code MultiLayerNetwork} or a {@code ComputationGraph}
     * @param batch its features are sent forward; labels are not needed. A few hundred examples are plenty
     * @return what was done to each layer
     * @throws IllegalArgumentException as {@link NetworkInit#apply}, if the batch is empty or does not fit the network,
     *     or if the pre-activations of a layer have a variance of zero or one that is not finite, as data that are all
     *     the same or NaN make them
     */
    public LsuvSummary apply(Model network, DataSet batch) {
        return apply(network, Check.given("batch", batch).toMultiDataSet());
    }

    /**
     * Initialises a network of several inputs in place, as {@link #apply(Model, DataSet)} does one of one input.
     *
     * @param network a {@code MultiLayerNetwork} or a {@code ComputationGraph}
     * @param batch its features are sent forward; labels are not needed
     * @return what was done to each layer
     * @throws IllegalArgumentException as {@link #apply(Model, DataSet)}
     */
    public LsuvSummary apply(Model network, MultiDataSet batch) {
        return initialise(NetworkView.of(network), Check.given("batch", batch));
    }

    @SuppressWarnings("try") // the scopes are closed, never read
    private LsuvSummary initialise(NetworkView network, MultiDataSet batch) {
        Settings settings = start.settings();
        try (MemoryWorkspace none = Nd4j.getWorkspaceManager().scopeOutOfWorkspaces();
                RandomState state = new RandomState(1)) {
            NetworkView copy = network.copy();
            try {
                NetworkInitSummary drawn = start.initialise(copy);
                KnownNetwork scaled = KnownNetwork.of(copy, settings);
                ForwardPass pass = new ForwardPass(copy, batch);
                List<String> warnings = InputScale.warnings(scaled, batch);
                LsuvSummary summary = new LsuvSummary(drawn, scale(scaled, settings, pass), warnings);
                Transaction.of(network.network()).run(() -> take(scaled, network.nodes()));
                if (!settings.keepUpdaterState) {
                    network.forgetUpdater();
                }
                return summary;
            } finally {
                copy.network().params().close();
            }
        }
    }

    private List<LsuvSummary.Scaled> scale(KnownNetwork network, Settings settings, ForwardPass pass) {
        ResidualBranches residual = ResidualBranches.of(network, settings);
        List<LsuvSummary.Scaled> layers = new ArrayList<>();
        for (int i = 0; i < network.size(); i++) {
            NetworkNode node = network.node(i);
            LayerFacts facts = network.facts(i);
            double factor = residual.factor(i);
            if (!facts.parameters().isEmpty()) {
                Optional<String> reason = skipped(facts, network.keptBecause(i), factor);
                layers.add(
                        reason.isPresent()
                                ? LsuvSummary.Scaled.skipped(node.name(), reason.get())
                                : scale(node, facts, targetVariance * factor * factor, pass));
            }
            pass.pass(node);
        }
        return layers;
    }

    /** Why a node with parameters is left at the scale it has; empty if it is not. */
    private static Optional<String> skipped(LayerFacts facts, Optional<String> keptBecause, double factor) {
        if (keptBecause.isPresent()) {
            return keptBecause;
        }
        if (facts.role() == ResidualRole.NORMALISATION || facts.normalisesItself()) {
            return Optional.of("normalised");
        }
        if (facts.parameters().stream().noneMatch(parameter -> parameter.kind == Parameter.Kind.WEIGHTS)) {
            return Optional.of("no weights");
        }
        if (factor == 0) {
            return Optional.of("0 by the residual rule");
        }
        return facts.showsPreActivation()
                ? Optional.empty()
                : Optional.of("no single pre-activation: scaled by the theory");
    }

    private LsuvSummary.Scaled scale(NetworkNode node, LayerFacts facts, double target, ForwardPass pass) {
        String parameter = facts.main().get().name;
        INDArray weights = node.parameters().get(parameter);
        Optional<INDArray> biases = centred ? biases(node, facts) : Optional.empty();
        Layer configuration = node.configuration();
        IActivation function = LayerActivation.of(configuration);
        LayerActivation.set(configuration, new ActivationIdentity()); // so that what comes out is the pre-activation
        try {
            double before = variance(node, pass.run(node));
            double variance = biases.isPresent() ? centredVariance(node, biases.get(), pass) : before;
            int trials = 0;
            while (Math.abs(variance / target - 1) > tolerance && trials < maxTrials) {
                double factor = Math.sqrt(target / variance);
                weights.muli(factor);
                trials++;
                if (biases.isPresent()) {
                    biases.get().muli(factor);
                    variance = centredVariance(node, biases.get(), pass);
                } else {
                    variance = variance(node, pass.run(node));
                }
            }
            boolean converged = Math.abs(variance / target - 1) <= tolerance;
            return new LsuvSummary.Scaled(
                    node.name(), parameter, before, variance, target, trials, converged, biases.isPresent(), null);
        } finally {
            LayerActivation.set(configuration, function);
        }
    }

    /** The biases of a layer, one for each unit or channel that it puts out; empty if it has none. */
    private static Optional<INDArray> biases(NetworkNode node, LayerFacts facts) {
        return facts.parameters().stream()
                .filter(parameter -> parameter.kind == Parameter.Kind.BIAS)
                .map(parameter -> node.parameters().get(parameter.name))
                .findFirst();
    }

    /** Subtracts from each bias its unit's mean; the variance of the pre-activations behind it. */
    private static double centredVariance(NetworkNode node, INDArray biases, ForwardPass pass) {
        INDArray values = pass.run(node);
        int units = node.unitAxis(values.rank());
        int[] others = IntStream.range(0, values.rank())
                .filter(dimension -> dimension != units)
                .toArray();
        biases.subi(values.mean(others).reshape(biases.shape()));
        return variance(node, pass.run(node));
    }

    private static double variance(NetworkNode node, INDArray values) {
        double variance = Deviation.of(values).variance();
        Check.require(
                variance > 0 && variance < Double.POSITIVE_INFINITY,
                "the variance of the pre-activations of " + node.name(),
                "positive and finite on this batch",
                variance);
        return variance;
    }

    /** Copies all parameters but the statistics that the passes have changed. */
    private static void take(KnownNetwork from, List<NetworkNode> to) {
        for (int i = 0; i < to.size(); i++) {
            Set<String> statistics = from.facts(i).statistics();
            Map<String, INDArray> scaled = from.node(i).parameters();
            to.get(i).parameters().forEach((name, values) -> {
                if (!statistics.contains(name)) {
                    values.assign(scaled.get(name));
                }
            });
        }
    }

    /** Collects what differs from the defaults. */
    public static final class Builder {

        private double targetVariance = DEFAULT_TARGET_VARIANCE;
        private double tolerance = DEFAULT_TOLERANCE;
        private int maxTrials = DEFAULT_MAX_TRIALS;
        private boolean centred;
        private NetworkInit start = NetworkInit.builder().orthogonal().build();

        private Builder() {}

        /**
         * Sets the variance that pre-activations shall have; 1 unless set.
         *
         * @throws IllegalArgumentException if it is not positive and finite
         */
        public Builder targetVariance(double variance) {
            this.targetVariance = Check.positiveFinite("targetVariance", variance);
            return this;
        }

        /**
         * Sets how far from the target the variance may be, as a share of it; 0.02 unless set.
         *
         * @throws IllegalArgumentException if it is not positive and finite
         */
        public Builder tolerance(double tolerance) {
            this.tolerance = Check.positiveFinite("tolerance", tolerance);
            return this;
        }

        /**
         * Sets how often a layer is scaled at most; 10 unless set.
         *
         * @throws IllegalArgumentException if it is less than 1
         */
        public Builder maxTrials(int trials) {
            this.maxTrials = Check.inRange("maxTrials", trials, 1, Integer.MAX_VALUE);
            return this;
        }

        /**
         * Centres pre-activations, too: subtracts from each bias the mean of what its unit or channel sees on the
         * batch, so that it becomes 0, and scales what is left. The biases of the configuration are overruled. A layer
         * without biases is only scaled, and so are layers of no single pre-activation.
         */
        public Builder centre() {
            this.centred = true;
            return this;
        }

        /**
         * Sets how weights are drawn before they are scaled, and with it the seed, the layers to keep, the rules, and
         * what becomes of the updater; orthogonal by {@link NetworkInit} unless set. Its gains, its initialisers for
         * single layers and its critical σ_w² are undone where a layer is scaled; its random biases stay.
         *
         * @throws IllegalArgumentException if it is {@code null}
         */
        public Builder start(NetworkInit start) {
            this.start = Check.given("start", start);
            return this;
        }

        /** Builds the initialiser. */
        public Lsuv build() {
            return new Lsuv(this);
        }
    }
}
