// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.FrozenVertex;
import org.deeplearning4j.nn.conf.graph.GraphVertex;
import org.deeplearning4j.nn.conf.graph.LayerVertex;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;

/** The layers that a configuration describes, out of all wrappers; a layer of both directions counts as two. */
public final class ConfiguredLayers {

    private ConfiguredLayers() {}

    /** The layers of a list, in its order. */
    public static List<Layer> of(MultiLayerConfiguration configuration) {
        return configuration.getConfs().stream()
                .flatMap(layer -> within(layer.getLayer()))
                .collect(Collectors.toList());
    }

    /** The layers of a graph, in the order in which its vertices were added. */
    public static List<Layer> of(ComputationGraphConfiguration configuration) {
        return configuration.getVertices().values().stream()
                .flatMap(ConfiguredLayers::within)
                .collect(Collectors.toList());
    }

    /** The layers of a list that are not configured to stay as they are. */
    public static List<Layer> notFrozenOf(MultiLayerConfiguration configuration) {
        return configuration.getConfs().stream()
                .map(NeuralNetConfiguration::getLayer)
                .filter(layer -> !Wrappers.isFrozen(layer))
                .flatMap(ConfiguredLayers::within)
                .collect(Collectors.toList());
    }

    /** The layers of a graph that are not configured to stay as they are. */
    public static List<Layer> notFrozenOf(ComputationGraphConfiguration configuration) {
        return configuration.getVertices().values().stream()
                .filter(LayerVertex.class::isInstance)
                .filter(vertex ->
                        !Wrappers.isFrozen(((LayerVertex) vertex).getLayerConf().getLayer()))
                .flatMap(ConfiguredLayers::within)
                .collect(Collectors.toList());
    }

    private static Stream<Layer> within(GraphVertex vertex) {
        if (vertex instanceof FrozenVertex) {
            return within(((FrozenVertex) vertex).getUnderlying());
        }
        return vertex instanceof LayerVertex
                ? within(((LayerVertex) vertex).getLayerConf().getLayer())
                : Stream.empty();
    }

    private static Stream<Layer> within(Layer configuration) {
        Layer layer = Wrappers.unwrapped(configuration);
        return layer instanceof Bidirectional
                ? Stream.of(((Bidirectional) layer).getFwd(), ((Bidirectional) layer).getBwd())
                        .flatMap(ConfiguredLayers::within)
                : Stream.of(layer);
    }
}
