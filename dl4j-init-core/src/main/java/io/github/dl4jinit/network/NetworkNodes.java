// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.network;

import io.github.dl4jinit.internal.Functions;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.deeplearning4j.nn.graph.vertex.VertexIndices;
import org.deeplearning4j.nn.graph.vertex.impl.FrozenVertex;
import org.deeplearning4j.nn.layers.FrozenLayer;
import org.deeplearning4j.nn.layers.FrozenLayerWithBackprop;
import org.deeplearning4j.nn.layers.wrapper.BaseWrapperLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/** What a network consists of. */
final class NetworkNodes {

    private NetworkNodes() {}

    /** In the order of the forward pass, the inputs included. */
    static List<NetworkNode> of(Model network) {
        return network instanceof MultiLayerNetwork
                ? ofList((MultiLayerNetwork) network)
                : ofGraph((ComputationGraph) network);
    }

    private static List<NetworkNode> ofList(MultiLayerNetwork network) {
        List<NetworkNode> nodes = new ArrayList<>();
        nodes.add(new NetworkNode("input", null, null, null, false));
        Set<String> names = new HashSet<>();
        Layer[] layers = network.getLayers();
        for (int i = 0; i < layers.length; i++) {
            String given = layers[i].conf().getLayer().getLayerName();
            String name = given == null ? "layer" + i : given;
            nodes.add(new NetworkNode(
                    names.add(name) ? name : name + " (layer" + i + ")",
                    layers[i],
                    null,
                    null,
                    isFrozen(layers[i]),
                    i));
        }
        return nodes;
    }

    private static List<NetworkNode> ofGraph(ComputationGraph network) {
        Map<Integer, Integer> positions = new HashMap<>();
        List<NetworkNode> nodes = new ArrayList<>();
        for (int index : network.topologicalSortOrder()) {
            GraphVertex vertex = network.getVertices()[index];
            VertexIndices[] inputs = vertex.getInputVertices();
            Layer layer = vertex.hasLayer() ? vertex.getLayer() : null;
            nodes.add(new NetworkNode(
                    vertex.getVertexName(),
                    layer,
                    vertex,
                    unfrozen(network.getConfiguration().getVertices().get(vertex.getVertexName())),
                    vertex instanceof FrozenVertex || isFrozen(layer),
                    inputs == null
                            ? new int[0]
                            : Arrays.stream(inputs)
                                    .mapToInt(input -> positions.get(input.getVertexIndex()))
                                    .toArray()));
            positions.put(index, nodes.size() - 1);
        }
        return nodes;
    }

    /** For each node the last one that takes what it puts out; 0 if none does. */
    static int[] lastUse(List<NetworkNode> nodes) {
        int[] last = new int[nodes.size()];
        for (int i = 0; i < nodes.size(); i++) {
            for (int input : nodes.get(i).inputs) {
                last[input] = i;
            }
        }
        return last;
    }

    /** The first node that takes what this one puts out; −1 if none does. */
    static int firstConsumer(List<NetworkNode> nodes, int of) {
        for (int i = of + 1; i < nodes.size(); i++) {
            for (int input : nodes.get(i).inputs) {
                if (input == of) {
                    return i;
                }
            }
        }
        return -1;
    }

    /** Fine-tuning wraps vertices to freeze them, which does not change what they compute. */
    private static org.deeplearning4j.nn.conf.graph.GraphVertex unfrozen(
            org.deeplearning4j.nn.conf.graph.GraphVertex configuration) {
        return configuration instanceof org.deeplearning4j.nn.conf.graph.FrozenVertex
                ? unfrozen(((org.deeplearning4j.nn.conf.graph.FrozenVertex) configuration).getUnderlying())
                : configuration;
    }

    /** Whether it is, or wraps what is, frozen: by its configuration or since fine-tuning. */
    private static boolean isFrozen(Layer layer) {
        if (layer == null) {
            return false;
        }
        for (Layer inner = layer;
                inner instanceof BaseWrapperLayer;
                inner = ((BaseWrapperLayer) inner).getUnderlying()) {
            if (inner instanceof FrozenLayer || inner instanceof FrozenLayerWithBackprop) {
                return true;
            }
        }
        return layer instanceof FrozenLayerWithBackprop
                || Functions.isFrozen(layer.conf().getLayer());
    }
}
