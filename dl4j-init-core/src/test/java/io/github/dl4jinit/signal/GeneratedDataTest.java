// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.dl4jinit.HeInit;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.RNNFormat;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.graph.PreprocessorVertex;
import org.deeplearning4j.nn.conf.graph.ScaleVertex;
import org.deeplearning4j.nn.conf.graph.SubsetVertex;
import org.deeplearning4j.nn.conf.graph.rnn.DuplicateToTimeSeriesVertex;
import org.deeplearning4j.nn.conf.graph.rnn.LastTimeStepVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.CenterLossOutputLayer;
import org.deeplearning4j.nn.conf.layers.CnnLossLayer;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingSequenceLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LocallyConnected2D;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.SelfAttentionLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.misc.ElementWiseMultiplicationLayer;
import org.deeplearning4j.nn.conf.layers.objdetect.Yolo2OutputLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.conf.layers.recurrent.TimeDistributed;
import org.deeplearning4j.nn.conf.layers.variational.VariationalAutoencoder;
import org.deeplearning4j.nn.conf.preprocessor.CnnToFeedForwardPreProcessor;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossMixtureDensity;
import org.nd4j.linalg.lossfunctions.impl.LossSparseMCXENT;

/** Networks are probed without data wherever their configuration tells the shapes of their inputs. */
class GeneratedDataTest {

    private static final InputType VECTOR = InputType.feedForward(6);
    private static final InputType SERIES = InputType.recurrent(5, 7);
    private static final InputType SERIES_NWC = InputType.recurrent(5, 7, RNNFormat.NWC);
    private static final InputType IMAGE = InputType.convolutional(9, 7, 3);
    private static final InputType IMAGE_NHWC = InputType.convolutional(9, 7, 3, CNN2DFormat.NHWC);

    private static Model list(InputType input, Layer... layers) {
        NeuralNetConfiguration.ListBuilder list =
                Nets.builder(new HeInit(), Activation.TANH).list();
        for (Layer layer : layers) {
            list.layer(layer);
        }
        return Nets.initialised(list.setInputType(input).build());
    }

    private static GraphBuilder graph(String... inputs) {
        return Nets.builder(new HeInit(), Activation.TANH).graphBuilder().addInputs(inputs);
    }

    private static Model initialised(GraphBuilder builder) {
        ComputationGraph graph = new ComputationGraph(builder.setOutputs("out").build());
        graph.init();
        return graph;
    }

    private static Layer dense(int inputs, int outputs) {
        return new DenseLayer.Builder().nIn(inputs).nOut(outputs).build();
    }

    private static Layer softmax() {
        return new OutputLayer.Builder(LossFunction.MCXENT)
                .nOut(3)
                .activation(Activation.SOFTMAX)
                .build();
    }

    private static Layer softmaxOfSteps(RNNFormat format) {
        return new RnnOutputLayer.Builder(LossFunction.MCXENT)
                .nOut(3)
                .dataFormat(format)
                .activation(Activation.SOFTMAX)
                .build();
    }

    private static Layer lstm(RNNFormat format) {
        return new LSTM.Builder().nOut(4).dataFormat(format).build();
    }

    private static Layer convolution(CNN2DFormat format) {
        return new ConvolutionLayer.Builder(3, 3).nOut(4).dataFormat(format).build();
    }

    static Stream<Arguments> lists() {
        return Stream.of(
                arguments("NWC", list(SERIES_NWC, lstm(RNNFormat.NWC), softmaxOfSteps(RNNFormat.NWC))),
                arguments(
                        "NWC, both ways",
                        list(SERIES_NWC, new Bidirectional(lstm(RNNFormat.NWC)), softmaxOfSteps(RNNFormat.NWC))),
                arguments("NWC, last step", list(SERIES_NWC, new LastTimeStep(lstm(RNNFormat.NWC)), softmax())),
                arguments(
                        "NWC, each step",
                        list(
                                SERIES_NWC,
                                new TimeDistributed(
                                        new DenseLayer.Builder().nOut(4).build(), RNNFormat.NWC),
                                softmaxOfSteps(RNNFormat.NWC))),
                arguments("NHWC", list(IMAGE_NHWC, convolution(CNN2DFormat.NHWC), softmax())),
                arguments(
                        "maps, NHWC",
                        list(
                                IMAGE_NHWC,
                                convolution(CNN2DFormat.NHWC),
                                new CnnLossLayer.Builder(LossFunction.MCXENT)
                                        .format(CNN2DFormat.NHWC)
                                        .activation(Activation.SOFTMAX)
                                        .build())),
                arguments(
                        "image that is not square",
                        list(
                                IMAGE,
                                new BatchNormalization.Builder().build(),
                                convolution(CNN2DFormat.NCHW),
                                new SubsamplingLayer.Builder()
                                        .kernelSize(2, 2)
                                        .stride(2, 2)
                                        .build(),
                                softmax())),
                arguments(
                        "image of any size",
                        list(IMAGE, convolution(CNN2DFormat.NCHW), new GlobalPoolingLayer(PoolingType.AVG), softmax())),
                arguments(
                        "locally connected",
                        list(
                                IMAGE,
                                new LocallyConnected2D.Builder()
                                        .kernelSize(3, 3)
                                        .nOut(2)
                                        .build(),
                                softmax())),
                arguments(
                        "flat image",
                        list(InputType.convolutionalFlat(9, 7, 3), convolution(CNN2DFormat.NCHW), softmax())),
                arguments(
                        "1D",
                        list(
                                SERIES,
                                new Convolution1DLayer.Builder(3).nOut(4).build(),
                                new GlobalPoolingLayer(PoolingType.MAX),
                                softmax())),
                arguments(
                        "attention",
                        list(
                                SERIES,
                                new SelfAttentionLayer.Builder()
                                        .nOut(4)
                                        .nHeads(2)
                                        .projectInput(true)
                                        .build(),
                                softmaxOfSteps(RNNFormat.NCW))),
                arguments(
                        "autoencoder",
                        list(
                                VECTOR,
                                new VariationalAutoencoder.Builder()
                                        .nOut(4)
                                        .encoderLayerSizes(7)
                                        .decoderLayerSizes(7)
                                        .build(),
                                softmax())),
                arguments(
                        "elementwise",
                        list(
                                VECTOR,
                                new ElementWiseMultiplicationLayer.Builder()
                                        .nIn(6)
                                        .nOut(6)
                                        .build(),
                                softmax())),
                arguments("function first", list(VECTOR, new ActivationLayer(Activation.TANH), softmax())),
                arguments(
                        "centre loss",
                        list(
                                VECTOR,
                                new CenterLossOutputLayer.Builder(LossFunction.MCXENT)
                                        .nOut(3)
                                        .activation(Activation.SOFTMAX)
                                        .build())),
                arguments(
                        "indices of classes",
                        list(
                                InputType.feedForward(3),
                                dense(3, 3),
                                new LossLayer.Builder(new LossSparseMCXENT())
                                        .activation(Activation.SOFTMAX)
                                        .build())));
    }

    static Stream<Arguments> graphs() {
        return Stream.of(
                arguments(
                        "vertex first",
                        initialised(graph("in")
                                .addVertex("scale", new ScaleVertex(2), "in")
                                .addLayer("d", dense(6, 5), "scale")
                                .addLayer("out", Nets.softmax(5, 3), "d"))),
                arguments(
                        "merged inputs, one known",
                        initialised(graph("a", "b", "c")
                                .addLayer("d", dense(3, 4), "a")
                                .addVertex("merge", new MergeVertex(), "d", "b", "a", "c")
                                .addLayer("out", Nets.softmax(12, 3), "merge"))),
                arguments(
                        "added inputs and a part of them",
                        initialised(graph("a", "b")
                                .addVertex("sum", new ElementWiseVertex(ElementWiseVertex.Op.Add), "a", "b")
                                .addVertex("part", new SubsetVertex(1, 5), "sum")
                                .addLayer("out", Nets.softmax(5, 3), "part"))),
                arguments(
                        "preprocessor",
                        initialised(graph("in")
                                .addLayer("d", dense(24, 5), new CnnToFeedForwardPreProcessor(4, 3, 2), "in")
                                .addLayer("out", Nets.softmax(5, 3), "d"))),
                arguments(
                        "preprocessor as a vertex",
                        initialised(graph("in")
                                .addVertex(
                                        "flat", new PreprocessorVertex(new CnnToFeedForwardPreProcessor(4, 3, 2)), "in")
                                .addLayer("out", Nets.softmax(24, 3), "flat"))),
                arguments(
                        "series",
                        initialised(graph("in")
                                .addVertex("last", new LastTimeStepVertex("in"), "in")
                                .addLayer("out", Nets.softmax(5, 3), "last"))),
                arguments(
                        "a vector beside a series",
                        initialised(graph("v", "s")
                                .addVertex("each", new DuplicateToTimeSeriesVertex("s"), "v")
                                .addVertex("merge", new MergeVertex(), "each", "s")
                                .addLayer("l", lstm(RNNFormat.NCW), "merge")
                                .addLayer("out", softmaxOfSteps(RNNFormat.NCW), "l")
                                .setInputTypes(VECTOR, SERIES))),
                arguments(
                        "an image beside a vector",
                        initialised(graph("i", "v")
                                .addLayer("c", convolution(CNN2DFormat.NCHW), "i")
                                .addLayer("d", new DenseLayer.Builder().nOut(3).build(), "c")
                                .addVertex("merge", new MergeVertex(), "d", "v")
                                .addLayer("out", softmax(), "merge")
                                .setInputTypes(IMAGE, VECTOR))));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource({"lists", "graphs"})
    void theShapeIsFound(String name, Model network) {
        SignalReport report = SignalProbe.probe(network, 4);
        assertThat(report.losses()).hasSize(1);
        assertThat(report.losses().get(0).loss()).isPositive();
        assertThat(report.forward().healthy()).isTrue();
    }

    @Test
    void asManyExamplesAsAreWanted() {
        Model network = Nets.fourLayers();
        // A unit that is on for one example only is dead among fewer; a single example has no cosine.
        assertThat(SignalProbe.probe(network, 1).layer("layer0").meanCosine()).isEmpty();
        assertThat(SignalProbe.probe(network, 2).layer("layer0").meanCosine()).isNotEmpty();
        assertThat(SignalProbe.probe(network, 1, InputType.feedForward(12))
                        .layer("layer0")
                        .meanCosine())
                .isEmpty();
        assertThat(SignalProbe.probe(network, 64).toJson())
                .isEqualTo(SignalProbe.probe(network).toJson());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SignalProbe.probe(network, 0))
                .withMessage("examples must be 1 or more, received 0");
    }

    /** A type says how long a series of indices is, not what they are. */
    @Test
    void embeddingsGetIndicesWhateverTheType() {
        MultiLayerNetwork network = Nets.initialised(Nets.builder(new HeInit(), Activation.TANH)
                .list()
                .layer(new EmbeddingSequenceLayer.Builder().nIn(20).nOut(4).build())
                .layer(new LSTM.Builder().nIn(4).nOut(4).build())
                .layer(new RnnOutputLayer.Builder(LossFunction.MSE)
                        .nIn(4)
                        .nOut(2)
                        .dataFormat(RNNFormat.NCW)
                        .build())
                .build());
        assertThat(SignalProbe.probe(network).layer("layer1").timeSteps()).isEqualTo(50);
        assertThat(SignalProbe.probe(network, InputType.recurrent(20, 9))
                        .layer("layer1")
                        .timeSteps())
                .isEqualTo(9);
    }

    /** One of four channels is dead; counted along a row, none would be. */
    @Test
    void deadChannelsAreSeenWhereChannelsAreLast() {
        MultiLayerNetwork network = (MultiLayerNetwork) list(
                IMAGE_NHWC,
                new ConvolutionLayer.Builder(3, 3)
                        .nOut(4)
                        .dataFormat(CNN2DFormat.NHWC)
                        .activation(Activation.IDENTITY)
                        .build(),
                new ActivationLayer(Activation.RELU),
                softmax());
        network.getParam("0_b").putScalar(2, -1000);
        SignalReport report = SignalProbe.probe(network, 4);
        assertThat(report.layer("layer1").deadShare()).isEqualTo(0.25);
    }

    @Test
    void labelsThatCannotBeMadeUp() {
        Model mixture = list(
                VECTOR,
                new OutputLayer.Builder(LossMixtureDensity.builder()
                                .gaussians(3)
                                .labelWidth(2)
                                .build())
                        .nOut(12)
                        .activation(Activation.IDENTITY)
                        .build());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SignalProbe.probe(mixture))
                .withMessageContaining(
                        "batch must be given with labels, because those of \"layer0\" (LossMixtureDensity)");
        assertThat(SignalProbe.probe(mixture, Nets.batch(1, 2, 8, 6)).losses()).hasSize(1);
        Model boxes = list(
                IMAGE,
                new ConvolutionLayer.Builder(3, 3).nOut(16).build(),
                new Yolo2OutputLayer.Builder()
                        .boundingBoxPriors(Nd4j.ones(2, 2))
                        .build());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SignalProbe.probe(boxes))
                .withMessageContaining("(Yolo2OutputLayer) cannot be made up");
    }

    @Test
    void whatDoesNotFitIsRefusedInOneSentence() {
        Model network = Nets.fourLayers();
        InputType vector = InputType.feedForward(12);
        for (InputType[] types : new InputType[][] {null, {}, {null}, {vector, vector}}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> SignalProbe.probe(network, types))
                    .withMessageStartingWith(
                            "inputTypes must be one for each of the network's inputs [input], received ");
        }
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SignalProbe.probe((Model) null))
                .withMessage("network must be given, received null");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SignalProbe.probe(network, (DataSet) null))
                .withMessage("batch must be given, received null");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SignalProbe.probe(network, new DataSet()))
                .withMessageStartingWith("batch must be one with features for each of the network's inputs [input]");
        INDArray features = Nd4j.ones(2, 12);
        INDArray[] two = {features, features};
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SignalProbe.probe(network, new MultiDataSet(two, null)))
                .withMessageStartingWith("batch must be one with features for each of the network's inputs [input]");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> SignalProbe.probe(network, new MultiDataSet(new INDArray[] {features}, two)))
                .withMessageStartingWith("batch must be one with labels for each of the network's outputs [layer3]");
    }
}
