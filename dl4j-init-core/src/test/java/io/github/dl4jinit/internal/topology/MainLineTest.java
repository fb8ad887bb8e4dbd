// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.topology;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;

/** Which nodes everything passes through, and how deep they are. */
class MainLineTest {

    @Test
    void allOfAListIsOnItAndOnlyWeightsMakeDepth() {
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .list(dense(), normalisation(), new ActivationLayer(Activation.RELU), dense())
                .build());
        network.init();
        List<NetworkNode> nodes = NetworkView.of(network).nodes();
        MainLine line = new MainLine(nodes);
        assertThat(nodes).allMatch(line::contains);
        assertThat(nodes.stream().map(line::depth)).containsExactly(0, 1, 1, 1, 2);
    }

    @Test
    void branchesAreBesideIt() {
        List<NetworkNode> nodes = nodes(graph("in")
                .addLayer("stem", dense(), "in")
                .addLayer("one", dense(), "stem")
                .addLayer("two", dense(), "one")
                .addVertex("sum", new ElementWiseVertex(ElementWiseVertex.Op.Add), "stem", "two")
                .addLayer("out", dense(), "sum")
                .setOutputs("out"));
        MainLine line = new MainLine(nodes);
        assertThat(onIt(nodes, line)).containsExactly("in", "stem", "sum", "out");
        assertThat(nodes.stream().map(line::depth)).as("by the longest way").containsExactly(0, 1, 2, 3, 3, 4);
    }

    @Test
    void severalInputsMeetBeforeItAndSeveralOutputsPartBehindIt() {
        List<NetworkNode> nodes = nodes(graph("left", "right")
                .addVertex("merged", new MergeVertex(), "left", "right")
                .addLayer("wide", new DenseLayer.Builder().nIn(6).nOut(3).build(), "merged")
                .addLayer("first", dense(), "wide")
                .addLayer("second", dense(), "wide")
                .setOutputs("first", "second"));
        MainLine line = new MainLine(nodes);
        assertThat(onIt(nodes, line)).containsExactly("merged", "wide");
    }

    private static List<String> onIt(List<NetworkNode> nodes, MainLine line) {
        return nodes.stream().filter(line::contains).map(NetworkNode::name).collect(Collectors.toList());
    }

    private static GraphBuilder graph(String... inputs) {
        return new NeuralNetConfiguration.Builder().graphBuilder().addInputs(inputs);
    }

    private static List<NetworkNode> nodes(GraphBuilder builder) {
        ComputationGraph network = new ComputationGraph(builder.build());
        network.init();
        return NetworkView.of(network).nodes();
    }

    private static Layer dense() {
        return new DenseLayer.Builder().nIn(3).nOut(3).build();
    }

    private static Layer normalisation() {
        return new BatchNormalization.Builder().nIn(3).nOut(3).build();
    }
}
