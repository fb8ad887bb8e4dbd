// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.network;

import io.github.dl4jinit.internal.layer.LayerFacts;
import io.github.dl4jinit.internal.layer.Layers;
import io.github.dl4jinit.internal.topology.NetworkNode;
import io.github.dl4jinit.internal.topology.NetworkView;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.nd4j.linalg.activations.impl.ActivationIdentity;

/**
 * A network's nodes in the order of the forward pass, each with the facts of its layer and whether it is to be kept.
 */
final class KnownNetwork {

    private final List<NetworkNode> nodes;
    private final List<LayerFacts> facts;
    private final Settings settings;
    private final int depth;
    private final BitSet readByLoss;
    private final BitSet readingData;

    private KnownNetwork(List<NetworkNode> nodes, List<LayerFacts> facts, Settings settings) {
        this.nodes = nodes;
        this.facts = List.copyOf(facts);
        this.settings = settings;
        this.depth = shortestWay();
        this.readByLoss = readByLoss();
        this.readingData = readingData();
    }

    /**
     * Joins a network's nodes with the facts of their layers.
     *
     * @throws IllegalArgumentException if the settings name a layer that the network does not have, or if a user's rule
     *     does not fit its layer
     */
    static KnownNetwork of(NetworkView network, Settings settings) {
        List<NetworkNode> nodes = network.nodes();
        Set<String> names = nodes.stream().map(NetworkNode::name).collect(Collectors.toSet());
        settings.requireNamesAmong(names);
        Layers layers = new Layers(settings.rules);
        List<LayerFacts> facts = new ArrayList<>();
        for (NetworkNode node : nodes) {
            facts.add(
                    node.layer() == null
                            ? layers.of(node.vertexConfiguration(), node.parameters())
                            : layers.of(node.innerConfiguration(), node.parameters()));
        }
        return new KnownNetwork(nodes, facts, settings);
    }

    int size() {
        return nodes.size();
    }

    NetworkNode node(int index) {
        return nodes.get(index);
    }

    LayerFacts facts(int index) {
        return facts.get(index);
    }

    /**
     * How many activation functions a signal passes at least between data and loss; of several outputs, the one that is
     * farthest. Skip connections shorten it.
     */
    int depth() {
        return depth;
    }

    private int shortestWay() {
        int[] passed = new int[size()];
        int farthest = 0;
        for (int i = 0; i < size(); i++) {
            int before = node(i).inputs().stream()
                    .mapToInt(input -> passed[input])
                    .min()
                    .orElse(0);
            passed[i] = before + (facts(i).function() instanceof ActivationIdentity ? 0 : 1);
            if (node(i).outputNumber().isPresent()) {
                farthest = Math.max(farthest, before);
            }
        }
        return farthest;
    }

    /** Whether a loss reads what a node puts out, or what is made of it without further weights. */
    boolean isReadByLoss(int index) {
        return readByLoss.get(index);
    }

    /** From the outputs back, because each node's consumers come after it. */
    private BitSet readByLoss() {
        BitSet read = new BitSet();
        for (int i = size() - 1; i >= 0; i--) {
            read.set(
                    i,
                    node(i).outputNumber().isPresent()
                            || node(i).consumers().stream()
                                    .anyMatch(consumer -> facts(consumer).isWeightless() && read.get(consumer)));
        }
        return read;
    }

    /** Whether nothing comes before a node that has weights which a gradient reaches. */
    boolean readsData(int index) {
        return readingData.get(index);
    }

    private BitSet readingData() {
        BitSet reading = new BitSet();
        for (int i = 0; i < size(); i++) {
            reading.set(
                    i,
                    node(i).inputs().stream()
                            .allMatch(input ->
                                    node(input).stopsGradients() || facts(input).isWeightless() && reading.get(input)));
        }
        return reading;
    }

    /** Why a node is to be left as it is; empty if it is not. */
    Optional<String> keptBecause(int index) {
        if (nodes.get(index).frozen()) {
            return Optional.of("frozen");
        }
        return settings.keeps(nodes.get(index).name()) ? Optional.of("left alone") : Optional.empty();
    }
}
