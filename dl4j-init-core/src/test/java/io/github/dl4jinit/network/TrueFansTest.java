// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.AttentionVertex;
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
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * The fans in a summary. Those of DL4J are the ones that DL4J really passes: to an initialiser that writes them down,
 * or, in layers on SameDiff, which take none, to the formulas of its enum, from whose weights they follow. Ours are
 * counted: which outputs change when one input does.
 */
class TrueFansTest {

    static Stream<Named> initialised() {
        InputType sequence = InputType.recurrent(5, 6);
        InputType image = InputType.convolutional(9, 9, 3);
        return Stream.of(
                new Named(
                        "dense",
                        () -> new DenseLayer.Builder()
                                .nIn(5)
                                .nOut(3)
                                .hasLayerNorm(true)
                                .build(),
                        null),
                new Named(
                        "output", () -> new OutputLayer.Builder().nIn(5).nOut(3).build(), null),
                new Named(
                        "rnn output",
                        () -> new RnnOutputLayer.Builder().nIn(5).nOut(3).build(),
                        null),
                new Named(
                        "centre loss",
                        () -> new CenterLossOutputLayer.Builder().nIn(5).nOut(3).build(),
                        null),
                new Named(
                        "autoencoder",
                        () -> new AutoEncoder.Builder().nIn(5).nOut(3).build(),
                        null),
                new Named(
                        "variational autoencoder",
                        () -> new VariationalAutoencoder.Builder()
                                .nIn(11)
                                .encoderLayerSizes(7, 5)
                                .decoderLayerSizes(4, 6)
                                .nOut(3)
                                .build(),
                        null),
                new Named(
                        "element-wise multiplication",
                        () -> new ElementWiseMultiplicationLayer.Builder()
                                .nIn(5)
                                .nOut(5)
                                .build(),
                        null),
                new Named(
                        "embedding",
                        () -> new EmbeddingLayer.Builder().nIn(5).nOut(3).build(),
                        null),
                new Named(
                        "embedding sequence",
                        () -> new EmbeddingSequenceLayer.Builder()
                                .nIn(5)
                                .nOut(3)
                                .build(),
                        null),
                new Named(
                        "convolution 1-D",
                        () -> new Convolution1DLayer.Builder(3)
                                .stride(2)
                                .nOut(4)
                                .build(),
                        sequence),
                new Named(
                        "convolution 2-D",
                        () -> new ConvolutionLayer.Builder(3, 2)
                                .stride(2, 1)
                                .nOut(4)
                                .build(),
                        image),
                new Named(
                        "convolution 3-D",
                        () -> new Convolution3D.Builder(3, 2, 1)
                                .stride(2, 2, 1)
                                .nIn(2)
                                .nOut(4)
                                .build(),
                        null),
                new Named(
                        "depthwise",
                        () -> new DepthwiseConvolution2D.Builder(3, 2)
                                .stride(2, 1)
                                .depthMultiplier(2)
                                .nOut(6)
                                .build(),
                        image),
                new Named(
                        "separable",
                        () -> new SeparableConvolution2D.Builder(3, 2)
                                .stride(2, 1)
                                .depthMultiplier(2)
                                .nOut(5)
                                .build(),
                        image),
                new Named(
                        "deconvolution 2-D",
                        () -> new Deconvolution2D.Builder(3, 2)
                                .stride(2, 1)
                                .nOut(4)
                                .build(),
                        image),
                new Named(
                        "deconvolution 3-D",
                        () -> new Deconvolution3D.Builder()
                                .kernelSize(3, 2, 1)
                                .stride(2, 2, 1)
                                .nIn(2)
                                .nOut(4)
                                .build(),
                        null),
                new Named("lstm", () -> new LSTM.Builder().nIn(5).nOut(3).build(), null),
                new Named("graves lstm", TrueFansTest::gravesLstm, null),
                new Named("graves bidirectional lstm", TrueFansTest::gravesBidirectionalLstm, null),
                new Named(
                        "bidirectional lstm",
                        () -> new Bidirectional(
                                new LSTM.Builder().nIn(5).nOut(3).build()),
                        null),
                new Named(
                        "simple rnn",
                        () -> new SimpleRnn.Builder().nIn(5).nOut(3).build(),
                        null),
                new Named(
                        "last time step",
                        () -> new LastTimeStep(
                                new SimpleRnn.Builder().nIn(5).nOut(3).build()),
                        null),
                new Named(
                        "mask zero",
                        () -> new MaskZeroLayer(
                                new LSTM.Builder().nIn(5).nOut(3).build(), 0),
                        null),
                new Named(
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
    void dl4jsFansAreThoseItPasses(Named layer) {
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

    static Stream<Named> onSameDiff() {
        return Stream.of(
                new Named(
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
                new Named(
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
                new Named(
                        "self attention",
                        () -> new SelfAttentionLayer.Builder()
                                .nIn(7)
                                .nOut(10)
                                .nHeads(2)
                                .headSize(4)
                                .projectInput(true)
                                .build(),
                        null),
                new Named(
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
                new Named(
                        "recurrent attention",
                        () -> new RecurrentAttentionLayer.Builder()
                                .nIn(7)
                                .nOut(10)
                                .nHeads(2)
                                .headSize(4)
                                .projectInput(true)
                                .build(),
                        null),
                new Named(
                        "primary capsules",
                        () -> new PrimaryCapsules.Builder(4, 3)
                                .kernelSize(3, 2)
                                .stride(2, 1)
                                .build(),
                        InputType.convolutional(9, 9, 3)),
                new Named("capsules", () -> new CapsuleLayer.Builder(5, 4, 2).build(), InputType.recurrent(7, 6)));
    }

    @ParameterizedTest
    @MethodSource("onSameDiff")
    void dl4jsFansOnSameDiffAreThoseItsWeightsTell(Named layer) {
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

    static Stream<Counted> counted() {
        return Stream.of(
                new Counted("dense", "W", () -> new DenseLayer.Builder().nOut(3).build(), InputType.feedForward(5)),
                new Counted(
                        "element-wise multiplication",
                        "W",
                        () -> new ElementWiseMultiplicationLayer.Builder()
                                .nOut(5)
                                .build(),
                        InputType.feedForward(5)),
                new Counted(
                                "convolution 1-D",
                                "W",
                                () -> new Convolution1DLayer.Builder(3)
                                        .stride(2)
                                        .nOut(4)
                                        .build(),
                                InputType.recurrent(5, 9))
                        .inputs(2, 2),
                new Counted(
                                "convolution 1-D, dilated",
                                "W",
                                () -> new Convolution1DLayer.Builder(3)
                                        .dilation(2)
                                        .nOut(4)
                                        .build(),
                                InputType.recurrent(5, 11))
                        .inputs(4, 1),
                new Counted(
                                "convolution 2-D",
                                "W",
                                () -> new ConvolutionLayer.Builder(3, 3)
                                        .stride(2, 2)
                                        .nOut(4)
                                        .build(),
                                InputType.convolutional(9, 9, 2))
                        .inputs(2, 2),
                new Counted(
                                "convolution 2-D, dilated",
                                "W",
                                () -> new ConvolutionLayer.Builder(3, 3)
                                        .dilation(2, 2)
                                        .nOut(3)
                                        .build(),
                                InputType.convolutional(11, 11, 2))
                        .inputs(4, 1),
                new Counted(
                                "convolution 3-D",
                                "W",
                                () -> new Convolution3D.Builder(3, 3, 3)
                                        .stride(2, 2, 2)
                                        .nOut(3)
                                        .build(),
                                InputType.convolutional3D(Convolution3D.DataFormat.NCDHW, 7, 7, 7, 2))
                        .inputs(2, 2),
                new Counted(
                                "depthwise",
                                "W",
                                () -> new DepthwiseConvolution2D.Builder(3, 3)
                                        .stride(2, 2)
                                        .depthMultiplier(2)
                                        .nOut(6)
                                        .build(),
                                InputType.convolutional(9, 9, 3))
                        .inputs(2, 2),
                new Counted(
                                "separable, depthwise half",
                                "W",
                                () -> new SeparableConvolution2D.Builder(3, 3)
                                        .stride(2, 2)
                                        .depthMultiplier(2)
                                        .nOut(6)
                                        .build(),
                                InputType.convolutional(9, 9, 3))
                        .inputs(2, 2)
                        .with(table -> identity(table.get("pW"))),
                // Every tap a channel of its own, and a stride that lets each input meet one of them.
                new Counted(
                                "separable, pointwise half",
                                "pW",
                                () -> new SeparableConvolution2D.Builder(2, 2)
                                        .stride(2, 2)
                                        .depthMultiplier(4)
                                        .nOut(5)
                                        .build(),
                                InputType.convolutional(8, 8, 3))
                        .with(table -> {
                            INDArray depthwise = table.get("W").assign(0);
                            for (int tap = 0; tap < 4; tap++) {
                                for (int channel = 0; channel < 3; channel++) {
                                    depthwise.putScalar(new int[] {tap, channel, tap / 2, tap % 2}, 1);
                                }
                            }
                        }),
                new Counted(
                                "deconvolution 2-D",
                                "W",
                                () -> new Deconvolution2D.Builder(3, 3)
                                        .stride(2, 2)
                                        .nOut(4)
                                        .build(),
                                InputType.convolutional(6, 6, 3))
                        .outputs(2, 2),
                new Counted(
                                "deconvolution 3-D",
                                "W",
                                () -> new Deconvolution3D.Builder()
                                        .kernelSize(3, 3, 3)
                                        .stride(2, 2, 2)
                                        .nOut(3)
                                        .build(),
                                InputType.convolutional3D(Convolution3D.DataFormat.NCDHW, 4, 4, 4, 2))
                        .outputs(2, 2),
                new Counted(
                                "locally connected 1-D",
                                "W",
                                () -> new LocallyConnected1D.Builder()
                                        .kernelSize(3)
                                        .stride(2)
                                        .nOut(4)
                                        .setInputSize(9)
                                        .convolutionMode(ConvolutionMode.Truncate)
                                        .activation(Activation.IDENTITY)
                                        .build(),
                                InputType.recurrent(5, 9))
                        .inputs(2, 2),
                new Counted(
                                "locally connected 2-D",
                                "W",
                                () -> new LocallyConnected2D.Builder()
                                        .kernelSize(3, 3)
                                        .stride(2, 2)
                                        .nOut(4)
                                        .setInputSize(9, 9)
                                        .convolutionMode(ConvolutionMode.Truncate)
                                        .activation(Activation.IDENTITY)
                                        .build(),
                                InputType.convolutional(9, 9, 2))
                        .inputs(2, 2),
                new Counted(
                        "simple rnn", "W", () -> new SimpleRnn.Builder().nOut(3).build(), InputType.recurrent(5, 1)),
                new Counted(
                        "bidirectional simple rnn",
                        "fW",
                        () -> new Bidirectional(new SimpleRnn.Builder().nOut(3).build()),
                        InputType.recurrent(5, 1)),
                new Counted(
                                "simple rnn, recurrent",
                                "RW",
                                () -> new SimpleRnn.Builder().nOut(4).build(),
                                InputType.recurrent(4, 2))
                        .steps(0, 1)
                        .with(table -> identity(table.get("W"))),
                gate("input modulation", 0),
                gate("forget gate", 1),
                gate("output gate", 2),
                gate("input gate", 3),
                // With one step to attend to, attention hands on that step's value.
                new Counted("self attention, values", "Wv", TrueFansTest::selfAttention, InputType.recurrent(6, 1))
                        .with(table -> identity(table.get("Wo"))),
                new Counted("self attention, output", "Wo", TrueFansTest::selfAttention, InputType.recurrent(8, 1))
                        .with(table -> identity(table.get("Wv").reshape(8, 8))));
    }

    private static Layer selfAttention() {
        return new SelfAttentionLayer.Builder()
                .nOut(8)
                .nHeads(2)
                .headSize(4)
                .projectInput(true)
                .build();
    }

    /** One gate sees the input; biases of 1 keep the others open, and a first step fills the cells. */
    private static Counted gate(String name, int gate) {
        return new Counted(
                        "lstm, " + name, "W", () -> new LSTM.Builder().nOut(3).build(), InputType.recurrent(5, 2))
                .steps(1, 1)
                .with(table -> {
                    INDArray weights = table.get("W").assign(0);
                    weights.get(NDArrayIndex.all(), NDArrayIndex.interval(3 * gate, 3 * gate + 3))
                            .assign(1);
                    table.get("RW").assign(0);
                    table.get("b").assign(1);
                });
    }

    private static void identity(INDArray matrix) {
        matrix.assign(0);
        for (int i = 0; i < matrix.size(0); i++) {
            int[] place = new int[matrix.rank()];
            place[0] = i;
            place[1] = i;
            matrix.putScalar(place, 1);
        }
    }

    @ParameterizedTest
    @MethodSource("counted")
    void oursAreCounted(Counted layer) {
        MultiLayerNetwork network = network(layer.supplier.get(), layer.type, null);
        ParameterInit init = drawn(NetworkInit.builder().build().apply(network)).stream()
                .filter(parameter -> parameter.parameter().equals(layer.parameter))
                .findFirst()
                .orElseThrow();
        double[] fans = layer.count(network);
        assertThat(init.fanIn().getAsDouble()).as("fan-in").isCloseTo(fans[0], within(1e-9));
        assertThat(init.fanOut().getAsDouble()).as("fan-out").isCloseTo(fans[1], within(1e-9));
    }

    /** Each projection sees an input of its own; one query of one head, so that nothing cancels. */
    @Test
    void inputsOfAnAttentionVertexAreCounted() {
        ComputationGraph graph = attention(WeightInit.XAVIER);
        List<ParameterInit> drawn = drawn(NetworkInit.builder().build().apply(graph));
        Nd4j.getRandom().setSeed(3);
        INDArray[] inputs = {
            Nd4j.randn(DataType.DOUBLE, 1, 5, 1),
            Nd4j.randn(DataType.DOUBLE, 1, 6, 3),
            Nd4j.randn(DataType.DOUBLE, 1, 7, 3)
        };
        INDArray before = graph.outputSingle(inputs).dup();
        for (int i = 0; i < 3; i++) {
            int changing = 0;
            for (int unit = 0; unit < inputs[i].size(1); unit++) {
                INDArray[] moved = inputs.clone();
                moved[i] = inputs[i].dup();
                moved[i].putScalar(new int[] {0, unit, 0}, moved[i].getDouble(0, unit, 0) + 1);
                changing += graph.outputSingle(moved).sub(before).amaxNumber().doubleValue() > 1e-9 ? 1 : 0;
            }
            String name = List.of("Wq", "Wk", "Wv").get(i);
            ParameterInit projection = drawn.stream()
                    .filter(parameter -> parameter.parameter().equals(name))
                    .findFirst()
                    .orElseThrow();
            assertThat(projection.fanIn().getAsDouble()).as(name).isEqualTo(changing);
        }
    }

    private static ComputationGraph attention(WeightInit scheme) {
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

    private static List<ParameterInit> drawn(NetworkInitSummary summary) {
        return summary.parameters().stream().filter(ParameterInit::drawn).collect(Collectors.toList());
    }

    private static MultiLayerNetwork network(Layer layer, InputType type, IWeightInit init) {
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

    /** A layer type, and its input where it takes its sizes from there. */
    private static class Named {

        final String name;
        final Supplier<Layer> supplier;
        final InputType type;

        Named(String name, Supplier<Layer> supplier, InputType type) {
            this.name = name;
            this.supplier = supplier;
            this.type = type;
        }

        @Override
        public String toString() {
            return name;
        }
    }

    /** A layer one of whose parameters is counted; at borders, or of a stride's period, not all have the mean. */
    private static final class Counted extends Named {

        final String parameter;
        Consumer<Map<String, INDArray>> others = table -> {};
        int inputBorder;
        int inputPeriod = 1;
        int outputBorder;
        int outputPeriod = 1;
        int inputStep = -1;
        int outputStep = -1;

        Counted(String name, String parameter, Supplier<Layer> supplier, InputType type) {
            super(name, supplier, type);
            this.parameter = parameter;
        }

        /** Counts outputs of inputs inside, of whole periods. */
        Counted inputs(int border, int period) {
            inputBorder = border;
            inputPeriod = period;
            return this;
        }

        Counted outputs(int border, int period) {
            outputBorder = border;
            outputPeriod = period;
            return this;
        }

        /** Changes inputs of one time step, and looks at the outputs of one. */
        Counted steps(int input, int output) {
            inputStep = input;
            outputStep = output;
            return this;
        }

        /** Sets the other parameters, so that they hide nothing. */
        Counted with(Consumer<Map<String, INDArray>> set) {
            others = set;
            return this;
        }

        /** The mean number of inputs that change an output, and of outputs that an input changes. */
        double[] count(MultiLayerNetwork network) {
            Map<String, INDArray> table = network.getLayer(0).paramTable();
            table.forEach((name, values) -> values.assign(name.endsWith("b") ? 0 : 1));
            others.accept(table);
            long[] shape = type.getShape(true);
            int inputs = 1;
            for (int i = 1; i < shape.length; i++) {
                inputs *= (int) shape[i];
            }
            shape[0] = inputs + 1; // an example for each input that changes, and one in which none does
            INDArray x = Nd4j.zeros(DataType.DOUBLE, shape[0], inputs);
            for (int i = 0; i < inputs; i++) {
                x.putScalar(i, i, 1);
            }
            INDArray y = network.output(x.reshape('c', shape)).dup('c');
            long[] outputShape = y.shape();
            double[][] values = y.reshape('c', shape[0], y.length() / shape[0]).toDoubleMatrix();
            boolean[] seeing = inside(outputShape, outputBorder, outputPeriod, outputStep);
            boolean[] fed = inside(shape, inputBorder, inputPeriod, inputStep);
            boolean[] changeable = inside(shape, 0, 1, inputStep);
            boolean[] looked = inside(outputShape, 0, 1, outputStep);
            double toSeeing = 0;
            double fromFed = 0;
            for (int i = 0; i < inputs; i++) {
                for (int o = 0; o < seeing.length; o++) {
                    if (Math.abs(values[i][o] - values[inputs][o]) > 1e-9) {
                        toSeeing += changeable[i] && seeing[o] ? 1 : 0;
                        fromFed += fed[i] && looked[o] ? 1 : 0;
                    }
                }
            }
            return new double[] {toSeeing / number(seeing), fromFed / number(fed)};
        }

        private static int number(boolean[] chosen) {
            int number = 0;
            for (boolean one : chosen) {
                number += one ? 1 : 0;
            }
            return number;
        }

        /** Of [examples, channels, positions…]: which of one example's are inside, or of that step. */
        private static boolean[] inside(long[] shape, int border, int period, int step) {
            int length = 1;
            for (int i = 1; i < shape.length; i++) {
                length *= (int) shape[i];
            }
            boolean[] inside = new boolean[length];
            for (int at = 0; at < length; at++) {
                int rest = at;
                boolean in = true;
                for (int i = shape.length - 1; i > 1; i--) {
                    int position = (int) (rest % shape[i]);
                    rest /= (int) shape[i];
                    int end = border + (int) ((shape[i] - 2 * border) / period) * period;
                    in &= position >= border && position < end && (step < 0 || position == step);
                }
                inside[at] = in;
            }
            return inside;
        }
    }
}
