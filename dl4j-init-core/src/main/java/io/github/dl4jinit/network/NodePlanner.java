// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.network;

import io.github.dl4jinit.internal.Check;
import io.github.dl4jinit.internal.layer.Incoming;
import io.github.dl4jinit.internal.layer.LayerFacts;
import io.github.dl4jinit.internal.layer.Parameter;
import io.github.dl4jinit.internal.layer.Parameter.Kind;
import io.github.dl4jinit.internal.layer.Parameter.Source;
import io.github.dl4jinit.internal.layer.Passage;
import io.github.dl4jinit.internal.layer.Passed;
import io.github.dl4jinit.internal.layer.Propagation;
import io.github.dl4jinit.internal.sampling.MirroredFill;
import io.github.dl4jinit.internal.sampling.Seeds;
import io.github.dl4jinit.internal.sampling.UnitSampler;
import io.github.dl4jinit.internal.topology.NetworkNode;
import io.github.dl4jinit.theory.CriticalPoint;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.deeplearning4j.nn.weights.IWeightInit;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationIdentity;

/** Plans one node: first its parameters, by what comes in, then what it puts out. */
final class NodePlanner {

    private static final String NOT_MIRRORED =
            ", not mirrored: only convolutions and dense layers without layer normalisation are";

    private final KnownNetwork network;
    private final int index;
    private final NetworkNode node;
    private final LayerFacts facts;
    private final Arrival arrival;

    /** The factor that the residual rule wants for the weights that make the node's output. */
    private final double branchFactor;

    private final Mirroring mirroring;

    /** How the main weights are mirrored; empty if they are not. */
    private final Optional<Mirror> mirror;

    private final Settings settings;
    private final Propagation propagation;
    private final Optional<String> keptBecause;

    /** The function that the node's pre-activations go through next; the identity if there is none before weights. */
    private final IActivation ahead;

    private final Optional<CriticalPoint> critical;

    /** The weights that make the node's output; {@code null} if it multiplies by no weights. */
    private final Parameter main;

    /** The variance of the pre-activations that each of the node's parameters makes. */
    private final Map<String, Double> variances = new HashMap<>();

    /** The mean square of the node's biases. */
    private double biases;

    /** What was taken for granted last; {@code null} if nothing was. */
    private String assumption;

    NodePlanner(
            KnownNetwork network,
            int index,
            Arrival arrival,
            double branchFactor,
            Mirroring mirroring,
            Settings settings,
            Propagation propagation) {
        this.network = network;
        this.index = index;
        this.node = network.node(index);
        this.facts = network.facts(index);
        this.arrival = arrival;
        this.mirroring = mirroring;
        this.mirror = mirroring.of(index);
        this.branchFactor = branchFactor;
        this.settings = settings;
        this.propagation = propagation;
        this.keptBecause = network.keptBecause(index);
        this.main = facts.main().orElse(null);
        this.ahead = functionAhead();
        this.critical = settings.sigmaB2 == null || !facts.hasCriticalPoint()
                ? Optional.empty()
                : propagation.criticalPoint(ahead, settings.sigmaB2);
    }

    String name() {
        return node.name();
    }

    /** What was taken for granted instead of computed; of several assumptions the last one. */
    Optional<String> assumption() {
        return Optional.ofNullable(assumption);
    }

    /** The decisions about the node's parameters, each with the next seed. */
    List<Drawing> drawings(Seeds seeds) {
        List<Drawing> drawings = new ArrayList<>();
        for (Parameter parameter : facts.parameters()) {
            drawings.add(new Drawing(node, parameter, seeds.next(), decide(parameter)));
            // A layer that reads both ways has biases for each direction, but each unit has one of them.
            biases = Math.max(biases, parameter.kind == Kind.BIAS ? biasMeanSquare(parameter) : 0);
        }
        return drawings;
    }

    /** What the node puts out; its parameters must have been decided. */
    Incoming output() {
        if (facts.isWeightless()) {
            Incoming passed = signal(facts.weightless(arrival.inputs, arrival.widths, propagation));
            if (facts.passage() == Passage.NEARLY_LINEAR
                    && mirroring.pairs(index).isPresent()) {
                assumption += ", and not quite linear between mirrored weights";
            }
            return passed;
        }
        if (main == null) {
            assumption = "unknown: the mean square of what it puts out is taken to be 1";
            return Incoming.normal(1, node.configuredType());
        }
        double variance = facts.normalisesItself() ? 1 : finite(variances.get(main.name) + biases);
        return signal(
                mirror.isPresent() ? facts.pointwise(variance, propagation) : facts.weighted(variance, propagation));
    }

    /** The mean square of z, if the node puts out pairs of z and −z, or of φ(z) and φ(−z). */
    double difference(Incoming output) {
        if (mirror.isPresent()) {
            return variances.get(main.name);
        }
        Incoming input = arrival.inputs.get(0);
        Optional<Pairs> before = mirroring.pairs(node.inputs().get(0));
        Pairs behind = mirroring.pairs(index).orElseThrow();
        if (!behind.activated) {
            return output.meanSquare();
        }
        double dropped = facts.arriving(input).signal().meanSquare();
        return before.isPresent() && before.get().activated
                ? behind.difference(arrival.difference, dropped - input.meanSquare())
                        * facts.differenceFactor(propagation)
                : dropped;
    }

    private Incoming signal(Passed passed) {
        passed.assumption().ifPresent(assumed -> assumption = assumed);
        return passed.signal();
    }

    private double finite(double meanSquare) {
        Check.require(
                meanSquare >= 0 && meanSquare < Double.POSITIVE_INFINITY,
                "the mean square of the pre-activations of " + node.name(),
                "finite",
                meanSquare);
        return meanSquare;
    }

    private double biasMeanSquare(Parameter bias) {
        if (hasPairs()) {
            return 0;
        }
        if (biasVariance() > 0) {
            return biasVariance();
        }
        double meanSquare = keptBecause.isPresent() ? meanSquare(bias) : bias.value * bias.value;
        if (meanSquare > 0) {
            assumption = "its biases count as if their signs were random";
        }
        return meanSquare;
    }

    /** The variance of random biases; 0 if they are no random ones. */
    private double biasVariance() {
        return critical.isPresent() && keptBecause.isEmpty() ? settings.sigmaB2 : 0;
    }

    private double meanSquare(Parameter parameter) {
        return Incoming.meanSquareOf(node.parameters().get(parameter.name));
    }

    private Decision decide(Parameter parameter) {
        if (parameter.isDrawn()) {
            return weights(parameter);
        }
        if (keptBecause.isPresent()) {
            return Decision.keep(keptBecause.get());
        }
        switch (parameter.kind) {
            case BIAS:
                if (hasPairs()) {
                    return Decision.constant(
                            0, parameter.value == 0 ? "bias" : "mirrored: 0 in place of " + parameter.value);
                }
                return biasVariance() > 0
                        ? Decision.independent(
                                "normal",
                                UnitSampler.normal(),
                                Math.sqrt(biasVariance()),
                                null,
                                "critical: σ_b² = " + settings.sigmaB2)
                        : Decision.constant(parameter.value, "bias");
            case CONSTANT:
                return Decision.constant(parameter.value, parameter.reason == null ? "bias" : parameter.reason);
            default:
                return Decision.keep(parameter.reason);
        }
    }

    private Decision weights(Parameter weights) {
        boolean recurrent = weights.kind == Kind.RECURRENT;
        Incoming incoming = recurrent ? Incoming.normal(1, "isometry") : incoming(weights);
        if (keptBecause.isPresent()) {
            variances.put(weights.name, meanSquare(weights) * weights.fanIn * incoming.meanSquare());
            return Decision.keep(keptBecause.get());
        }
        Check.require(
                incoming.meanSquare() > 0,
                "the mean square of what comes in at " + node.name(),
                "positive",
                incoming.meanSquare());
        double factor = weights == main ? branchFactor : 1;
        if (weights == main && mirror.isPresent()) {
            return mirrored(mirror.get(), incoming);
        }
        Scale scale = recurrent ? Scale.isometry(weights) : scale(weights, incoming);
        double std = scale.std * factor;
        plan(weights, scale, factor, weights.fanIn * incoming.meanSquare());
        Optional<IWeightInit> initialiser = settings.initialiserOf(node.name());
        if (initialiser.isPresent()) {
            return Decision.by(initialiser.get());
        }
        // The user's gains are knobs on top: what follows is planned as if they were 1, or it would undo them.
        double knob = recurrent ? 1 : settings.gainOf(node.name());
        String origin = origin(scale, factor, knob) + (settings.mirrored && !recurrent ? NOT_MIRRORED : "");
        double asked = std * knob;
        double gain = asked * Math.sqrt(scale.fan);
        return recurrent && settings.recurrentOrthogonal || !recurrent && settings.orthogonal
                ? Decision.orthogonal(asked, gain, origin)
                : Decision.independent(
                        settings.distribution.name().toLowerCase(Locale.ROOT),
                        UnitSampler.named(settings.distribution.name()),
                        asked,
                        gain,
                        origin);
    }

    /** Weights between values, each of which one input or output carries, or a pair of them. */
    private Decision mirrored(Mirror mirror, Incoming incoming) {
        boolean pairs = mirror.in.inPairs();
        double meanSquare = pairs
                ? mirroring
                        .pairs(node.inputs().get(0))
                        .orElseThrow()
                        .difference(
                                arrival.difference,
                                incoming.meanSquare() - arrival.inputs.get(0).meanSquare())
                : incoming.meanSquare();
        int values = mirror.in.values();
        String from = pairs
                ? String.format(Locale.ROOT, "differences of pairs: E[z²] = %.4g, c = %.4g", meanSquare, mirror.slope)
                : Scale.from(incoming);
        Scale scale = Scale.between(targetVariance(main), values, meanSquare, main, from);
        plan(main, scale, branchFactor, values * meanSquare);
        double knob = settings.gainOf(node.name());
        double std = scale.std * branchFactor * knob;
        long elements = node.parameters().get(main.name).length();
        double asked = MirroredFill.std(std, elements, mirror.out, mirror.in, mirror.slope);
        return Decision.mirrored(
                mirror, std, asked, asked * Math.sqrt(scale.fan), origin(scale, branchFactor, knob) + mirror.note);
    }

    /** Remembers the variance of the pre-activations that weights of a scale make of inputs of that sum of squares. */
    private void plan(Parameter weights, Scale scale, double factor, double sumOfSquares) {
        // Fixup scales what the usual weights are; planned with it, each layer would undo the factor before it.
        double planned = settings.residual == ResidualRule.FIXUP && factor > 0 ? scale.std : scale.std * factor;
        variances.put(weights.name, planned * planned * sumOfSquares);
    }

    private static String origin(Scale scale, double factor, double knob) {
        return scale.origin
                + (factor == 1 ? "" : String.format(Locale.ROOT, ", branch times %.4g", factor))
                + (knob == 1 ? "" : String.format(Locale.ROOT, ", times %.4g", knob));
    }

    private Scale scale(Parameter weights, Incoming incoming) {
        if (critical.isPresent()) {
            return Scale.critical(ahead, critical.get(), settings.sigmaB2, weights, incoming);
        }
        return isAtAnEnd(weights)
                ? Scale.atAnEnd(targetVariance(weights), weights, incoming)
                : Scale.preserving(settings.preserve, targetVariance(weights), weights, incoming);
    }

    /** Whether no layer before or behind has a gradient whose size these weights could keep. */
    private boolean isAtAnEnd(Parameter weights) {
        boolean atData = weights.source == Source.ONE || weights.source == Source.INPUT && network.readsData(index);
        return atData || weights == main && network.isReadByLoss(index);
    }

    /** The variance that the pre-activations shall have that these weights make. */
    private double targetVariance(Parameter weights) {
        return weights == main && facts.hasCriticalPoint() && !network.isReadByLoss(index)
                ? settings.preActivationVariance.of(ahead, network.depth(), propagation)
                : 1;
    }

    private Incoming incoming(Parameter weights) {
        switch (weights.source) {
            case ONE:
                return Incoming.normal(1, "a single 1");
            case LATENT:
                return Incoming.normal(facts.latentMeanSquare(variances, propagation), "samples of z");
            case PARAMETER:
                Check.require(
                        variances.containsKey(weights.after),
                        "the parameter that " + weights.name + " of " + node.name() + " is after",
                        "one that an earlier rule draws",
                        weights.after);
                return propagation.within(variances.get(weights.after), weights.after, weights.function);
            default:
                return signal(facts.arriving(arrival.inputs.get(Math.min(weights.input, arrival.inputs.size() - 1))));
        }
    }

    /** Whether what it puts out is pairs that its own weights make. */
    private boolean hasPairs() {
        return mirror.isPresent() && mirror.get().out.inPairs();
    }

    private IActivation functionAhead() {
        IActivation own = facts.function();
        int at = index;
        while (own instanceof ActivationIdentity) {
            OptionalInt next = network.node(at).firstUse();
            if (next.isEmpty()) {
                return own;
            }
            at = next.getAsInt();
            if (!network.facts(at).parameters().isEmpty()) {
                return own;
            }
            if (network.facts(at).isActivation()) {
                return network.facts(at).function();
            }
        }
        return own;
    }
}
