// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.signal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dl4jinit.HeInit;
import io.github.dl4jinit.VarianceScalingInit;
import io.github.dl4jinit.XavierInit;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.AttentionVertex;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.conf.layers.util.MaskZeroLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.transferlearning.FineTuneConfiguration;
import org.deeplearning4j.nn.transferlearning.TransferLearning;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.impl.ActivationRReLU;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** No false alarm on networks of all kinds, as people build them. */
class HealthyNetworksTest {

    private static final InputType IMAGES = InputType.convolutional(16, 16, 3);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "lenet",
                "resnet",
                "lstm",
                "autoencoder",
                "mlp",
                "batch normalisation",
                "dropout",
                "embedding",
                "one layer",
                "selu"
            })
    void noAlarm(String name) {
        Model network = network(name);
        boolean images = name.equals("lenet") || name.equals("resnet");
        SignalReport report = images ? SignalProbe.probe(network, 16, IMAGES) : SignalProbe.probe(network);
        assertThat(report.problems()).as(report.toText()).isEmpty();
        assertThat(report.forward().verdict()).isEqualTo(Verdict.HEALTHY);
        assertThat(report.backward().verdict()).isEqualTo(Verdict.HEALTHY);
        assertThat(report.recommendation()).doesNotContain("weightInit"); // at most a start that trains better
        assertThat(report.layers())
                .noneMatch(layer -> Double.isNaN(layer.activation().rms()));
        // The gradient gets everywhere, except below an embedding and to the loss itself.
        assertThat(report.layers().stream()
                        .filter(layer -> !layer.output() && !layer.type().equals("input"))
                        .filter(layer -> layer.gradientNorm().isEmpty()))
                .isEmpty();
    }

    /** Layers that DL4J treats in ways of their own. */
    @ParameterizedTest
    @ValueSource(strings = {"recurrent dropout", "rrelu", "bidirectional", "mask zero", "one feature", "one example"})
    void noCrashAndNoAlarmOnRarerOnes(String name) {
        switch (name) {
            case "recurrent dropout":
                requireHealthy(SignalProbe.probe(list(
                        Activation.TANH,
                        new LSTM.Builder().nIn(8).nOut(32).dropOut(0.5).build(),
                        new LastTimeStep(new SimpleRnn.Builder()
                                .nIn(32)
                                .nOut(32)
                                .dropOut(0.5)
                                .build()),
                        Nets.softmax(32, 5))));
                break;
            case "rrelu":
                requireHealthy(SignalProbe.probe(Nets.mlp(
                        VarianceScalingInit.builder()
                                .forActivation(new ActivationRReLU())
                                .build(),
                        Activation.RRELU,
                        64,
                        5)));
                break;
            case "bidirectional":
                requireHealthy(SignalProbe.probe(list(
                        Activation.TANH,
                        new Bidirectional(
                                Bidirectional.Mode.CONCAT,
                                new LSTM.Builder().nIn(8).nOut(16).build()),
                        new LastTimeStep(new LSTM.Builder().nIn(32).nOut(16).build()),
                        Nets.softmax(16, 5))));
                break;
            case "mask zero":
                requireHealthy(SignalProbe.probe(
                        list(
                                Activation.TANH,
                                new MaskZeroLayer(
                                        new SimpleRnn.Builder().nIn(8).nOut(16).build(), 0.0),
                                new LastTimeStep(
                                        new SimpleRnn.Builder().nIn(16).nOut(16).build()),
                                Nets.softmax(16, 5)),
                        InputType.recurrent(8, 12)));
                break;
            case "one feature":
                requireHealthy(SignalProbe.probe(
                        list(
                                Activation.RELU,
                                dense(1, 32).build(),
                                dense(32, 32).build(),
                                Nets.softmax(32, 2)),
                        new DataSet(Nd4j.rand(32, 1), Nets.batch(1, 2, 32, 1).getLabels())));
                break;
            default:
                requireHealthy(SignalProbe.probe(
                        list(Activation.RELU, dense(6, 4).build(), dense(4, 4).build(), Nets.softmax(4, 2)),
                        Nets.batch(3, 2, 1, 6)));
        }
    }

    /** A vertex with parameters of its own, whose updater DL4J's clone() loses. */
    @Test
    void attention() {
        ComputationGraph network = new ComputationGraph(Nets.builder(new XavierInit(), Activation.TANH)
                .graphBuilder()
                .addInputs("in")
                .setInputTypes(InputType.recurrent(8, 10))
                .addLayer("lstm", new LSTM.Builder().nOut(8).build(), "in")
                .addVertex(
                        "attention",
                        new AttentionVertex.Builder()
                                .nInQueries(8)
                                .nInKeys(8)
                                .nInValues(8)
                                .nOut(8)
                                .nHeads(2)
                                .headSize(4)
                                .projectInput(true)
                                .build(),
                        "lstm",
                        "lstm",
                        "lstm")
                .addLayer("pool", new GlobalPoolingLayer(PoolingType.AVG), "attention")
                .addLayer("out", Nets.softmax(8, 3), "pool")
                .setOutputs("out")
                .build());
        network.init();
        SignalReport report = SignalProbe.probe(network);
        requireHealthy(report);
        assertThat(report.layer("attention").parameters())
                .hasSize(4)
                .allMatch(parameter -> parameter.log10UpdateRatio().isPresent());
    }

    private static void requireHealthy(SignalReport report) {
        assertThat(report.problems()).as(report.toText()).isEmpty();
    }

    /** Nothing is trained below frozen layers, and nothing is wrong with that. */
    @Test
    void frozenLayers() {
        MultiLayerNetwork pretrained = Nets.mlp(new HeInit(), Activation.RELU, 32, 8);
        MultiLayerNetwork network = new TransferLearning.Builder(pretrained)
                .fineTuneConfiguration(new FineTuneConfiguration.Builder()
                        .updater(new Sgd(0.1))
                        .build())
                .setFeatureExtractor(4)
                .build();
        SignalReport report = SignalProbe.probe(network);
        assertThat(report.problems()).isEmpty();
        assertThat(report.layer("layer3").gradientNorm()).isEmpty();
        assertThat(report.layer("layer3").parameters().get(0).log10UpdateRatio())
                .isEmpty();
        assertThat(report.layer("layer6").gradientNorm()).isPresent();
    }

    /** The mean of 256 positions of mean 0 is 16 times smaller, which is what a mean does. */
    @Test
    void averagesAreNoJump() {
        NeuralNetConfiguration.ListBuilder layers =
                Nets.builder(new XavierInit(), Activation.IDENTITY).list().setInputType(IMAGES);
        for (int i = 0; i < 6; i++) {
            layers.layer(
                    new ConvolutionLayer.Builder(3, 3).padding(1, 1).nOut(16).build());
        }
        MultiLayerNetwork network = Nets.initialised(layers.layer(new GlobalPoolingLayer(PoolingType.AVG))
                .layer(new DenseLayer.Builder().nOut(16).build())
                .layer(Nets.softmax(16, 10))
                .build());
        SignalReport report = SignalProbe.probe(network, IMAGES);
        double before = report.layer("layer5").activation().rms();
        assertThat(report.layer("layer6").activation().rms()).isLessThan(before / 10);
        assertThat(report.problems()).isEmpty();
    }

    private static Model network(String name) {
        switch (name) {
            case "lenet":
                return lenet();
            case "resnet":
                return resnet();
            case "lstm":
                return list(
                        Activation.TANH,
                        new LSTM.Builder().nIn(10).nOut(32).build(),
                        new LastTimeStep(new LSTM.Builder().nIn(32).nOut(32).build()),
                        Nets.softmax(32, 5));
            case "autoencoder":
                return list(
                        Activation.RELU,
                        dense(100, 50).build(),
                        dense(50, 10).build(),
                        dense(10, 50).build(),
                        new OutputLayer.Builder(LossFunction.MSE)
                                .nIn(50)
                                .nOut(100)
                                .activation(Activation.IDENTITY)
                                .build());
            case "mlp":
                return list(
                        Activation.SIGMOID, dense(10, 20).build(), dense(20, 20).build(), Nets.softmax(20, 3));
            case "batch normalisation":
                return list(
                        Activation.RELU,
                        dense(20, 40).build(),
                        new BatchNormalization.Builder().nIn(40).nOut(40).build(),
                        dense(40, 40).build(),
                        new BatchNormalization.Builder().nIn(40).nOut(40).build(),
                        dense(40, 40).build(),
                        Nets.softmax(40, 3));
            case "dropout":
                return list(
                        Activation.RELU,
                        dense(20, 100).build(),
                        dense(100, 100).dropOut(0.5).build(),
                        dense(100, 100).dropOut(0.5).build(),
                        dense(100, 100).dropOut(0.5).build(),
                        Nets.softmax(100, 3));
            case "embedding":
                return list(
                        Activation.RELU,
                        new EmbeddingLayer.Builder()
                                .nIn(5000)
                                .nOut(32)
                                .activation(Activation.IDENTITY)
                                .build(),
                        dense(32, 32).build(),
                        dense(32, 32).build(),
                        Nets.softmax(32, 3));
            case "one layer":
                return list(Activation.RELU, Nets.softmax(20, 3));
            case "selu":
                return Nets.mlp(new XavierInit(), Activation.SELU, 128, 100);
            default:
                throw new IllegalArgumentException(name);
        }
    }

    private static DenseLayer.Builder dense(int inputs, int outputs) {
        return new DenseLayer.Builder().nIn(inputs).nOut(outputs);
    }

    private static MultiLayerNetwork list(Activation activation, org.deeplearning4j.nn.conf.layers.Layer... layers) {
        boolean relu = activation == Activation.RELU;
        NeuralNetConfiguration.ListBuilder list =
                Nets.builder(relu ? new HeInit() : new XavierInit(), activation).list();
        for (org.deeplearning4j.nn.conf.layers.Layer layer : layers) {
            list.layer(layer);
        }
        return Nets.initialised(list.build());
    }

    private static MultiLayerNetwork lenet() {
        return Nets.initialised(Nets.builder(new HeInit(), Activation.RELU)
                .list()
                .layer(new ConvolutionLayer.Builder(5, 5).nOut(20).build())
                .layer(new SubsamplingLayer.Builder(PoolingType.MAX)
                        .kernelSize(2, 2)
                        .stride(2, 2)
                        .build())
                .layer(new ConvolutionLayer.Builder(5, 5).nOut(50).build())
                .layer(new SubsamplingLayer.Builder(PoolingType.MAX)
                        .kernelSize(2, 2)
                        .stride(2, 2)
                        .build())
                .layer(new DenseLayer.Builder().nOut(100).build())
                .layer(Nets.softmax(0, 10))
                .setInputType(IMAGES)
                .build());
    }

    /** Ten blocks of two convolutions with batch normalisation. */
    private static ComputationGraph resnet() {
        GraphBuilder graph = Nets.builder(new HeInit(), Activation.IDENTITY)
                .graphBuilder()
                .addInputs("in")
                .setInputTypes(IMAGES)
                .addLayer("stem", convolution(), "in");
        String before = "stem";
        for (int i = 0; i < 10; i++) {
            graph.addLayer("conv" + i + "a", convolution(), before)
                    .addLayer("norm" + i + "a", new BatchNormalization(), "conv" + i + "a")
                    .addLayer("relu" + i + "a", new ActivationLayer(Activation.RELU), "norm" + i + "a")
                    .addLayer("conv" + i + "b", convolution(), "relu" + i + "a")
                    .addLayer("norm" + i + "b", new BatchNormalization(), "conv" + i + "b")
                    .addVertex("add" + i, new ElementWiseVertex(ElementWiseVertex.Op.Add), before, "norm" + i + "b")
                    .addLayer("relu" + i, new ActivationLayer(Activation.RELU), "add" + i);
            before = "relu" + i;
        }
        ComputationGraph network =
                new ComputationGraph(graph.addLayer("pool", new GlobalPoolingLayer(PoolingType.AVG), before)
                        .addLayer("out", Nets.softmax(8, 10), "pool")
                        .setOutputs("out")
                        .build());
        network.init();
        return network;
    }

    private static ConvolutionLayer convolution() {
        return new ConvolutionLayer.Builder(3, 3).padding(1, 1).nOut(8).build();
    }
}
