// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit;

import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.IWeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;

/** Small networks that several tests build. */
final class Networks {

    private Networks() {}

    /** {@code depth} dense layers of the same width without an output layer. */
    static MultiLayerNetwork dense(IWeightInit init, Activation activation, int width, int depth, long seed) {
        NeuralNetConfiguration.ListBuilder layers = new NeuralNetConfiguration.Builder()
                .seed(seed)
                .weightInit(init)
                .activation(activation)
                .list();
        for (int i = 0; i < depth; i++) {
            layers.layer(new DenseLayer.Builder().nIn(width).nOut(width).build());
        }
        return initialised(layers.build());
    }

    /** A network of one layer of the given type, with that initialiser set on the network's builder. */
    static MultiLayerNetwork ofLayer(IWeightInit init, DataType type, Layer layer) {
        return initialised(new NeuralNetConfiguration.Builder()
                .seed(42)
                .dataType(type)
                .weightInit(init)
                .list()
                .layer(layer)
                .build());
    }

    /** A graph of one layer of the given type, with that initialiser set on the graph's builder. */
    static ComputationGraph graphOfLayer(IWeightInit init, DataType type, Layer layer) {
        ComputationGraph graph = new ComputationGraph(new NeuralNetConfiguration.Builder()
                .seed(42)
                .dataType(type)
                .weightInit(init)
                .graphBuilder()
                .addInputs("in")
                .addLayer("layer", layer, "in")
                .setOutputs("layer")
                .build());
        graph.init();
        return graph;
    }

    static MultiLayerNetwork initialised(MultiLayerConfiguration configuration) {
        MultiLayerNetwork network = new MultiLayerNetwork(configuration);
        network.init();
        return network;
    }
}
