// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jinit.Hashes;
import io.github.dl4jinit.signal.LayerSignal;
import io.github.dl4jinit.signal.SignalProbe;
import io.github.dl4jinit.signal.SignalReport;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.SeparableConvolution2D;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

class LsuvTest {

    /** Inputs that are neither of mean 0 nor of variance 1. */
    private static DataSet data(long... shape) {
        Nd4j.getRandom().setSeed(3);
        INDArray features = Nd4j.rand(DataType.FLOAT, shape).muli(20).addi(5);
        return new DataSet(features, null);
    }

    private static NeuralNetConfiguration.ListBuilder builder() {
        return new NeuralNetConfiguration.Builder()
                .seed(7)
                .activation(Activation.RELU)
                .list();
    }

    private static MultiLayerNetwork mlp(int depth) {
        NeuralNetConfiguration.ListBuilder builder = builder();
        for (int i = 0; i < depth; i++) {
            builder.layer(
                    new DenseLayer.Builder().nIn(i == 0 ? 30 : 64).nOut(64).build());
        }
        return initialised(builder.layer(output(64)));
    }

    private static Layer output(int inputs) {
        return new OutputLayer.Builder()
                .nIn(inputs)
                .nOut(10)
                .activation(Activation.SOFTMAX)
                .build();
    }

    private static MultiLayerNetwork initialised(NeuralNetConfiguration.ListBuilder builder) {
        MultiLayerNetwork network = new MultiLayerNetwork(builder.build());
        network.init();
        return network;
    }

    /** Convolution, pooling, separable convolution, normalisation: as the theory cannot know them. */
    private static MultiLayerNetwork convolutional() {
        return initialised(builder()
                .layer(new ConvolutionLayer.Builder(3, 3).nOut(12).build())
                .layer(new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.MAX, new int[] {2, 2}).build())
                .layer(new SeparableConvolution2D.Builder(3, 3)
                        .depthMultiplier(2)
                        .nOut(16)
                        .build())
                .layer(new BatchNormalization())
                .layer(new ConvolutionLayer.Builder(2, 2).nOut(12).build())
                .layer(new OutputLayer.Builder()
                        .nOut(10)
                        .activation(Activation.SOFTMAX)
                        .build())
                .setInputType(InputType.convolutional(12, 12, 2)));
    }

    private static ComputationGraph residual(int blocks) {
        GraphBuilder graph = new NeuralNetConfiguration.Builder()
                .seed(7)
                .activation(Activation.IDENTITY)
                .graphBuilder()
                .addInputs("in")
                .addLayer("stem", new DenseLayer.Builder().nIn(30).nOut(64).build(), "in");
        String trunk = "stem";
        for (int i = 0; i < blocks; i++) {
            graph.addLayer("relu" + i, new ActivationLayer(Activation.RELU), trunk)
                    .addLayer(
                            "dense" + i,
                            new DenseLayer.Builder().nIn(64).nOut(64).build(),
                            "relu" + i)
                    .addVertex("sum" + i, new ElementWiseVertex(ElementWiseVertex.Op.Add), trunk, "dense" + i);
            trunk = "sum" + i;
        }
        ComputationGraph network = new ComputationGraph(
                graph.addLayer("out", output(64), trunk).setOutputs("out").build());
        network.init();
        return network;
    }

    @Test
    void everyLayersPreActivationsHaveTheTargetVariance() {
        MultiLayerNetwork network = mlp(50);
        DataSet batch = data(200, 30);
        LsuvSummary summary = Lsuv.builder().targetVariance(1.7).build().apply(network, batch);
        List<LayerSignal> layers = layersOf(network, batch);
        assertThat(layers).hasSize(51);
        layers.forEach(layer -> assertThat(variance(layer)).isCloseTo(1.7, within(0.02 * 1.7)));
        assertThat(summary.layers()).hasSize(51).allSatisfy(layer -> {
            assertThat(layer.varianceAfter()).isCloseTo(1.7, within(0.02 * 1.7));
            assertThat(layer.trials()).isBetween(0, 1); // without biases one is enough
        });
        assertThat(summary.layers().get(0).varianceBefore()).isGreaterThan(100); // of these data
        // Nothing but the scale has changed: the columns are orthogonal still.
        INDArray weights = network.getParam("7_W").castTo(DataType.DOUBLE);
        INDArray gram = weights.transpose().mmul(weights);
        double scale = gram.getDouble(0, 0);
        assertThat(gram.subi(Nd4j.eye(64).castTo(DataType.DOUBLE).muli(scale))
                                .amaxNumber()
                                .doubleValue()
                        / scale)
                .isLessThan(1e-5);
    }

    @Test
    void convolutionsPoolingAndNormalisation() {
        MultiLayerNetwork network = convolutional();
        DataSet batch = data(32, 2, 12, 12);
        String statistics = Hashes.of(network.getParam("3_mean"));
        LsuvSummary summary = Lsuv.builder().build().apply(network, batch);
        assertThat(network.getLayer(3).conf().getLayer()).isInstanceOf(BatchNormalization.class);
        assertThat(Hashes.of(network.getParam("3_mean"))).isEqualTo(statistics);
        layersOf(network, batch).forEach(layer -> assertThat(variance(layer)).isCloseTo(1, within(0.02)));
        assertThat(summary.layers().get(2).skipped()).contains("normalised");
        assertThat(summary.layers().get(1).parameter()).isEqualTo("pW");
        assertThat(summary.toText()).contains("layer3").contains("normalised");
    }

    /** Each of L branches adds a variance of 1 / L to the trunk; the output layer sees all and is scaled to 1. */
    @Test
    void branchesOfAGraphAimAtTheirShare() {
        ComputationGraph network = residual(40);
        DataSet batch = data(200, 30);
        Lsuv.builder().build().apply(network, batch);
        SignalReport report = SignalProbe.probe(network, batch);
        for (LayerSignal layer : report.layers()) {
            if (layer.name().startsWith("dense")) {
                assertThat(variance(layer)).isCloseTo(1.0 / 40, within(0.02 / 40));
            } else if (layer.name().equals("out") || layer.name().equals("stem")) {
                assertThat(variance(layer)).isCloseTo(1, within(0.02));
            }
        }
    }

    @Test
    void whatCannotBeMeasuredKeepsItsScale() {
        MultiLayerNetwork network = initialised(builder()
                .layer(new DenseLayer.Builder().nOut(16).build())
                .layer(new LSTM.Builder().nOut(8).activation(Activation.TANH).build())
                .layer(new RnnOutputLayer.Builder()
                        .nOut(3)
                        .activation(Activation.SOFTMAX)
                        .build())
                .setInputType(InputType.recurrent(5, 6)));
        LsuvSummary summary = Lsuv.builder().build().apply(network, data(40, 5, 6));
        assertThat(summary.layers().get(1).skipped().get()).contains("no single pre-activation");
        assertThat(summary.layers().get(2).varianceAfter()).isCloseTo(1, within(0.02));
        MultiLayerNetwork drawn = initialised(builder()
                .layer(new DenseLayer.Builder().nOut(16).build())
                .layer(new LSTM.Builder().nOut(8).activation(Activation.TANH).build())
                .layer(new RnnOutputLayer.Builder()
                        .nOut(3)
                        .activation(Activation.SOFTMAX)
                        .build())
                .setInputType(InputType.recurrent(5, 6)));
        NetworkInit.builder().orthogonal().build().apply(drawn);
        assertThat(Hashes.of(network.getParam("1_W"))).isEqualTo(Hashes.of(drawn.getParam("1_W")));
    }

    @Test
    void keptLayersStayAndOthersMakeUpForThem() {
        MultiLayerNetwork network = mlp(6);
        network.getParam("2_W").muli(30);
        String kept = Hashes.of(network.getParam("2_W"));
        DataSet batch = data(100, 30);
        LsuvSummary summary = Lsuv.builder()
                .start(NetworkInit.builder().orthogonal().keep("layer2").build())
                .build()
                .apply(network, batch);
        assertThat(Hashes.of(network.getParam("2_W"))).isEqualTo(kept);
        assertThat(summary.layers().get(2).skipped()).contains("left alone");
        assertThat(variance(layersOf(network, batch).get(3))).isCloseTo(1, within(0.02));
    }

    @Test
    void theSameSeedGivesTheSameBits() {
        MultiLayerNetwork[] networks = {mlp(5), mlp(5)};
        networks[1].params().muli(3);
        for (MultiLayerNetwork network : networks) {
            Lsuv.builder().build().apply(network, data(50, 30));
        }
        assertThat(Hashes.of(networks[0].params())).isEqualTo(Hashes.of(networks[1].params()));
    }

    /** No float is so near. */
    @Test
    void trialsEnd() {
        MultiLayerNetwork network = mlp(1);
        LsuvSummary summary =
                Lsuv.builder().tolerance(1e-300).maxTrials(3).build().apply(network, data(50, 30));
        assertThat(summary.layers().get(0).trials()).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"zero", "NaN", "infinite"})
    void badDataFailAndLeaveTheNetworkAsItWas(String kind) {
        for (Model network : List.of(mlp(3), residual(2))) {
            String before = Hashes.of(network.params());
            DataSet batch = data(20, 30);
            batch.getFeatures()
                    .assign(kind.equals("zero") ? 0 : kind.equals("NaN") ? Double.NaN : Double.POSITIVE_INFINITY);
            String first = network instanceof MultiLayerNetwork ? "layer0" : "stem";
            assertThatThrownBy(() -> Lsuv.builder().build().apply(network, batch))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("the variance of the pre-activations of " + first)
                    .hasMessageContaining("must be positive and finite on this batch, received");
            assertThat(Hashes.of(network.params())).isEqualTo(before);
        }
    }

    /** Half-way: the last layer sees units that are all off. */
    @Test
    void aFailureInTheMiddleLeavesTheNetworkAsItWas() {
        MultiLayerNetwork network = initialised(builder()
                .layer(new DenseLayer.Builder().nIn(30).nOut(20).build())
                .layer(new DenseLayer.Builder().nIn(20).nOut(20).biasInit(-1e6).build())
                .layer(output(20)));
        String before = Hashes.of(network.params());
        assertThatThrownBy(() -> Lsuv.builder().build().apply(network, data(20, 30)))
                .hasMessageContaining("the variance of the pre-activations of layer2");
        assertThat(Hashes.of(network.params())).isEqualTo(before);
    }

    @Test
    void badUse() {
        MultiLayerNetwork network = mlp(2);
        refused(n -> Lsuv.builder().build().apply(n, data(20, 31)), "batch must be one that fits the network");
        refused(
                n -> Lsuv.builder().build().apply(n, new DataSet(Nd4j.empty(DataType.FLOAT), null)),
                "batch must be of at least one example");
        refused(n -> Lsuv.builder().build().apply(n, new DataSet()), "batch must be");
        refused(n -> Lsuv.builder().build().apply(n, (DataSet) null), "batch must be given");
        refused(n -> Lsuv.builder().targetVariance(Double.NaN), "targetVariance must be positive and finite");
        refused(n -> Lsuv.builder().tolerance(0), "tolerance must be positive and finite, received 0.0");
        refused(n -> Lsuv.builder().maxTrials(0), "maxTrials must be 1 or more, received 0");
        MultiLayerNetwork raw = new MultiLayerNetwork(network.getLayerWiseConfigurations());
        assertThatThrownBy(() -> Lsuv.builder().build().apply(raw, data(20, 30)))
                .hasMessageContaining("network must be initialised: call init() first");
    }

    private static void refused(Consumer<MultiLayerNetwork> use, String message) {
        assertThatThrownBy(() -> use.accept(mlp(2)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }

    private static List<LayerSignal> layersOf(Model network, DataSet batch) {
        return SignalProbe.probe(network, batch).layers().stream()
                .filter(layer -> layer.preActivation().isPresent())
                .collect(Collectors.toList());
    }

    private static double variance(LayerSignal layer) {
        double std = layer.preActivation().get().std();
        return std * std;
    }
}
