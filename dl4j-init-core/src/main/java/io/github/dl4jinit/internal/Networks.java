// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal;

import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.graph.vertex.GraphVertex;
import org.deeplearning4j.nn.layers.FrozenLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/** DL4J's two kinds of networks. */
public final class Networks {

    private Networks() {}

    /**
     * @throws IllegalArgumentException if it is neither a {@code MultiLayerNetwork} nor a {@code ComputationGraph}, or
     *     not initialised
     */
    public static void requireInitialised(Model network) {
        Check.given("network", network);
        boolean list = network instanceof MultiLayerNetwork;
        Check.require(
                list || network instanceof ComputationGraph,
                "network",
                "a MultiLayerNetwork or a ComputationGraph",
                network.getClass().getName());
        // A graph's params() are empty, not null, before init().
        boolean initialised = list
                ? ((MultiLayerNetwork) network).isInitCalled()
                : ((ComputationGraph) network).getVertices() != null;
        Check.require(initialised, "network", "initialised: call init() first", "one that is not");
    }

    /**
     * An initialised copy with the same parameters and a new updater. It shares nothing with the original, unless its
     * configuration holds something that cannot be serialised: then what DL4J's {@code clone()} shares.
     */
    public static MultiLayerNetwork copy(MultiLayerNetwork original) {
        MultiLayerConfiguration configuration = DeepCopy.orNull(original.getLayerWiseConfigurations());
        MultiLayerNetwork copy = new MultiLayerNetwork(
                configuration == null ? original.getLayerWiseConfigurations().clone() : configuration);
        copy.init(original.params().dup(), false);
        Layer[] layers = copy.getLayers();
        for (int i = 0; i < layers.length; i++) {
            if (original.getLayer(i) instanceof FrozenLayer && !(layers[i] instanceof FrozenLayer)) {
                layers[i] = new FrozenLayer(layers[i]);
            }
            at(layers[i], original.getIterationCount(), original.getEpochCount());
        }
        return copy;
    }

    /** The same of a graph. */
    public static ComputationGraph copy(ComputationGraph original) {
        ComputationGraphConfiguration configuration = DeepCopy.orNull(original.getConfiguration());
        ComputationGraph copy = new ComputationGraph(
                configuration == null ? original.getConfiguration().clone() : configuration);
        copy.init(original.params().dup(), false);
        for (GraphVertex vertex : original.getVertices()) {
            if (vertex.hasLayer() && vertex.getLayer() instanceof FrozenLayer) {
                copy.getVertex(vertex.getVertexName()).setLayerAsFrozen();
            }
        }
        for (Layer layer : copy.getLayers()) {
            at(layer, original.getIterationCount(), original.getEpochCount());
        }
        return copy;
    }

    /** Schedules of dropout go by it. */
    private static void at(Layer layer, int iteration, int epoch) {
        layer.setIterationCount(iteration);
        layer.setEpochCount(epoch);
    }
}
