// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.activation;

import io.github.dl4jinit.internal.Check;
import io.github.dl4jinit.internal.RandomState;
import io.github.dl4jinit.internal.topology.NetworkNode;
import io.github.dl4jinit.network.NetworkInit;
import io.github.dl4jinit.network.ResidualRule;
import java.io.Serializable;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Tailors the activation functions of a whole network to its own depth and skip connections, so that a deep plain
 * network tells its examples apart as a shallow one does.
 *
 * <pre>
 * MultiLayerConfiguration tailored = Tailoring.builder().build().apply(configuration);
 * MultiLayerNetwork network = new MultiLayerNetwork(tailored);
 * network.init();
 * NetworkInit.builder().orthogonal().build().apply(network);
 * </pre>
 *
 * <p>A layer makes two examples more alike, and many layers make all examples the same, or tear neighbours apart. With
 * C the correlation map of the whole network, from its inputs to its output layer:
 *
 * <pre>
 * ReLU, leaky ReLU      LReLU(α) with C(0) = η; ReLU stays where C(0) ≤ η already
 * functions without     γ·(φ(a·x + b) + d), each with Q(1) = Q′(1) = C′(1) = 1 for its own maps,
 * kinks, as tanh        and C″(1) = τ for the whole network: τ / L in each of L plain layers
 * </pre>
 *
 * <p>Weights must keep the size of signals for the new functions, as {@link NetworkInit} makes them, and initialisers
 * with {@code forActivation} that were made for the tailored function: with He's √(2 / n_in) each layer of
 * {@code LReLU(α)} multiplies the mean square of the signal by 1 + α². Skip connections count with the share of the
 * variance that {@link NetworkInit} gives to trunk and branch.
 *
 * <p><b>What is left alone:</b> the functions of output layers and whatever else no weights follow, of recurrent layers
 * and attention, softmax, the identity, frozen layers, and what {@link Builder#keep} names; the {@link #report} says
 * so. PReLU, RReLU and functions with kinks that are no leaky ReLU (SELU, hard tanh, ReLU6) cannot be tailored and are
 * refused. Pooling, normalisation, dropout and layers that are left alone for reasons of their own are taken to keep
 * correlations.
 *
 * <p>Instances are immutable and may be used for many configurations, by many threads at once.
 *
 * @see <a href="https://arxiv.org/abs/2203.08120">Zhang, Botev, Martens: Deep Learning without Shortcuts: Shaping the
 *     Kernel with Tailored Rectifiers, 2022</a>
 */
public final class Tailoring {

    /** Within the range that the paper of 2022 recommends for leaky ReLU, 0.8 to 0.95. */
    public static final double DEFAULT_ETA = 0.9;

    /** The value of the paper of 2022 for smooth functions, for all its networks. */
    public static final double DEFAULT_TAU = 0.3;

    private final double eta;
    private final double tau;
    private final ResidualRule residual;
    private final Set<String> kept;

    private Tailoring(Builder from) {
        this.eta = from.eta;
        this.tau = from.tau;
        this.residual = from.residual;
        this.kept = Set.copyOf(from.kept);
    }

    /** A builder that starts from the defaults. */
    public static Builder builder() {
        return new Builder();
    }

    /** η: what the whole network makes of a correlation of 0, with leaky ReLU. */
    public double eta() {
        return eta;
    }

    /** τ: C″(1) of the whole network, with smooth functions. */
    public double tau() {
        return tau;
    }

    /**
     * A copy of the configuration with tailored activation functions.
     *
     * @param configuration of a list of layers; it is not changed
     * @throws IllegalArgumentException if a function cannot be tailored, if there is none to tailor, if the builder was
     *     given an unknown layer name, or if DL4J can make no network of the configuration, as without nIn
     */
    public MultiLayerConfiguration apply(MultiLayerConfiguration configuration) {
        return apply(Blueprint.of(configuration));
    }

    /**
     * A copy of the configuration with tailored activation functions.
     *
     * @param configuration of a graph; it is not changed
     * @throws IllegalArgumentException if a function cannot be tailored, if there is none to tailor, if the builder was
     *     given an unknown layer name, or if DL4J can make no network of the configuration, as without nIn
     */
    public ComputationGraphConfiguration apply(ComputationGraphConfiguration configuration) {
        return apply(Blueprint.of(configuration));
    }

    /**
     * What {@link #apply(MultiLayerConfiguration)} does to a configuration, and why.
     *
     * @throws IllegalArgumentException as {@link #apply(MultiLayerConfiguration)}
     */
    public TailoringReport report(MultiLayerConfiguration configuration) {
        return report(Blueprint.of(configuration));
    }

    /**
     * What {@link #apply(ComputationGraphConfiguration)} does to a configuration, and why.
     *
     * @throws IllegalArgumentException as {@link #apply(ComputationGraphConfiguration)}
     */
    public TailoringReport report(ComputationGraphConfiguration configuration) {
        return report(Blueprint.of(configuration));
    }

    @SuppressWarnings("try") // the scopes are closed, never read
    private <C extends Serializable> C apply(Blueprint<C> blueprint) {
        try (MemoryWorkspace none = Nd4j.getWorkspaceManager().scopeOutOfWorkspaces();
                RandomState state = new RandomState(1)) {
            return blueprint.with(tailor(blueprint).chosen());
        }
    }

    @SuppressWarnings("try") // the scopes are closed, never read
    private TailoringReport report(Blueprint<?> blueprint) {
        try (MemoryWorkspace none = Nd4j.getWorkspaceManager().scopeOutOfWorkspaces();
                RandomState state = new RandomState(1)) {
            return tailor(blueprint).report();
        }
    }

    private Tailor tailor(Blueprint<?> blueprint) {
        Sketch sketch = new Sketch(blueprint.network(), residual);
        List<String> names = sketch.nodes().stream().map(NetworkNode::name).collect(Collectors.toList());
        kept.forEach(name -> Check.require(names.contains(name), "keep", "one of the layers " + names, name));
        return new Tailor(sketch, eta, tau, kept);
    }

    /** Collects what differs from the defaults. */
    public static final class Builder {

        private double eta = DEFAULT_ETA;
        private double tau = DEFAULT_TAU;
        private ResidualRule residual = ResidualRule.DEPTH_SCALED;
        private final Set<String> kept = new HashSet<>();

        private Builder() {}

        /**
         * Sets η, what the whole network makes of a correlation of 0 with ReLU and leaky ReLU; 0.9 unless set. The
         * smaller, the straighter the functions.
         *
         * @throws IllegalArgumentException if it is not between 0 and 1
         */
        public Builder eta(double eta) {
            Check.require(eta > 0 && eta < 1, "eta", "between 0 and 1", eta);
            this.eta = eta;
            return this;
        }

        /**
         * Sets τ, C″(1) of the whole network with smooth functions; 0.3 unless set. The smaller, the straighter the
         * functions.
         *
         * @throws IllegalArgumentException if it is not positive and finite
         */
        public Builder tau(double tau) {
            this.tau = Check.positiveFinite("tau", tau);
            return this;
        }

        /**
         * Sets what {@link NetworkInit} will do to the branches of a residual network; its default unless set.
         *
         * @throws IllegalArgumentException if it is {@code null}
         */
        public Builder residual(ResidualRule rule) {
            this.residual = Check.given("rule", rule);
            return this;
        }

        /**
         * Leaves the functions of these layers as they are.
         *
         * @throws IllegalArgumentException if a name, or all of them, are {@code null}
         */
        public Builder keep(String... layers) {
            for (String layer : Check.given("layers", layers)) {
                kept.add(Check.given("layer", layer));
            }
            return this;
        }

        /** Builds the tailoring. */
        public Tailoring build() {
            return new Tailoring(this);
        }
    }
}
