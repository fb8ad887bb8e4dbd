// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.network;

import io.github.dl4jinit.internal.Check;
import io.github.dl4jinit.internal.sampling.UnitSampler;
import io.github.dl4jinit.internal.topology.NetworkNode;
import io.github.dl4jinit.network.Drawing.Decision;
import io.github.dl4jinit.network.Incoming.Samples;
import io.github.dl4jinit.network.ParameterRule.Kind;
import io.github.dl4jinit.network.ParameterRule.Source;
import io.github.dl4jinit.theory.CriticalPoint;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.commons.rng.UniformRandomProvider;
import org.apache.commons.rng.simple.RandomSource;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.conf.layers.BaseRecurrentLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.FeedForwardLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LocallyConnected1D;
import org.deeplearning4j.nn.conf.layers.LocallyConnected2D;
import org.deeplearning4j.nn.conf.layers.PReLULayer;
import org.deeplearning4j.nn.conf.layers.variational.VariationalAutoencoder;
import org.deeplearning4j.nn.weights.IWeightInit;
import org.nd4j.linalg.activations.IActivation;

/**
 * Follows the signal through a network, in the order of the forward pass, and decides for each parameter what it is to
 * become. With v the variance that a layer's pre-activations shall have, x what comes in and φ what x has been through:
 *
 * <pre>
 * forward          std = √(v / (n_in · E[x²])),  v = 1
 * backward         std = 1 / √(n_out · E[φ′²])
 * geometric mean   the root of their product
 * critical         as forward, with v = q* − σ_b² for the critical point q* of the layer's own function
 * </pre>
 */
final class Planner {

    private final NetworkInit init;
    private final List<NetworkNode> nodes;
    private final LayerRules rules;
    private final ResidualBranches residual;
    private final Theories theories = new Theories();
    private final Samples samples = new Samples();
    private final Propagation propagation;
    private final UniformRandomProvider seeds;
    private final List<Drawing> drawings = new ArrayList<>();

    Planner(NetworkInit init, List<NetworkNode> nodes, long seed) {
        this.init = init;
        this.nodes = nodes;
        this.rules = new LayerRules(init.rules);
        this.residual = new ResidualBranches(nodes, init, rules);
        this.propagation = new Propagation(theories, samples, new Widths(nodes));
        // One generator's numbers in turn differ from each other; each becomes the seed of one parameter.
        this.seeds = RandomSource.SPLIT_MIX_64.create(seed);
    }

    /** One for each parameter, in the order of the network. */
    List<Drawing> plan() {
        Incoming[] outputs = new Incoming[nodes.size()];
        for (int i = 0; i < nodes.size(); i++) {
            List<Incoming> inputs = new ArrayList<>();
            for (int input : nodes.get(i).inputs()) {
                inputs.add(outputs[input]);
            }
            outputs[i] = inputs.isEmpty() ? Incoming.normal(1, "data") : new Step(i, inputs).output();
            for (int input : nodes.get(i).inputs()) {
                outputs[input] = nodes.get(input).isLastUsedBy(i) ? null : outputs[input]; // samples are large
            }
        }
        return drawings;
    }

    List<ResidualBranch> branches() {
        return residual.branches();
    }

    Map<String, String> assumptions() {
        return propagation.assumptions();
    }

    /** One node with what comes in. */
    private final class Step {

        private final int index;
        private final NetworkNode node;
        private final List<Incoming> inputs;
        private final boolean kept;

        /**
         * The function that the node's pre-activations go through next; the identity if there is none before weights.
         */
        private final IActivation ahead;

        private final Optional<CriticalPoint> critical;

        private final List<ParameterRule> all;

        /** Of those, what makes the output; {@code null} if the node multiplies by no weights. */
        private final ParameterRule main;

        /** Of the pre-activations that each of the node's parameters makes. */
        private final Map<String, Double> variances = new HashMap<>();

        Step(int index, List<Incoming> inputs) {
            this.index = index;
            this.node = nodes.get(index);
            this.inputs = inputs;
            this.all = rules.of(node);
            this.main = LayerRules.main(all).orElse(null);
            this.kept = node.frozen() || init.kept.test(node.name());
            this.ahead = functionAhead();
            this.critical = init.sigmaB2 == null || !isPlain(node.innerConfiguration())
                    ? Optional.empty()
                    : theories.find(ahead).map(theory -> theories.critical(ahead, init.sigmaB2));
        }

        Incoming output() {
            double biases = 0;
            for (ParameterRule rule : all) {
                drawings.add(new Drawing(node, rule, seeds.nextLong(), decide(rule)));
                // Of several, as both directions have them, each unit has one.
                biases = Math.max(biases, rule.kind == Kind.BIAS ? biasMeanSquare(rule) : 0);
            }
            if (node.consumers().isEmpty()) {
                return null; // nothing depends on it
            }
            if (main != null) {
                boolean normalised = all.stream().anyMatch(rule -> rule.normalises);
                return propagation.afterWeights(
                        node, normalised ? 1 : finite("pre-activations", variances.get(main.parameter) + biases));
            }
            boolean known = all.isEmpty()
                    || node.innerConfiguration() instanceof BatchNormalization
                    || node.innerConfiguration() instanceof PReLULayer;
            if (known) {
                return propagation.without(node, inputs);
            }
            propagation.assumptions().put(node.name(), "unknown: the mean square of what it puts out is taken to be 1");
            return Incoming.normal(1, node.configuredType());
        }

        private double biasMeanSquare(ParameterRule rule) {
            if (biasVariance() > 0) {
                return biasVariance();
            }
            double meanSquare = kept ? meanSquare(rule) : rule.value * rule.value;
            if (meanSquare > 0) {
                propagation.assumptions().put(node.name(), "its biases count as if their signs were random");
            }
            return meanSquare;
        }

        private double meanSquare(ParameterRule rule) {
            return Incoming.meanSquareOf(node.parameters().get(rule.parameter));
        }

        /** @throws IllegalArgumentException naming the node, if the mean square of that is not finite */
        private double finite(String what, double meanSquare) {
            Check.require(
                    meanSquare >= 0 && meanSquare < Double.POSITIVE_INFINITY,
                    "the mean square of the " + what + " of " + node.name(),
                    "finite",
                    meanSquare);
            return meanSquare;
        }

        private Decision decide(ParameterRule rule) {
            if (rule.drawn()) {
                return weights(rule);
            }
            if (kept) {
                return Decision.keep(keptBecause());
            }
            switch (rule.kind) {
                case BIAS:
                    return biasVariance() > 0
                            ? Decision.independent(
                                    "normal",
                                    UnitSampler.normal(),
                                    Math.sqrt(biasVariance()),
                                    null,
                                    "critical: σ_b² = " + init.sigmaB2)
                            : Decision.constant(rule.value, "bias");
                case CONSTANT:
                    return Decision.constant(rule.value, rule.reason == null ? "bias" : rule.reason);
                default:
                    return Decision.keep(rule.reason);
            }
        }

        private String keptBecause() {
            return node.frozen() ? "frozen" : "left alone";
        }

        private double biasVariance() {
            return critical.isPresent() && !kept ? init.sigmaB2 : 0;
        }

        private Decision weights(ParameterRule rule) {
            boolean recurrent = rule.kind == Kind.RECURRENT;
            Incoming incoming = recurrent ? Incoming.normal(1, "isometry") : incoming(rule);
            if (kept) {
                variances.put(rule.parameter, meanSquare(rule) * rule.fanIn * incoming.meanSquare());
                return Decision.keep(keptBecause());
            }
            Check.require(
                    incoming.meanSquare() > 0,
                    "the mean square of what comes in at " + node.name(),
                    "positive",
                    incoming.meanSquare());
            double factor = rule == main ? residual.factor(index) : 1;
            Scale scale =
                    recurrent ? new Scale(1 / Math.sqrt(rule.fanIn), rule.fanIn, "isometry") : scale(rule, incoming);
            double std = scale.std * factor;
            // Fixup scales what the usual weights are; planned with it, each layer would undo the factor before it.
            double planned = init.residual == ResidualRule.FIXUP && factor > 0 ? scale.std : std;
            variances.put(rule.parameter, planned * planned * rule.fanIn * incoming.meanSquare());
            IWeightInit override = init.initialisers.get(node.name());
            if (override != null) {
                return Decision.by(override);
            }
            // The user's gains are knobs on top: what follows is planned as if they were 1, or it would undo them.
            double knob = recurrent ? 1 : init.gain * init.gains.getOrDefault(node.name(), 1.0);
            String origin = scale.origin
                    + (factor == 1 ? "" : String.format(Locale.ROOT, ", branch times %.4g", factor))
                    + (knob == 1 ? "" : String.format(Locale.ROOT, ", times %.4g", knob));
            double asked = std * knob;
            double gain = asked * Math.sqrt(scale.fan);
            return recurrent && init.recurrentOrthogonal || !recurrent && init.orthogonal
                    ? Decision.orthogonal(asked, gain, origin)
                    : Decision.independent(
                            init.distribution.name().toLowerCase(Locale.ROOT),
                            UnitSampler.named(init.distribution.name()),
                            asked,
                            gain,
                            origin);
        }

        private Incoming incoming(ParameterRule rule) {
            switch (rule.source) {
                case ONE:
                    return Incoming.normal(1, "a single 1");
                case LATENT:
                    return latent();
                case PARAMETER:
                    Check.require(
                            variances.containsKey(rule.after),
                            "the parameter that " + rule.parameter + " of " + node.name() + " is after",
                            "one that an earlier rule draws",
                            rule.after);
                    Incoming made = Incoming.normal(variances.get(rule.after), rule.after);
                    return theories.find(rule.function).isPresent()
                            ? made.through(rule.function, theories, samples)
                            : Incoming.normal(1, rule.function.toString());
                default:
                    return propagation.dropped(node, inputs.get(Math.min(rule.input, inputs.size() - 1)));
            }
        }

        /** z = μ + ε·e^(l/2) has mean square E[μ²] + E[e^l]; for l ~ N(0, v) the latter is e^(v/2). */
        private Incoming latent() {
            double mean = variances.get("pZXMeanW");
            double logVariance = variances.get("pZXLogStd2W");
            double meanSquare = theories.find(Propagation.function(node.innerConfiguration()))
                    .map(theory -> theory.secondMoment(mean))
                    .orElse(1.0);
            return Incoming.normal(meanSquare + Math.exp(logVariance / 2), "samples of z");
        }

        private Scale scale(ParameterRule rule, Incoming incoming) {
            double meanSquare = incoming.meanSquare();
            String from = String.format(Locale.ROOT, "%s: E[x²] = %.4g", incoming.origin(), meanSquare);
            if (critical.isPresent()) {
                return critical(rule, incoming, from);
            }
            double forward = 1 / Math.sqrt(rule.fanIn * meanSquare);
            if (rule.source == Source.ONE) { // nothing comes before it that a gradient could reach
                return new Scale(forward, rule.fanIn, from);
            }
            double slope = incoming.slopeMeanSquare();
            double backward = 1 / Math.sqrt(rule.fanOut * slope);
            String back = String.format(Locale.ROOT, "%s: E[φ′²] = %.4g", incoming.origin(), slope);
            switch (init.preserve) {
                case FORWARD:
                    return new Scale(forward, rule.fanIn, from);
                case BACKWARD:
                    return new Scale(backward, rule.fanOut, back);
                default:
                    return new Scale(
                            Math.sqrt(forward * backward), Math.sqrt(rule.fanIn * rule.fanOut), from + ", " + back);
            }
        }

        private Scale critical(ParameterRule rule, Incoming incoming, String from) {
            CriticalPoint own = critical.get();
            double variance = own.q() - init.sigmaB2;
            if (variance > 0 && variance < Double.POSITIVE_INFINITY) {
                return new Scale(
                        Math.sqrt(variance / (rule.fanIn * incoming.meanSquare())),
                        rule.fanIn,
                        String.format(Locale.ROOT, "%s, critical %s: q = %.4g", from, ahead, own.q()));
            }
            // No variance to aim at: tanh with σ_b² = 0 tends to 0, ReLU with σ_b² > 0 grows. σ_w² is critical by
            // itself.
            double sigmaW2 = incoming.theory()
                    .map(theory -> theory.critical(init.sigmaB2).sigmaW2())
                    .filter(Double::isFinite)
                    .orElse(1 / incoming.meanSquare());
            return new Scale(
                    Math.sqrt(sigmaW2 / rule.fanIn),
                    rule.fanIn,
                    String.format(Locale.ROOT, "critical: σ_w² = %.4g", sigmaW2));
        }

        /** The theory of critical points is about layers that pass on one pre-activation through one function. */
        private boolean isPlain(Layer layer) {
            return layer instanceof FeedForwardLayer
                            && !(layer instanceof BaseRecurrentLayer)
                            && !(layer instanceof BaseOutputLayer)
                            && !(layer instanceof VariationalAutoencoder)
                    || layer instanceof LocallyConnected1D
                    || layer instanceof LocallyConnected2D;
        }

        private IActivation functionAhead() {
            IActivation own = Propagation.function(node.innerConfiguration());
            NetworkNode at = node;
            while (theories.isIdentity(own)) {
                if (at.firstUse().isEmpty()) {
                    return own;
                }
                at = nodes.get(at.firstUse().getAsInt());
                if (!at.parameters().isEmpty()) {
                    return own;
                }
                if (at.innerConfiguration() instanceof ActivationLayer) {
                    return Propagation.function(at.innerConfiguration());
                }
            }
            return own;
        }
    }

    /** A standard deviation, the fan that it was divided by, and where it came from. */
    private static final class Scale {

        final double std;
        final double fan;
        final String origin;

        Scale(double std, double fan, String origin) {
            this.std = std;
            this.fan = fan;
            this.origin = origin;
        }
    }
}
