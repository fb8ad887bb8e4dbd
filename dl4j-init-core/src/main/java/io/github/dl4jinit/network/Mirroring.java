// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.network;

import io.github.dl4jinit.internal.Check;
import io.github.dl4jinit.internal.OddPart;
import io.github.dl4jinit.internal.layer.Parameter;
import io.github.dl4jinit.internal.layer.Parameter.Matrices;
import io.github.dl4jinit.internal.sampling.Units;
import io.github.dl4jinit.internal.topology.NetworkNode;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import org.nd4j.linalg.activations.impl.ActivationIdentity;

/**
 * Which layers of a network are mirrored, and how: a layer puts out pairs if a layer behind it can take their
 * differences, and takes differences of what comes in pairs. So a chain of layers begins with one that makes pairs, and
 * ends with one that makes none: at an output, at a sum, at a layer of another kind.
 */
final class Mirroring {

    private final KnownNetwork network;
    private final Settings settings;

    /** The pairs that nodes put out, by node. */
    private final Map<Integer, Pairs> pairs = new HashMap<>();

    private final Map<Integer, Mirror> mirrors = new HashMap<>();

    private Mirroring(KnownNetwork network, Settings settings) {
        this.network = network;
        this.settings = settings;
        for (int i = 0; settings.mirrored && i < network.size(); i++) {
            int node = i;
            Optional<Pairs> arriving = arriving(node);
            Optional<Matrices> channels = channels(node);
            (channels.isPresent() ? mirrored(node, channels.get(), arriving) : arriving.flatMap(in -> passed(in, node)))
                    .ifPresent(out -> pairs.put(node, out));
        }
    }

    /**
     * Finds the pairs of a network; none unless the settings ask for them.
     *
     * @throws IllegalArgumentException if a hidden layer's activation function does not fit
     */
    static Mirroring of(KnownNetwork network, Settings settings) {
        return new Mirroring(network, settings);
    }

    /** How the main weights of a node are mirrored; empty if they are drawn as they would be otherwise. */
    Optional<Mirror> of(int node) {
        return Optional.ofNullable(mirrors.get(node));
    }

    /** The pairs that a node puts out. */
    Optional<Pairs> pairs(int node) {
        return Optional.ofNullable(pairs.get(node));
    }

    private Optional<Pairs> arriving(int node) {
        return network.node(node).inputs().size() == 1
                ? pairs(network.node(node).inputs().get(0)).flatMap(in -> before(in, node))
                : Optional.empty();
    }

    private Optional<Pairs> before(Pairs in, int node) {
        return in.behind(network.node(node).preProcessor());
    }

    /** Where a node's weights join units to units; empty if they are not ours to mirror. */
    private Optional<Matrices> channels(int node) {
        return network.keptBecause(node).isPresent()
                        || settings.initialiserOf(network.node(node).name()).isPresent()
                ? Optional.empty()
                : network.facts(node).main().map((Parameter weights) -> weights.channels);
    }

    private Optional<Pairs> mirrored(int node, Matrices channels, Optional<Pairs> arriving) {
        Optional<Pairs> in = arriving.filter(some -> some.canBeReadBy(channels.columns));
        Optional<Pairs> possible = network.isReadByLoss(node) || isLinear(node) && isJoined(node)
                ? Optional.empty()
                : Optional.of(made(node, channels));
        boolean read = possible.isPresent() && isRead(possible.get(), node);
        Optional<Pairs> out = possible.filter(some -> read && some.units.inPairs());
        mirrors.put(
                node,
                new Mirror(
                        in.map(some -> some.units).orElse(Units.single(channels.columns)),
                        out.map(some -> some.units).orElse(Units.single(channels.rows)),
                        in.map(some -> some.slope).orElse(1.0),
                        possible.isEmpty() || out.isPresent() || isLinear(node) ? "" : note(read)));
        return out;
    }

    /**
     * Whether a node of several inputs, as a sum, takes what a node puts out. A linear layer there is the stem of a
     * trunk, which would carry z and −z: half of the data's directions.
     */
    private boolean isJoined(int node) {
        return network.node(node).consumers().stream()
                .anyMatch(consumer -> network.node(consumer).inputs().size() > 1);
    }

    private boolean isLinear(int node) {
        return network.facts(node).function() instanceof ActivationIdentity;
    }

    private static String note(boolean read) {
        return read ? ", no pairs: a single unit" : ", no pairs: nothing behind it takes differences";
    }

    /** The pairs that a layer makes if its outputs are to be in pairs. */
    private Pairs made(int node, Matrices channels) {
        Pairs preActivations = Pairs.of(Units.paired(channels.rows));
        return isLinear(node) ? preActivations : preActivations.through(slope(node));
    }

    /** Whether a layer behind the node takes differences of the pairs that it puts out. */
    private boolean isRead(Pairs out, int node) {
        boolean read = false;
        for (int consumer : network.node(node).consumers()) {
            Optional<Pairs> in = network.node(consumer).inputs().size() == 1 ? before(out, consumer) : Optional.empty();
            Optional<Matrices> channels = channels(consumer);
            read |= channels.isPresent()
                    ? in.isPresent() && in.get().canBeReadBy(channels.get().columns)
                    : in.flatMap(some -> passed(some, consumer))
                            .filter(some -> isRead(some, consumer))
                            .isPresent();
        }
        return read;
    }

    /** What becomes of pairs in a node that is not mirrored. */
    private Optional<Pairs> passed(Pairs in, int node) {
        switch (network.facts(node).passage()) {
            case LINEAR:
                return Optional.of(in);
            case NEARLY_LINEAR:
                return Optional.of(in).filter(some -> some.activated);
            case NORMALISATION:
                return Optional.of(in).filter(some -> !some.activated);
            case FUNCTION:
                return in.activated ? Optional.empty() : Optional.of(in.through(slope(node)));
            default:
                return Optional.empty();
        }
    }

    private double slope(int node) {
        OptionalDouble slope = network.facts(node).oddSlope();
        NetworkNode named = network.node(node);
        Check.require(
                slope.isPresent(),
                "the activation function of " + named.name(),
                OddPart.FITTING + " for mirrored weights (for others there is preActivationVariance())",
                isLinear(node)
                        ? named.configuredType() + " of unequal slopes"
                        : network.facts(node).function());
        return slope.getAsDouble();
    }
}
