// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.network;

import static io.github.dl4jinit.network.FanNets.attention;
import static io.github.dl4jinit.network.FanNets.drawn;
import static io.github.dl4jinit.network.FanNets.network;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.AutoEncoder;
import org.deeplearning4j.nn.conf.layers.CapsuleLayer;
import org.deeplearning4j.nn.conf.layers.CenterLossOutputLayer;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.Convolution3D;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Deconvolution2D;
import org.deeplearning4j.nn.conf.layers.Deconvolution3D;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DepthwiseConvolution2D;
import org.deeplearning4j.nn.conf.layers.EmbeddingLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingSequenceLayer;
import org.deeplearning4j.nn.conf.layers.GravesBidirectionalLSTM;
import org.deeplearning4j.nn.conf.layers.GravesLSTM;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LearnedSelfAttentionLayer;
import org.deeplearning4j.nn.conf.layers.LocallyConnected1D;
import org.deeplearning4j.nn.conf.layers.LocallyConnected2D;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PrimaryCapsules;
import org.deeplearning4j.nn.conf.layers.RecurrentAttentionLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.SelfAttentionLayer;
import org.deeplearning4j.nn.conf.layers.SeparableConvolution2D;
import org.deeplearning4j.nn.conf.layers.misc.ElementWiseMultiplicationLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.Bidirectional;
import org.deeplearning4j.nn.conf.layers.recurrent.LastTimeStep;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.conf.layers.recurrent.TimeDistributed;
import org.deeplearning4j.nn.conf.layers.samediff.SameDiffLayer;
import org.deeplearning4j.nn.conf.layers.util.MaskZeroLayer;
import org.deeplearning4j.nn.conf.layers.variational.VariationalAutoencoder;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.IWeightInit;
import org.deeplearning4j.nn.weights.WeightInit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * DL4J's fans in a summary are the ones that DL4J really passes: to an initialiser that writes them down, or, in layers
 * on SameDiff, which take none, to the formulas of its enum, from whose weights they follow.
 */
class Dl4jFansTest {

    static Stream<NamedLayer> initialised() {
        InputType sequence = InputType.recurrent(5, 6);
        InputType image = InputType.convolutional(9, 9, 3);
        return Stream.of(
                new NamedLayer(
                        "dense",
                        () -> new DenseLayer.Builder()
                                .nIn(5)
                                .nOut(3)
                                .hasLayerNorm(true)
                                .build(),
                        null),
                new NamedLayer(
                        "output", () -> new OutputLayer.Builder().nIn(5).nOut(3).build(), null),
                new NamedLayer(
                        "rnn output",
                        () -> new RnnOutputLayer.Builder().nIn(5).nOut(3).build(),
                        null),
                new NamedLayer(
                        "centre loss",
                        () -> new CenterLossOutputLayer.Builder().nIn(5).nOut(3).build(),
                        null),
                new NamedLayer(
                        "autoencoder",
                        () -> new AutoEncoder.Builder().nIn(5).nOut(3).build(),
                        null),
                new NamedLayer(
                        "variational autoencoder",
                        () -> new VariationalAutoencoder.Builder()
                                .nIn(11)
                                .encoderLayerSizes(7, 5)
                                .decoderLayerSizes(4, 6)
                                .nOut(3)
                                .build(),
                        null),
                new NamedLayer(
                        "element-wise multiplication",
                        () -> new ElementWiseMultiplicationLayer.Builder()
                                .nIn(5)
                                .nOut(5)
                                .build(),
                        null),
                new NamedLayer(
                        "embedding",
                        () -> new EmbeddingLayer.Builder().nIn(5).nOut(3).build(),
                        null),
                new NamedLayer(
                        "embedding sequence",
                        () -> new EmbeddingSequenceLayer.Builder()
                                .nIn(5)
                                .nOut(3)
                                .build(),
                        null),
                new NamedLayer(
                        "convolution 1-D",
                        () -> new Convolution1DLayer.Builder(3)
                                .stride(2)
                                .nOut(4)
                                .build(),
                        sequence),
                new NamedLayer(
                        "convolution 2-D",
                        () -> new ConvolutionLayer.Builder(3, 2)
                                .stride(2, 1)
                                .nOut(4)
                                .build(),
                        image),
                new NamedLayer(
                        "convolution 3-D",
                        () -> new Convolution3D.Builder(3, 2, 1)
                                .stride(2, 2, 1)
                                .nIn(2)
                                .nOut(4)
                                .build(),
                        null),
                new NamedLayer(
                        "depthwise",
                        () -> new DepthwiseConvolution2D.Builder(3, 2)
                                .stride(2, 1)
                                .depthMultiplier(2)
                                .nOut(6)
                                .build(),
                        image),
                new NamedLayer(
                        "separable",
                        () -> new SeparableConvolution2D.Builder(3, 2)
                                .stride(2, 1)
                                .depthMultiplier(2)
                                .nOut(5)
                                .build(),
                        image),
                new NamedLayer(
                        "deconvolution 2-D",
                        () -> new Deconvolution2D.Builder(3, 2)
                                .stride(2, 1)
                                .nOut(4)
                                .build(),
                        image),
                new NamedLayer(
                        "deconvolution 3-D",
                        () -> new Deconvolution3D.Builder()
                                .kernelSize(3, 2, 1)
                                .stride(2, 2, 1)
                                .nIn(2)
                                .nOut(4)
                                .build(),
                        null),
                new NamedLayer("lstm", () -> new LSTM.Builder().nIn(5).nOut(3).build(), null),
                new NamedLayer("graves lstm", Dl4jFansTest::gravesLstm, null),
                new NamedLayer("graves bidirectional lstm", Dl4jFansTest::gravesBidirectionalLstm, null),
                new NamedLayer(
                        "bidirectional lstm",
                        () -> new Bidirectional(
                                new LSTM.Builder().nIn(5).nOut(3).build()),
                        null),
                new NamedLayer(
                        "simple rnn",
                        () -> new SimpleRnn.Builder().nIn(5).nOut(3).build(),
                        null),
                new NamedLayer(
                        "last time step",
                        () -> new LastTimeStep(
                                new SimpleRnn.Builder().nIn(5).nOut(3).build()),
                        null),
                new NamedLayer(
                        "mask zero",
                        () -> new MaskZeroLayer(
                                new LSTM.Builder().nIn(5).nOut(3).build(), 0),
                        null),
                new NamedLayer(
                        "time distributed",
                        () -> new TimeDistributed(
                                new DenseLayer.Builder().nIn(5).nOut(3).build()),
                        null));
    }

    @SuppressWarnings("deprecation") // still a layer type that saved models contain
    private static Layer gravesLstm() {
        return new GravesLSTM.Builder().nIn(5).nOut(3).build();
    }

    @SuppressWarnings("deprecation")
    private static Layer gravesBidirectionalLstm() {
        return new GravesBidirectionalLSTM.Builder().nIn(5).nOut(3).build();
    }

    @ParameterizedTest
    @MethodSource("initialised")
    void dl4jsFansAreThoseItPasses(NamedLayer layer) {
        Recorder recorder = new Recorder();
        MultiLayerNetwork network = network(layer.supplier.get(), layer.type, recorder);
        Map<String, INDArray> before = network.getLayer(0).paramTable().entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().dup()));
        List<ParameterInit> drawn = drawn(NetworkInit.builder().build().apply(network));
        assertThat(recorder.calls.size() % drawn.size()).isZero(); // bidirectional layers are drawn twice
        for (ParameterInit parameter : drawn) {
            // The recorder writes the number of its call into the weights, which says whose they are.
            int call = before.get(parameter.parameter()).getInt(0);
            assertThat(List.of(
                            parameter.dl4jFanIn().getAsDouble(),
                            parameter.dl4jFanOut().getAsDouble()))
                    .as(parameter.parameter())
                    .isEqualTo(recorder.calls.get(call - 1));
        }
    }

    static Stream<NamedLayer> onSameDiff() {
        return Stream.of(
                new NamedLayer(
                        "locally connected 1-D",
                        () -> new LocallyConnected1D.Builder()
                                .kernelSize(3)
                                .stride(2)
                                .nIn(5)
                                .nOut(4)
                                .setInputSize(9)
                                .convolutionMode(ConvolutionMode.Truncate)
                                .build(),
                        InputType.recurrent(5, 9)),
                new NamedLayer(
                        "locally connected 2-D",
                        () -> new LocallyConnected2D.Builder()
                                .kernelSize(3, 2)
                                .stride(2, 1)
                                .nIn(3)
                                .nOut(4)
                                .setInputSize(9, 9)
                                .convolutionMode(ConvolutionMode.Truncate)
                                .build(),
                        InputType.convolutional(9, 9, 3)),
                new NamedLayer(
                        "self attention",
                        () -> new SelfAttentionLayer.Builder()
                                .nIn(7)
                                .nOut(10)
                                .nHeads(2)
                                .headSize(4)
                                .projectInput(true)
                                .build(),
                        null),
                new NamedLayer(
                        "learned self attention",
                        () -> new LearnedSelfAttentionLayer.Builder()
                                .nIn(7)
                                .nOut(10)
                                .nHeads(2)
                                .headSize(4)
                                .nQueries(3)
                                .projectInput(true)
                                .build(),
                        null),
                new NamedLayer(
                        "recurrent attention",
                        () -> new RecurrentAttentionLayer.Builder()
                                .nIn(7)
                                .nOut(10)
                                .nHeads(2)
                                .headSize(4)
                                .projectInput(true)
                                .build(),
                        null),
                new NamedLayer(
                        "primary capsules",
                        () -> new PrimaryCapsules.Builder(4, 3)
                                .kernelSize(3, 2)
                                .stride(2, 1)
                                .build(),
                        InputType.convolutional(9, 9, 3)),
                new NamedLayer("capsules", () -> new CapsuleLayer.Builder(5, 4, 2).build(), InputType.recurrent(7, 6)));
    }

    @ParameterizedTest
    @MethodSource("onSameDiff")
    void dl4jsFansOnSameDiffAreThoseItsWeightsTell(NamedLayer layer) {
        List<Map<String, INDArray>> weights = new ArrayList<>();
        MultiLayerNetwork network = null;
        for (WeightInit scheme : List.of(WeightInit.XAVIER_LEGACY, WeightInit.XAVIER_FAN_IN, WeightInit.XAVIER)) {
            Layer configuration = layer.supplier.get();
            ((SameDiffLayer) configuration).setWeightInit(scheme);
            network = network(configuration, layer.type, null);
            weights.add(network.paramTable().entrySet().stream()
                    .collect(Collectors.toMap(entry -> entry.getKey().substring(2), entry -> entry.getValue()
                            .dup())));
        }
        assertFansOfDl4j(drawn(NetworkInit.builder().build().apply(network)), weights);
    }

    @Test
    void dl4jsFansOfAnAttentionVertexAreThoseItsWeightsTell() {
        List<Map<String, INDArray>> weights = new ArrayList<>();
        ComputationGraph graph = null;
        for (WeightInit scheme : List.of(WeightInit.XAVIER_LEGACY, WeightInit.XAVIER_FAN_IN, WeightInit.XAVIER)) {
            graph = attention(scheme);
            weights.add(graph.paramTable().entrySet().stream()
                    .collect(Collectors.toMap(
                            entry -> entry.getKey().substring("attention_".length()),
                            entry -> entry.getValue().dup())));
        }
        assertFansOfDl4j(drawn(NetworkInit.builder().build().apply(graph)), weights);
    }

    /** The same normal numbers z as z/√(shape[0] + shape[1]), as z/√fanIn and as z·√(2/(fanIn + fanOut)). */
    private static void assertFansOfDl4j(List<ParameterInit> drawn, List<Map<String, INDArray>> weights) {
        assertThat(drawn).isNotEmpty();
        for (ParameterInit parameter : drawn) {
            long[] shape = parameter.shape();
            double[] norms = weights.stream()
                    .mapToDouble(table ->
                            table.get(parameter.parameter()).norm2Number().doubleValue())
                    .toArray();
            double squared = norms[0] * norms[0] * (shape[0] + shape[1]); // of z
            double fanIn = squared / (norms[1] * norms[1]);
            double fanOut = 2 * squared / (norms[2] * norms[2]) - fanIn;
            assertThat(parameter.dl4jFanIn().getAsDouble())
                    .as("fan-in of " + parameter.parameter())
                    .isCloseTo(fanIn, within(1e-3));
            assertThat(parameter.dl4jFanOut().getAsDouble())
                    .as("fan-out of " + parameter.parameter())
                    .isCloseTo(fanOut, within(1e-3));
        }
    }

    /** Writes down the fans, and the number of the call into the weights. */
    private static final class Recorder implements IWeightInit {

        private static final long serialVersionUID = 1L;

        private final transient List<List<Double>> calls = new ArrayList<>();

        @Override
        public INDArray init(double fanIn, double fanOut, long[] shape, char order, INDArray paramView) {
            calls.add(List.of(fanIn, fanOut));
            return paramView.assign(calls.size()).reshape(order, shape);
        }
    }
}
