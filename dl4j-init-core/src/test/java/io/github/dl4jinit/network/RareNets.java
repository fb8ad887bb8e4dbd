// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.network;

import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.nd4j.linalg.activations.Activation;

/** Pieces of networks whose layers and branches are put together as few are. */
final class RareNets {

    private RareNets() {}

    static Layer dense(int width) {
        return dense(width, Activation.IDENTITY);
    }

    static Layer dense(int width, Activation function) {
        return new DenseLayer.Builder()
                .nIn(width)
                .nOut(width)
                .activation(function)
                .build();
    }

    static GraphBuilder graph() {
        return Nets.builder().graphBuilder().addInputs("in").addLayer("x", dense(20), "in");
    }

    static ComputationGraph ending(GraphBuilder graph, String last) {
        return Nets.initialised(
                graph.addLayer("out", Nets.softmax().nIn(20).build(), last).setOutputs("out"));
    }

    static ElementWiseVertex add() {
        return new ElementWiseVertex(ElementWiseVertex.Op.Add);
    }

    static ParameterInit weights(NetworkInitSummary summary, String layer) {
        return summary.parameters().stream()
                .filter(p -> p.layer().equals(layer) && p.parameter().endsWith("W"))
                .findFirst()
                .get();
    }

    static double inputOf(NetworkInitSummary summary, String layer) {
        double gain = weights(summary, layer).gain().getAsDouble();
        return 1 / (gain * gain);
    }
}
