// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.AutoEncoder;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.Convolution3D;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Deconvolution2D;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D;
import org.deeplearning4j.nn.conf.layers.EmbeddingLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingSequenceLayer;
import org.deeplearning4j.nn.conf.layers.GravesLSTM;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PReLULayer;
import org.deeplearning4j.nn.conf.layers.SeparableConvolution2D;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.transferlearning.FineTuneConfiguration;
import org.deeplearning4j.nn.transferlearning.TransferLearning;
import org.deeplearning4j.nn.weights.IWeightInit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Every layer type that takes an {@link IWeightInit} gets weights of the standard deviation that the formula gives for
 * the fans DL4J passes. A network's data type is FLOAT, DOUBLE or HALF; DL4J refuses BFLOAT16 for networks. (Where
 * DL4J's fans are not the layer's true ones, see docs/decisions.md.)
 */
class EveryLayerTest {

    static Stream<Arguments> layersAndTypes() {
        return layers().flatMap(layer ->
                Stream.of("FLOAT", "DOUBLE", "HALF").map(type -> Arguments.of(layer, DataType.valueOf(type))));
    }

    static Stream<NamedLayer> layers() {
        return Stream.of(
                new NamedLayer(
                        "dense",
                        1,
                        () -> new DenseLayer.Builder().nIn(60).nOut(50).build()),
                new NamedLayer("output", 1, () -> new OutputLayer.Builder()
                        .nIn(60)
                        .nOut(50)
                        .activation(Activation.SOFTMAX)
                        .build()),
                new NamedLayer(
                        "conv1d",
                        1,
                        () -> new Convolution1DLayer.Builder(3).nIn(30).nOut(40).build()),
                new NamedLayer("conv2d", 1, () -> new ConvolutionLayer.Builder(3, 3)
                        .stride(2, 2)
                        .nIn(16)
                        .nOut(32)
                        .build()),
                new NamedLayer(
                        "conv3d",
                        1,
                        () -> new Convolution3D.Builder(3, 3, 3).nIn(8).nOut(16).build()),
                new NamedLayer("depthwise", 1, () -> new DepthwiseConvolution2D.Builder(3, 3)
                        .depthMultiplier(4)
                        .nIn(64)
                        .nOut(256)
                        .build()),
                new NamedLayer("separable", 2, () -> new SeparableConvolution2D.Builder(3, 3)
                        .depthMultiplier(4)
                        .nIn(64)
                        .nOut(32)
                        .build()),
                new NamedLayer("deconvolution", 1, () -> new Deconvolution2D.Builder(3, 3)
                        .convolutionMode(ConvolutionMode.Same)
                        .nIn(16)
                        .nOut(32)
                        .build()),
                new NamedLayer(
                        "lstm", 2, () -> new LSTM.Builder().nIn(30).nOut(20).build()),
                new NamedLayer("graves lstm", 2, () -> gravesLstm()),
                new NamedLayer(
                        "simple rnn",
                        2,
                        () -> new SimpleRnn.Builder().nIn(50).nOut(40).build()),
                new NamedLayer(
                        "bidirectional, which DL4J draws twice",
                        8,
                        () -> new Bidirectional(
                                new LSTM.Builder().nIn(30).nOut(20).build())),
                new NamedLayer(
                        "embedding",
                        1,
                        () -> new EmbeddingLayer.Builder().nIn(100).nOut(30).build()),
                new NamedLayer("embedding sequence", 1, () -> new EmbeddingSequenceLayer.Builder()
                        .nIn(100)
                        .nOut(30)
                        .build()),
                new NamedLayer(
                        "autoencoder",
                        1,
                        () -> new AutoEncoder.Builder().nIn(60).nOut(50).build()));
    }

    @SuppressWarnings("deprecation") // still a layer type that saved models contain
    private static Layer gravesLstm() {
        return new GravesLSTM.Builder().nIn(30).nOut(20).build();
    }

    @ParameterizedTest
    @MethodSource("layersAndTypes")
    void networkAndGraphGetTheNamedDeviation(NamedLayer layer, DataType type) {
        Recorder recorder = new Recorder(new HeInit(0.7));
        MultiLayerNetwork network = Networks.ofLayer(recorder, type, layer.supplier.get());
        recorder.assertEveryDrawHasItsDeviation(layer.draws);

        Recorder ofGraph = new Recorder(new HeInit(0.7));
        ComputationGraph graph = Networks.graphOfLayer(ofGraph, type, layer.supplier.get());
        ofGraph.assertEveryDrawHasItsDeviation(layer.draws);

        // The wrapper is transparent: the initialiser itself gives the same network.
        String hash = Hashes.of(network.params());
        assertThat(Hashes.of(Networks.ofLayer(new HeInit(0.7), type, layer.supplier.get())
                        .params()))
                .isEqualTo(hash);
        assertThat(Hashes.of(graph.params())).isEqualTo(hash);
    }

    @ParameterizedTest
    @MethodSource("layers")
    void orthogonalFitsEveryLayer(NamedLayer layer) {
        int[] checked = new int[1];
        IWeightInit orthogonal = new OrthogonalInit(2);
        Networks.ofLayer(
                (fanIn, fanOut, shape, order, paramView) -> {
                    INDArray weights = orthogonal.init(fanIn, fanOut, shape, order, paramView);
                    INDArray matrix = weights.castTo(DataType.DOUBLE)
                            .dup('c')
                            .reshape('c', shape[0], weights.length() / shape[0]);
                    INDArray gram = matrix.rows() >= matrix.columns()
                            ? matrix.transpose().mmul(matrix)
                            : matrix.mmul(matrix.transpose());
                    gram.subi(Nd4j.eye(gram.rows()).castTo(DataType.DOUBLE).muli(4));
                    assertThat(gram.amaxNumber().doubleValue()).isLessThan(1e-5);
                    checked[0]++;
                    return weights;
                },
                DataType.FLOAT,
                layer.supplier.get());
        assertThat(checked[0]).isEqualTo(layer.draws);
    }

    /** A matrix of orthonormal rows or columns, whatever else is zero, has a sum of squares that counts them. */
    @ParameterizedTest
    @MethodSource("layers")
    void deltaOrthogonalFitsEveryLayer(NamedLayer layer) {
        int[] checked = new int[1];
        IWeightInit delta = new DeltaOrthogonalInit(2);
        Networks.ofLayer(
                (fanIn, fanOut, shape, order, paramView) -> {
                    INDArray weights = delta.init(fanIn, fanOut, shape, order, paramView);
                    assertThat(weights.shape()).isEqualTo(shape);
                    double squares = Math.pow(
                            weights.castTo(DataType.DOUBLE).norm2Number().doubleValue(), 2);
                    assertThat(squares / Math.min(shape[0], shape[1])).isCloseTo(4, within(1e-5));
                    checked[0]++;
                    return weights;
                },
                DataType.FLOAT,
                layer.supplier.get());
        assertThat(checked[0]).isEqualTo(layer.draws);
    }

    /** PReLU does not inherit the network's initialiser, and reports fans of 0: each output sees one input. */
    @Test
    void preluSlopes() {
        Recorder recorder = new Recorder(new HeInit(0.1));
        Networks.ofLayer(
                new XavierInit(),
                DataType.FLOAT,
                new PReLULayer.Builder().inputShape(2000).weightInit(recorder).build());
        assertThat(recorder.draws.get(0).fanIn).isZero();
        assertThat(recorder.draws.get(0).zScoreAgainst(0.1 * Math.sqrt(2))).isLessThan(4);
    }

    @Test
    void oneLayerOverridesTheNetwork() {
        Recorder ofNetwork = new Recorder(new HeInit());
        Recorder ofLayer = new Recorder(new XavierInit(2));
        Networks.initialised(new NeuralNetConfiguration.Builder()
                .weightInit(ofNetwork)
                .list()
                .layer(new DenseLayer.Builder().nIn(60).nOut(50).build())
                .layer(new DenseLayer.Builder()
                        .nIn(50)
                        .nOut(60)
                        .weightInit(ofLayer)
                        .build())
                .build());
        ofNetwork.assertEveryDrawHasItsDeviation(1);
        ofLayer.assertEveryDrawHasItsDeviation(1);
    }

    @Test
    void recurrentWeightsHaveTheirOwn() {
        for (boolean lstm : new boolean[] {true, false}) {
            Recorder input = new Recorder(new HeInit());
            Recorder recurrent = new Recorder(new BengioInit(0.5));
            Layer layer = lstm
                    ? new LSTM.Builder()
                            .nIn(30)
                            .nOut(20)
                            .weightInitRecurrent(recurrent)
                            .build()
                    : new SimpleRnn.Builder()
                            .nIn(50)
                            .nOut(40)
                            .weightInitRecurrent(recurrent)
                            .build();
            Networks.ofLayer(input, DataType.FLOAT, layer);
            input.assertEveryDrawHasItsDeviation(1);
            recurrent.assertEveryDrawHasItsDeviation(1);
        }
    }

    @Test
    void transferLearningInitialisesTheNewLayers() {
        MultiLayerNetwork trained = Networks.dense(new HeInit(), Activation.RELU, 60, 3, 42);
        Recorder fresh = new Recorder(new HeInit(1.5));
        Recorder replaced = new Recorder(new XavierInit());
        MultiLayerNetwork tuned = new TransferLearning.Builder(trained)
                .fineTuneConfiguration(new FineTuneConfiguration.Builder()
                        .seed(7)
                        .weightInit(fresh)
                        .build())
                .setFeatureExtractor(0)
                .nOutReplace(2, 50, replaced, fresh)
                .addLayer(new DenseLayer.Builder()
                        .nIn(50)
                        .nOut(70)
                        .weightInit(fresh)
                        .build())
                .build();

        assertThat(Hashes.of(tuned.getParam("0_W"))).isEqualTo(Hashes.of(trained.getParam("0_W")));
        assertThat(Hashes.of(tuned.getParam("1_W"))).isEqualTo(Hashes.of(trained.getParam("1_W")));
        replaced.assertLastDrawHasItsDeviation();
        assertThat(tuned.getParam("3_W").shape()).containsExactly(50, 70);
        fresh.assertLastDrawHasItsDeviation();
    }

    @Test
    void transferLearningInitialisesTheNewLayersOfAGraph() {
        ComputationGraph trained = Networks.graphOfLayer(
                new HeInit(),
                DataType.FLOAT,
                new DenseLayer.Builder().nIn(60).nOut(60).build());
        Recorder fresh = new Recorder(new HeInit(1.5));
        ComputationGraph tuned = new TransferLearning.GraphBuilder(trained)
                .fineTuneConfiguration(
                        new FineTuneConfiguration.Builder().seed(7).build())
                .addLayer(
                        "added",
                        new DenseLayer.Builder()
                                .nIn(60)
                                .nOut(50)
                                .weightInit(fresh)
                                .build(),
                        "layer")
                .setOutputs("added")
                .build();

        assertThat(Hashes.of(tuned.getParam("layer_W"))).isEqualTo(Hashes.of(trained.getParam("layer_W")));
        assertThat(tuned.getParam("added_W").shape()).containsExactly(60, 50);
        fresh.assertLastDrawHasItsDeviation();
    }

    /** The order is that of the memory, so both give the same multiset of weights and each its shape. */
    @ParameterizedTest
    @EnumSource(
            value = DataType.class,
            names = {"FLOAT", "DOUBLE", "HALF", "BFLOAT16"})
    void bothOrders(DataType type) {
        INDArray[] drawn = new INDArray[2];
        for (int i = 0; i < 2; i++) {
            char order = "cf".charAt(i);
            Nd4j.getRandom().setSeed(42);
            drawn[i] = new HeInit().init(60, 50, new long[] {60, 50}, order, Nd4j.createUninitialized(type, 3000));
            assertThat(drawn[i].shape()).containsExactly(60, 50);
            assertThat(drawn[i].ordering()).isEqualTo(order);
        }
        assertThat(drawn[0].getDouble(0, 1)).isEqualTo(drawn[1].getDouble(1, 0));
        assertThat(new Draw(60, 50, drawn[0]).zScoreAgainst(Math.sqrt(2 / 60.0)))
                .isLessThan(4);
    }

    /** A layer under the name that the test report shows, and how many parameters of it are drawn. */
    static final class NamedLayer {
        final String name;
        final int draws;
        final Supplier<Layer> supplier;

        NamedLayer(String name, int draws, Supplier<Layer> supplier) {
            this.name = name;
            this.draws = draws;
            this.supplier = supplier;
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /** Hands everything to the initialiser under test and remembers what DL4J asked for. */
    static final class Recorder implements IWeightInit {
        private static final long serialVersionUID = 1L;
        private final VarianceScalingInit init;
        private final transient List<Draw> draws = new ArrayList<>();

        Recorder(VarianceScalingInit init) {
            this.init = init;
        }

        @Override
        public INDArray init(double fanIn, double fanOut, long[] shape, char order, INDArray paramView) {
            INDArray weights = init.init(fanIn, fanOut, shape, order, paramView);
            draws.add(new Draw(fanIn, fanOut, weights));
            assertThat(weights.shape()).isEqualTo(shape);
            return weights;
        }

        void assertEveryDrawHasItsDeviation(int count) {
            assertThat(draws).hasSize(count);
            draws.forEach(draw -> assertThat(draw.zScoreAgainst(init.std(draw.fanIn, draw.fanOut)))
                    .isLessThan(4));
        }

        void assertLastDrawHasItsDeviation() {
            Draw last = draws.get(draws.size() - 1);
            assertThat(last.zScoreAgainst(init.std(last.fanIn, last.fanOut))).isLessThan(4);
        }
    }

    static final class Draw {
        final double fanIn;
        final double fanOut;
        final INDArray weights;

        Draw(double fanIn, double fanOut, INDArray weights) {
            this.fanIn = fanIn;
            this.fanOut = fanOut;
            this.weights = weights.castTo(DataType.DOUBLE);
        }

        /** |s² − std²| in standard errors √(2/n)·std² of the variance of n normal numbers of known mean. */
        double zScoreAgainst(double std) {
            double meanSquare = weights.mul(weights).meanNumber().doubleValue();
            return Math.abs(meanSquare / (std * std) - 1) / Math.sqrt(2.0 / weights.length());
        }
    }
}
