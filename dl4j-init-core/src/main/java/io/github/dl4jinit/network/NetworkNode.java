// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.network;

import io.github.dl4jinit.internal.Functions;
import java.util.Map;
import org.deeplearning4j.nn.api.Trainable;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.nd4j.linalg.api.ndarray.INDArray;

/** An input, a layer or a vertex of a network, in the order of the forward pass. */
final class NetworkNode {

    /** The configuration's name for it, or "layer" and its number. */
    final String name;

    /** {@code null} for inputs and for vertices that are no layers. */
    final org.deeplearning4j.nn.api.Layer layer;

    /** {@code null} in a list of layers. */
    final GraphVertex vertex;

    /** What configures it; {@code null} in a list of layers and for inputs. */
    final org.deeplearning4j.nn.conf.graph.GraphVertex vertexConfiguration;

    /** Indices of the nodes whose activations this one takes; none for an input. */
    final int[] inputs;

    /** Neither trained nor to be drawn anew. */
    final boolean frozen;

    NetworkNode(
            String name,
            org.deeplearning4j.nn.api.Layer layer,
            GraphVertex vertex,
            org.deeplearning4j.nn.conf.graph.GraphVertex vertexConfiguration,
            boolean frozen,
            int... inputs) {
        this.name = name;
        this.layer = layer;
        this.vertex = vertex;
        this.vertexConfiguration = vertexConfiguration;
        this.frozen = frozen;
        this.inputs = inputs;
    }

    /** The configuration as it was written, wrappers and all; {@code null} if this is no layer. */
    Layer configuration() {
        return layer == null ? null : layer.conf().getLayer();
    }

    /** The configuration inside all wrappers but those that run a layer twice; {@code null} if this is no layer. */
    Layer innerConfiguration() {
        return layer == null ? null : Functions.unwrapped(configuration());
    }

    /** What has the parameters: the layer, or a vertex that has some of its own, as attention has. */
    Trainable trainable() {
        return layer == null ? vertex : layer;
    }

    /** Views of the network's parameters by name; empty if there are none. */
    Map<String, INDArray> parameters() {
        Trainable trainable = trainable();
        return trainable == null || trainable.numParams() == 0 ? Map.of() : trainable.paramTable(false);
    }

    /** The name of the class that configures it. */
    String type() {
        if (layer != null) {
            return configuration().getClass().getSimpleName();
        }
        return inputs.length == 0 ? "input" : vertex.getClass().getSimpleName();
    }
}
