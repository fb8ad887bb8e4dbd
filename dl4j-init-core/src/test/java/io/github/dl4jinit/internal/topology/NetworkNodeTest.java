// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.topology;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dl4jinit.XavierInit;
import java.util.List;
import java.util.stream.Collectors;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayerWithBackprop;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.transferlearning.TransferLearning;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.activations.impl.ActivationTanH;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** What nodes say of themselves, for lists and graphs alike. */
class NetworkNodeTest {

    @Test
    void aListIsAChain() {
        List<NetworkNode> nodes = list(dense(3, 4), dense(4, 5), output(5, 2));
        assertThat(nodes).extracting(NetworkNode::name).containsExactly("input", "layer0", "layer1", "layer2");
        assertThat(nodes).extracting(NetworkNode::index).containsExactly(0, 1, 2, 3);
        assertThat(nodes)
                .extracting(NetworkNode::type)
                .containsExactly("input", "DenseLayer", "DenseLayer", "OutputLayer");
        assertThat(nodes)
                .extracting(NetworkNode::inputs)
                .containsExactly(List.of(), List.of(0), List.of(1), List.of(2));
        assertThat(nodes)
                .extracting(NetworkNode::consumers)
                .containsExactly(List.of(1), List.of(2), List.of(3), List.of());
        assertThat(nodes.get(0).isInput()).isTrue();
        assertThat(nodes.get(0).parameters()).isEmpty();
        assertThat(nodes.get(1).isInput()).isFalse();
        assertThat(nodes.get(1).parameters()).containsOnlyKeys("W", "b");
        assertThat(nodes.get(2).loss()).isEmpty();
        assertThat(nodes.get(2).outputNumber()).isEmpty();
        assertThat(nodes.get(3).loss()).isPresent();
        assertThat(nodes.get(3).outputNumber()).hasValue(0);
        assertThat(nodes.get(3).lastUse()).isEmpty();
    }

    /** Keys are what DL4J's names of parameters begin with, whatever the user calls the layers. */
    @Test
    void namesInAListAreGivenOrCountedAndNoneTwice() {
        List<NetworkNode> nodes = list(
                new DenseLayer.Builder().name("a").nIn(3).nOut(3).build(),
                dense(3, 3),
                new DenseLayer.Builder().name("a").nIn(3).nOut(3).build());
        assertThat(nodes).extracting(NetworkNode::name).containsExactly("input", "a", "layer1", "a (layer2)");
        assertThat(nodes).extracting(NetworkNode::key).containsExactly("input", "0", "1", "2");
    }

    /**
     *
     *
     * <pre>
     * left ── stem ─┬─ branch ── sum ── twice ─┬─ first (output 1)
     *               └───────────┘              │
     * right ─────────────────────── merged ────┴─ second (output 0)
     * </pre>
     */
    @Test
    void aGraphOfSeveralInputsAndOutputs() {
        ComputationGraphConfiguration configuration = builder()
                .graphBuilder()
                .addInputs("left", "right")
                .addLayer("stem", dense(3, 4), "left")
                .addLayer("branch", dense(4, 4), "stem")
                .addVertex("sum", new ElementWiseVertex(ElementWiseVertex.Op.Add), "stem", "branch")
                .addVertex("twice", new ElementWiseVertex(ElementWiseVertex.Op.Add), "sum", "sum")
                .addVertex("merged", new MergeVertex(), "right", "twice")
                .addLayer("first", output(4, 2), "twice")
                .addLayer("second", output(6, 3), "merged")
                .setOutputs("second", "first")
                .build();
        List<NetworkNode> nodes = nodes(configuration);
        assertThat(nodes)
                .extracting(NetworkNode::name)
                .containsExactlyInAnyOrder(
                        "left", "right", "stem", "branch", "sum", "twice", "merged", "first", "second");
        for (NetworkNode node : nodes) {
            assertThat(node.key()).isEqualTo(node.name());
            assertThat(nodes.get(node.index())).isSameAs(node);
            assertThat(node.inputs()).as("inputs of %s", node).allMatch(input -> input < node.index());
            assertThat(node.consumers()).as("consumers of %s", node).isSorted().doesNotHaveDuplicates();
        }
        assertThat(names(nodes, node(nodes, "merged").inputs())).containsExactly("right", "twice");
        assertThat(names(nodes, node(nodes, "sum").inputs())).containsExactly("stem", "branch");
        assertThat(names(nodes, node(nodes, "twice").inputs())).containsExactly("sum", "sum");
        assertThat(names(nodes, node(nodes, "stem").consumers())).containsExactly("branch", "sum");
        assertThat(names(nodes, node(nodes, "sum").consumers())).containsExactly("twice");
        assertThat(names(nodes, node(nodes, "twice").consumers())).containsExactlyInAnyOrder("merged", "first");
        assertThat(node(nodes, "left").inputNumber()).hasValue(0);
        assertThat(node(nodes, "right").inputNumber()).hasValue(1);
        assertThat(node(nodes, "stem").inputNumber()).isEmpty();
        assertThat(node(nodes, "second").outputNumber()).hasValue(0);
        assertThat(node(nodes, "first").outputNumber()).hasValue(1);
        assertThat(node(nodes, "merged").outputNumber()).isEmpty();
        assertThat(node(nodes, "sum").type()).isEqualTo("ElementWiseVertex");
        assertThat(node(nodes, "right").type()).isEqualTo("input");
        assertThat(node(nodes, "sum").layer()).isNull();
        assertThat(node(nodes, "sum").vertexConfiguration()).isInstanceOf(ElementWiseVertex.class);
    }

    /** A vertex that two others share is needed until the second has run. */
    @Test
    void theLastUseOfWhatIsShared() {
        List<NetworkNode> nodes = nodes(builder()
                .graphBuilder()
                .addInputs("in")
                .addLayer("shared", dense(3, 3), "in")
                .addLayer("middle", dense(3, 3), "shared")
                .addVertex("sum", new ElementWiseVertex(ElementWiseVertex.Op.Add), "shared", "middle")
                .addLayer("out", output(3, 2), "sum")
                .setOutputs("out")
                .build());
        NetworkNode shared = node(nodes, "shared");
        int middle = node(nodes, "middle").index();
        int sum = node(nodes, "sum").index();
        assertThat(shared.firstUse()).hasValue(middle);
        assertThat(shared.lastUse()).hasValue(sum);
        assertThat(shared.isLastUsedBy(middle)).isFalse();
        assertThat(shared.isLastUsedBy(sum)).isTrue();
        assertThat(node(nodes, "out").firstUse()).isEmpty();
        assertThat(node(nodes, "out").isLastUsedBy(0)).isFalse();
    }

    @Test
    void theActivationInsideWrappers() {
        SimpleRnn tanh = new SimpleRnn.Builder()
                .nIn(3)
                .nOut(3)
                .activation(Activation.TANH)
                .build();
        LSTM lstm = new LSTM.Builder().nIn(3).nOut(3).build();
        assertThat(only(tanh).activation()).containsInstanceOf(ActivationTanH.class);
        assertThat(only(new LastTimeStep(tanh)).activation()).containsInstanceOf(ActivationTanH.class);
        assertThat(only(new Bidirectional(tanh)).activation()).containsInstanceOf(ActivationTanH.class);
        assertThat(only(new LastTimeStep(new Bidirectional(tanh))).activation())
                .containsInstanceOf(ActivationTanH.class);
        assertThat(only(new FrozenLayer(dense(3, 3))).activation()).containsInstanceOf(ActivationReLU.class);
        assertThat(only(new FrozenLayerWithBackprop(dense(3, 3))).activation())
                .containsInstanceOf(ActivationReLU.class);
        assertThat(only(lstm).activation()).as("an LSTM has several").isEmpty();
        assertThat(only(new Bidirectional(lstm)).activation()).isEmpty();
        assertThat(only(new BatchNormalization.Builder().nIn(3).nOut(3).build()).activation())
                .as("it ignores the default of its builder")
                .isEmpty();
        assertThat(list(dense(3, 3)).get(0).activation()).as("of an input").isEmpty();
    }

    /** DL4J builds the layer inside a wrapper by a configuration without it; both types are told. */
    @Test
    void theTypeOfAWrappedLayer() {
        NetworkNode node =
                only(new LastTimeStep(new SimpleRnn.Builder().nIn(3).nOut(3).build()));
        assertThat(node.type()).isEqualTo("LastTimeStepLayer");
        assertThat(node.configuredType()).isEqualTo("SimpleRnn");
        assertThat(node.writtenConfiguration()).isInstanceOf(LastTimeStep.class);
        assertThat(node.innerConfiguration()).isInstanceOf(SimpleRnn.class);
    }

    @Test
    void whatIsFrozen() {
        assertThat(only(dense(3, 3)).frozen()).isFalse();
        NetworkNode stopping = only(new FrozenLayer(dense(3, 3)));
        assertThat(stopping.frozen()).isTrue();
        assertThat(stopping.stopsGradients()).isTrue();
        NetworkNode passing = only(new FrozenLayerWithBackprop(dense(3, 3)));
        assertThat(passing.frozen()).isTrue();
        assertThat(passing.stopsGradients()).isFalse();
    }

    @Test
    void whatFineTuningHasFrozen() {
        ComputationGraph network = new ComputationGraph(builder()
                .graphBuilder()
                .addInputs("in")
                .addLayer("below", dense(3, 3), "in")
                .addLayer("above", dense(3, 3), "below")
                .addLayer("out", output(3, 2), "above")
                .setOutputs("out")
                .build());
        network.init();
        ComputationGraph tuned = new TransferLearning.GraphBuilder(network)
                .setFeatureExtractor("below")
                .build();
        List<NetworkNode> nodes = NetworkView.of(tuned).nodes();
        assertThat(node(nodes, "below").frozen()).isTrue();
        assertThat(node(nodes, "below").stopsGradients()).isTrue();
        assertThat(node(nodes, "above").frozen()).isFalse();
    }

    @Test
    void thePreProcessorOfALayer() {
        NeuralNetConfiguration.ListBuilder list = builder()
                .list()
                .layer(new ConvolutionLayer.Builder(3, 3).nIn(1).nOut(2).build())
                .layer(output(0, 2))
                .setInputType(InputType.convolutional(5, 5, 1));
        MultiLayerNetwork network = new MultiLayerNetwork(list.build());
        network.init();
        List<NetworkNode> nodes = NetworkView.of(network).nodes();
        assertThat(nodes.get(1).preProcessor()).isNull();
        assertThat(nodes.get(2).preProcessor()).isInstanceOf(CnnToFeedForwardPreProcessor.class);
        List<NetworkNode> ofGraph = NetworkView.of(network.toComputationGraph()).nodes();
        assertThat(ofGraph.get(1).preProcessor()).isNull();
        assertThat(ofGraph.get(2).preProcessor()).isInstanceOf(CnnToFeedForwardPreProcessor.class);
    }

    private static List<String> names(List<NetworkNode> nodes, List<Integer> indices) {
        return indices.stream().map(index -> nodes.get(index).name()).collect(Collectors.toList());
    }

    private static NetworkNode node(List<NetworkNode> nodes, String name) {
        return nodes.stream()
                .filter(node -> node.name().equals(name))
                .findFirst()
                .get();
    }

    /** The node of the only layer of a list. */
    private static NetworkNode only(Layer layer) {
        return list(layer).get(1);
    }

    private static List<NetworkNode> list(Layer... layers) {
        MultiLayerNetwork network = new MultiLayerNetwork(builder().list(layers).build());
        network.init();
        return NetworkView.of(network).nodes();
    }

    private static List<NetworkNode> nodes(ComputationGraphConfiguration configuration) {
        ComputationGraph network = new ComputationGraph(configuration);
        network.init();
        return NetworkView.of(network).nodes();
    }

    private static NeuralNetConfiguration.Builder builder() {
        return new NeuralNetConfiguration.Builder()
                .seed(1)
                .weightInit(new XavierInit())
                .activation(Activation.RELU);
    }

    private static DenseLayer dense(int nIn, int nOut) {
        return new DenseLayer.Builder().nIn(nIn).nOut(nOut).build();
    }

    private static OutputLayer output(int nIn, int nOut) {
        return new OutputLayer.Builder(LossFunction.MCXENT)
                .nIn(nIn)
                .nOut(nOut)
                .activation(Activation.SOFTMAX)
                .build();
    }
}
