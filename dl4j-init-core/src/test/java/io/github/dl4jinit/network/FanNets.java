// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.network;

import java.util.List;
import java.util.stream.Collectors;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.AttentionVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.IWeightInit;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;

/** Networks whose fans are looked at: one layer, or one vertex of attention. */
final class FanNets {

    private FanNets() {}

    static ComputationGraph attention(WeightInit scheme) {
        ComputationGraph graph = new ComputationGraph(new NeuralNetConfiguration.Builder()
                .seed(42)
                .dataType(DataType.DOUBLE)
                .graphBuilder()
                .addInputs("queries", "keys", "values")
                .addVertex(
                        "attention",
                        new AttentionVertex.Builder()
                                .nInQueries(5)
                                .nInKeys(6)
                                .nInValues(7)
                                .nOut(10)
                                .nHeads(2)
                                .headSize(4)
                                .projectInput(true)
                                .weightInit(scheme)
                                .build(),
                        "queries",
                        "keys",
                        "values")
                .setOutputs("attention")
                .build());
        graph.init();
        return graph;
    }

    static List<ParameterInit> drawn(NetworkInitSummary summary) {
        return summary.parameters().stream().filter(ParameterInit::drawn).collect(Collectors.toList());
    }

    static MultiLayerNetwork network(Layer layer, InputType type, IWeightInit init) {
        NeuralNetConfiguration.Builder builder = new NeuralNetConfiguration.Builder()
                .seed(42)
                .dataType(DataType.DOUBLE)
                .activation(Activation.IDENTITY);
        if (init != null) {
            builder.weightInit(init);
        }
        NeuralNetConfiguration.ListBuilder layers = builder.list().layer(layer);
        if (type != null) {
            layers.setInputType(type);
        }
        MultiLayerNetwork network = new MultiLayerNetwork(layers.build());
        network.init();
        return network;
    }
}
