// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jinit.Hashes;
import java.util.stream.Collectors;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.CapsuleLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PrimaryCapsules;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.conf.ocnn.OCNNOutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;

/** Layers that are rare, or in rare places. */
class OddLayersTest {

    private static MultiLayerNetwork network(InputType input, DataType type, Layer... layers) {
        NeuralNetConfiguration.ListBuilder builder = new NeuralNetConfiguration.Builder()
                .seed(3)
                .dataType(type)
                .activation(Activation.RELU)
                .list();
        for (Layer layer : layers) {
            builder.layer(layer);
        }
        MultiLayerNetwork network =
                new MultiLayerNetwork(builder.setInputType(input).build());
        network.init();
        return network;
    }

    private static ParameterInit find(NetworkInitSummary summary, String layer, String parameter) {
        return summary.parameters().stream()
                .filter(p -> p.layer().equals(layer) && p.parameter().equals(parameter))
                .findFirst()
                .get();
    }

    /** Its class is that of output layers, its parameters are not. */
    @Test
    void oneClassOutputIsKeptAndNamed() {
        MultiLayerNetwork network = network(
                InputType.feedForward(4),
                DataType.FLOAT,
                new DenseLayer.Builder().nOut(6).build(),
                new OCNNOutputLayer.Builder()
                        .nIn(6)
                        .hiddenLayerSize(3)
                        .activation(Activation.TANH)
                        .build());
        String before = Hashes.of(network.getLayer(1).params());
        NetworkInitSummary summary = NetworkInit.builder().build().apply(network);
        assertThat(Hashes.of(network.getLayer(1).params())).isEqualTo(before);
        assertThat(summary.parameters().stream()
                        .filter(p -> p.layer().equals("layer1"))
                        .map(ParameterInit::origin)
                        .collect(Collectors.toSet()))
                .containsExactly("unknown: no rule is about it");
    }

    /** A capsule is multiplied by a matrix of its own, [out, in]. */
    @Test
    void capsules() {
        NetworkInitSummary summary = NetworkInit.builder()
                .build()
                .apply(network(
                        InputType.convolutional(12, 12, 3),
                        DataType.FLOAT,
                        new PrimaryCapsules.Builder(4, 5)
                                .kernelSize(3, 3)
                                .stride(2, 2)
                                .build(),
                        new CapsuleLayer.Builder(6, 8, 1).build(),
                        new LossLayer.Builder().activation(Activation.SOFTMAX).build()));
        assertThat(find(summary, "layer0", "weight").fanIn()).hasValue(27);
        assertThat(find(summary, "layer0", "weight").fanOut()).hasValue(20 * 9 / 4.0);
        assertThat(find(summary, "layer1", "weight").fanIn()).hasValue(4);
        assertThat(find(summary, "layer1", "weight").fanOut()).hasValue(48);
        assertThat(summary.assumptions()).containsOnlyKeys("layer0", "layer1");
    }

    @Test
    void wrappersWithinWrappers() {
        MultiLayerNetwork network = network(
                InputType.recurrent(5, 6),
                DataType.DOUBLE,
                new FrozenLayer(new Bidirectional(new LSTM.Builder().nOut(4).build())),
                new LastTimeStep(new Bidirectional(new LSTM.Builder().nOut(4).build())),
                new OutputLayer.Builder().nOut(3).activation(Activation.SOFTMAX).build());
        String frozen = Hashes.of(network.getLayer(0).params());
        NetworkInitSummary summary = NetworkInit.builder().build().apply(network);
        assertThat(Hashes.of(network.getLayer(0).params())).isEqualTo(frozen);
        assertThat(find(summary, "layer0", "fW").origin()).isEqualTo("frozen");
        assertThat(find(summary, "layer1", "bW").fanIn()).hasValue(8);
        assertThat(find(summary, "layer1", "bRW").what()).isEqualTo("orthogonal");
        assertThat(find(summary, "layer2", "W").fanIn()).hasValue(8);
    }

    /** (8 · ½ + 3 · E[tanh²]) / 11. */
    @Test
    void partsOfAConcatenationCountByTheirWidths() {
        GraphBuilder builder = new NeuralNetConfiguration.Builder()
                .seed(3)
                .activation(Activation.RELU)
                .graphBuilder()
                .addInputs("a", "b")
                .addLayer("relu", new DenseLayer.Builder().nIn(4).nOut(8).build(), "a")
                .addLayer(
                        "tanh",
                        new DenseLayer.Builder()
                                .nIn(5)
                                .nOut(3)
                                .activation(Activation.TANH)
                                .build(),
                        "b")
                .addVertex("merge", new MergeVertex(), "relu", "tanh")
                .addLayer(
                        "out",
                        new OutputLayer.Builder()
                                .nIn(11)
                                .nOut(2)
                                .activation(Activation.SOFTMAX)
                                .build(),
                        "merge")
                .setOutputs("out");
        ComputationGraph graph = new ComputationGraph(builder.build());
        graph.init();
        NetworkInitSummary summary = NetworkInit.builder().build().apply(graph);
        double meanSquare = (8 * 0.5 + 3 * 0.3942944) / 11;
        assertThat(find(summary, "out", "W").gain().getAsDouble()).isCloseTo(1 / Math.sqrt(meanSquare), within(1e-6));
        assertThat(summary.assumptions()).isEmpty();
    }

    @Test
    void halfPrecision() {
        MultiLayerNetwork network = network(
                InputType.feedForward(100),
                DataType.FLOAT16,
                new DenseLayer.Builder().nOut(300).build(),
                new OutputLayer.Builder()
                        .nOut(10)
                        .activation(Activation.SOFTMAX)
                        .build());
        ParameterInit weights = find(NetworkInit.builder().build().apply(network), "layer0", "W");
        assertThat(network.getLayer(0).getParam("W").dataType()).isEqualTo(DataType.FLOAT16);
        // Four standard errors √(1 / 2n) of a standard deviation of n weights.
        assertThat(weights.stdRealised()).isCloseTo(0.1, within(4 * 0.1 * Math.sqrt(1 / (2 * 30000.0))));
    }

    @Test
    void whatDependsOnTheDataIsSaid() {
        NetworkInitSummary summary = NetworkInit.builder()
                .build()
                .apply(network(
                        InputType.convolutional(12, 12, 3),
                        DataType.FLOAT,
                        new ConvolutionLayer.Builder(3, 3)
                                .nOut(4)
                                .convolutionMode(ConvolutionMode.Same)
                                .build(),
                        new SubsamplingLayer.Builder().kernelSize(2, 2).build(),
                        new ConvolutionLayer.Builder(3, 3).nOut(4).build(),
                        new ActivationLayer(Activation.TANH),
                        new OutputLayer.Builder()
                                .nOut(3)
                                .activation(Activation.SOFTMAX)
                                .build()));
        assertThat(summary.assumptions()).containsOnlyKeys("layer0", "layer1");
        assertThat(summary.assumptions().get("layer0")).startsWith("padded with zeros");
        // A ReLU and then a tanh: followed as a sample.
        assertThat(find(summary, "layer4", "W").origin()).startsWith("tanh of relu: E[x²] = ");
    }

    @Test
    void aRecurrentOutputHasWeightsOfItsOwn() {
        NetworkInitSummary summary = NetworkInit.builder()
                .build()
                .apply(network(
                        InputType.recurrent(5, 6),
                        DataType.FLOAT,
                        new LSTM.Builder().nOut(32).build(),
                        new RnnOutputLayer.Builder()
                                .nOut(3)
                                .activation(Activation.SOFTMAX)
                                .build()));
        assertThat(find(summary, "layer1", "W").origin()).startsWith("lstm: E[x²]");
    }
}
