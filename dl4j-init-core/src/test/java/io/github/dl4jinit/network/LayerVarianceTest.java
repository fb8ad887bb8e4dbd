// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jinit.XavierInit;
import io.github.dl4jinit.theory.Preserve;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.graph.AttentionVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.AutoEncoder;
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
import org.deeplearning4j.nn.conf.layers.RecurrentAttentionLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.SelfAttentionLayer;
import org.deeplearning4j.nn.conf.layers.SeparableConvolution2D;
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
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.INDArrayIndex;
import org.nd4j.linalg.indexing.NDArrayIndex;
import org.nd4j.linalg.lossfunctions.LossFunctions;
import org.nd4j.linalg.ops.transforms.Transforms;

/**
 * One layer, inputs of mean square 1: the mean square of its pre-activations is 1 after {@link NetworkInit}, as a mean
 * over networks, and what DL4J's wrong fans make it with an initialiser that promises 1, too ({@link XavierInit}). The
 * activation function is the identity, so that a layer puts out its pre-activations; where it cannot be, the weights
 * are multiplied with what they see in the network.
 */
class LayerVarianceTest {

    private static final int SEEDS = 6;

    /** The claim, and what the mean over seeds must be known to, so that 5 % is no accident. */
    private static final double CLAIM = 0.05;

    private static final double STANDARD_ERROR = CLAIM / 3;

    /** What DL4J multiplies gradients by in layers that are built on SameDiff, see the test of it below. */
    private static final double GRADIENT_OF_SAMEDIFF = 2;

    static Stream<Case> layers() {
        List<Case> cases = new ArrayList<>();
        cases.add(dense("dense", () -> new DenseLayer.Builder().nOut(256).build(), 1));
        cases.add(dense(
                        "output",
                        () -> new OutputLayer.Builder()
                                .activation(Activation.IDENTITY)
                                .lossFunction(LossFunctions.LossFunction.MSE)
                                .nOut(256)
                                .build(),
                        1)
                .withoutGradient());
        cases.add(dense("autoencoder", () -> new AutoEncoder.Builder().nOut(256).build(), 1));
        cases.add(dense(
                        "centre loss",
                        () -> new CenterLossOutputLayer.Builder()
                                .activation(Activation.IDENTITY)
                                .lossFunction(LossFunctions.LossFunction.MSE)
                                .nOut(256)
                                .build(),
                        1)
                .withoutGradient());
        cases.add(dense(
                "variational autoencoder",
                () -> new VariationalAutoencoder.Builder()
                        .encoderLayerSizes(256)
                        .decoderLayerSizes(256)
                        .nOut(256)
                        .pzxActivationFunction(Activation.IDENTITY)
                        .build(),
                1));
        cases.add(new Case(
                        "embedding",
                        () -> new EmbeddingLayer.Builder().nIn(300).nOut(256).build(),
                        null,
                        () -> indices(64, 1),
                        1)
                .withoutGradient());
        cases.add(new Case(
                        "embedding sequence",
                        () -> new EmbeddingSequenceLayer.Builder()
                                .nIn(300)
                                .nOut(256)
                                .inputLength(20)
                                .build(),
                        null,
                        () -> indices(8, 20),
                        1)
                .withoutGradient());
        InputType sequence = InputType.recurrent(40, 20);
        cases.add(normal(
                        "convolution 1-D",
                        () -> new Convolution1DLayer.Builder(5)
                                .stride(2)
                                .nOut(256)
                                .build(),
                        sequence,
                        1 / 5.0)
                .inside(4));
        cases.add(normal(
                        "convolution 1-D, dilated",
                        () -> new Convolution1DLayer.Builder(3)
                                .dilation(3)
                                .nOut(256)
                                .build(),
                        sequence,
                        1 / 3.0)
                .inside(6));
        cases.add(normal(
                        "rnn output",
                        () -> new RnnOutputLayer.Builder()
                                .activation(Activation.IDENTITY)
                                .lossFunction(LossFunctions.LossFunction.MSE)
                                .nOut(256)
                                .build(),
                        sequence,
                        1)
                .withoutGradient());
        cases.add(normal(
                "last time step of simple rnn",
                () -> new LastTimeStep(new SimpleRnn.Builder().nOut(256).build()),
                InputType.recurrent(300, 1),
                1));
        cases.add(normal(
                "time distributed dense",
                () -> new TimeDistributed(new DenseLayer.Builder().nOut(256).build()),
                sequence,
                1));
        cases.add(normal(
                "mask zero of simple rnn",
                () -> new MaskZeroLayer(new SimpleRnn.Builder().nOut(256).build(), 12345),
                InputType.recurrent(300, 1),
                1));
        cases.add(
                normal("simple rnn", () -> new SimpleRnn.Builder().nOut(256).build(), InputType.recurrent(300, 1), 1));
        cases.add(normal(
                "bidirectional simple rnn",
                () -> new Bidirectional(new SimpleRnn.Builder().nOut(256).build()),
                InputType.recurrent(300, 1),
                1));
        InputType image = InputType.convolutional(14, 14, 8);
        cases.add(normal(
                        "convolution 2-D, stride 2",
                        () -> new ConvolutionLayer.Builder(3, 3)
                                .stride(2, 2)
                                .nOut(256)
                                .build(),
                        image,
                        1)
                .inside(2));
        cases.add(normal(
                        "convolution 2-D, dilated",
                        () -> new ConvolutionLayer.Builder(3, 3)
                                .dilation(2, 2)
                                .nOut(256)
                                .build(),
                        image,
                        1)
                .inside(4));
        cases.add(normal(
                "convolution 3-D",
                () -> new Convolution3D.Builder(2, 2, 2)
                        .stride(2, 2, 2)
                        .nOut(256)
                        .build(),
                InputType.convolutional3D(Convolution3D.DataFormat.NCDHW, 6, 6, 6, 4),
                1));
        cases.add(normal(
                        "depthwise",
                        () -> new DepthwiseConvolution2D.Builder(3, 3)
                                .depthMultiplier(2)
                                .nOut(256)
                                .build(),
                        InputType.convolutional(8, 8, 128),
                        1 / 128.0)
                .inside(2));
        cases.add(normal(
                        "separable",
                        () -> new SeparableConvolution2D.Builder(3, 3)
                                .depthMultiplier(2)
                                .nOut(256)
                                .build(),
                        InputType.convolutional(8, 8, 64),
                        1 / 64.0)
                .inside(2));
        // Of the outputs only the interior is measured: at the border, fewer kernels overlap.
        cases.add(normal(
                        "deconvolution 2-D",
                        () -> new Deconvolution2D.Builder(4, 4)
                                .stride(2, 2)
                                .nOut(256)
                                .build(),
                        InputType.convolutional(8, 8, 16),
                        1 / 4.0)
                .without(2));
        cases.add(normal(
                        "deconvolution 3-D",
                        () -> new Deconvolution3D.Builder()
                                .kernelSize(2, 2, 2)
                                .stride(2, 2, 2)
                                .nOut(256)
                                .build(),
                        InputType.convolutional3D(Convolution3D.DataFormat.NCDHW, 3, 3, 3, 32),
                        1 / 8.0)
                .without(0));
        cases.add(normal(
                        "locally connected 1-D",
                        () -> new LocallyConnected1D.Builder()
                                .kernelSize(3)
                                .nOut(256)
                                .setInputSize(10)
                                .convolutionMode(ConvolutionMode.Truncate)
                                .activation(Activation.IDENTITY)
                                .build(),
                        InputType.recurrent(30, 10),
                        Double.NaN)
                .inside(2));
        cases.add(normal(
                        "locally connected 2-D",
                        () -> new LocallyConnected2D.Builder()
                                .kernelSize(3, 3)
                                .nOut(256)
                                .setInputSize(6, 6)
                                .convolutionMode(ConvolutionMode.Truncate)
                                .activation(Activation.IDENTITY)
                                .build(),
                        InputType.convolutional(6, 6, 8),
                        Double.NaN)
                .inside(2));
        // One step to attend to: attention is an average, and of more it is smaller.
        cases.add(normal(
                "self attention",
                () -> new SelfAttentionLayer.Builder()
                        .nOut(256)
                        .nHeads(4)
                        .headSize(64)
                        .projectInput(true)
                        .build(),
                InputType.recurrent(256, 1),
                Double.NaN));
        return cases.stream();
    }

    private static Case dense(String name, Supplier<Layer> layer, double dl4j) {
        return normal(name, layer, InputType.feedForward(300), dl4j);
    }

    private static Case normal(String name, Supplier<Layer> layer, InputType input, double dl4j) {
        return new Case(
                name,
                layer,
                input,
                () -> {
                    long[] shape = input.getShape(true);
                    shape[0] = 40;
                    return Nd4j.randn(DataType.FLOAT, shape);
                },
                dl4j);
    }

    private static INDArray indices(int examples, int steps) {
        INDArray indices = Nd4j.create(DataType.FLOAT, examples, steps);
        for (int i = 0; i < indices.length(); i++) {
            indices.putScalar(i, Nd4j.getRandom().nextInt(300));
        }
        return indices;
    }

    @ParameterizedTest
    @MethodSource("layers")
    void preActivationsHaveTheVarianceThatIsMeant(Case layer) {
        double[] ours = new double[SEEDS];
        double[] dl4js = new double[SEEDS];
        for (int seed = 1; seed <= SEEDS; seed++) {
            MultiLayerNetwork network = layer.network(seed);
            INDArray input = layer.input.get();
            dl4js[seed - 1] = layer.meanSquare(network, input);
            NetworkInit.builder().build().apply(network);
            ours[seed - 1] = layer.meanSquare(network, input);
        }
        assertThat(mean(ours)).as(layer.name).isCloseTo(1, within(CLAIM));
        assertThat(standardError(ours)).as("standard error").isLessThan(STANDARD_ERROR);
        if (!Double.isNaN(layer.dl4j)) { // layers on SameDiff do not see an initialiser at all
            assertThat(mean(dl4js)).as("DL4J's own").isCloseTo(layer.dl4j, within(0.1 * layer.dl4j));
        }
    }

    static Stream<Case> layersWithGradients() {
        return layers().filter(layer -> layer.gradient);
    }

    /** Which takes the fan-out: a layer's fans differ. */
    @ParameterizedTest
    @MethodSource("layersWithGradients")
    void backwardKeepsTheMeanSquareOfGradients(Case layer) {
        double[] ours = new double[SEEDS];
        for (int seed = 1; seed <= SEEDS; seed++) {
            MultiLayerNetwork network = layer.network(seed);
            NetworkInit.builder().preserve(Preserve.BACKWARD).build().apply(network);
            ours[seed - 1] = layer.meanSquareOfGradient(network, layer.input.get())
                    / (onSameDiff(network) ? GRADIENT_OF_SAMEDIFF * GRADIENT_OF_SAMEDIFF : 1);
        }
        assertThat(mean(ours)).as(layer.name).isCloseTo(1, within(CLAIM));
        assertThat(standardError(ours)).as("standard error").isLessThan(STANDARD_ERROR);
    }

    private static boolean onSameDiff(MultiLayerNetwork network) {
        return network.getLayer(0).conf().getLayer() instanceof SameDiffLayer;
    }

    /**
     * Finite differences say what a gradient is; DL4J 1.0.0-M2.1 doubles it in every layer that is built on SameDiff.
     */
    @Test
    void gradientsOfSameDiffLayersAreDoubled() {
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .seed(5)
                .dataType(DataType.DOUBLE)
                .list()
                .layer(new LocallyConnected1D.Builder()
                        .kernelSize(3)
                        .nOut(4)
                        .setInputSize(6)
                        .convolutionMode(ConvolutionMode.Truncate)
                        .activation(Activation.IDENTITY)
                        .build())
                .setInputType(InputType.recurrent(3, 6))
                .build());
        network.init();
        network.initGradientsView();
        INDArray x = Nd4j.randn(DataType.DOUBLE, 2, 3, 6);
        INDArray output = activate(network, x);
        INDArray epsilon = Nd4j.randn(DataType.DOUBLE, output.shape());
        INDArray gradient = network.getLayer(0)
                .backpropGradient(epsilon, LayerWorkspaceMgr.noWorkspaces())
                .getSecond();
        INDArray moved = x.dup();
        moved.putScalar(new int[] {1, 2, 3}, x.getDouble(1, 2, 3) + 1e-4);
        double difference =
                activate(network, moved).sub(output).mul(epsilon).sumNumber().doubleValue() / 1e-4;
        assertThat(gradient.getDouble(1, 2, 3) / difference).isCloseTo(GRADIENT_OF_SAMEDIFF, within(1e-6));
    }

    private static INDArray activate(MultiLayerNetwork network, INDArray input) {
        network.setInput(input);
        return network.getLayer(0)
                .activate(input, true, LayerWorkspaceMgr.noWorkspaces())
                .dup();
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).average().getAsDouble();
    }

    private static double standardError(double[] values) {
        double mean = mean(values);
        double squares = Arrays.stream(values).map(x -> (x - mean) * (x - mean)).sum();
        return Math.sqrt(squares / (values.length - 1) / values.length);
    }

    /** The four gates of an LSTM: W·x has variance 1 for each, U·h the length of h, and DL4J's has n_in / n. */
    @ParameterizedTest
    @MethodSource("lstms")
    @SuppressWarnings("deprecation")
    void gates(NamedLstm lstm) {
        int in = 512;
        int n = 256;
        double[][] ours = new double[4][SEEDS];
        double[] dl4js = new double[SEEDS];
        for (int seed = 1; seed <= SEEDS; seed++) {
            MultiLayerNetwork network = network(lstm.layer(in, n), null, seed);
            INDArray x = Nd4j.randn(DataType.FLOAT, 24, in);
            INDArray weights = network.getLayer(0).paramTable().get(lstm.input);
            dl4js[seed - 1] = meanSquare(x.mmul(weights));
            INDArray forgetBefore = forgetBias(network, lstm, n).dup();
            NetworkInit.builder().build().apply(network);
            INDArray recurrent = network.getLayer(0).paramTable().get(lstm.recurrent);
            for (int gate = 0; gate < 4; gate++) {
                INDArray columns = weights.get(NDArrayIndex.all(), NDArrayIndex.interval(gate * n, (gate + 1) * n));
                ours[gate][seed - 1] = meanSquare(x.mmul(columns));
                INDArray u = recurrent.get(NDArrayIndex.all(), NDArrayIndex.interval(gate * n, (gate + 1) * n));
                INDArray gram = u.transpose().mmul(u).subi(Nd4j.eye(n));
                assertThat(gram.amaxNumber().doubleValue()).isLessThan(1e-5);
            }
            if (recurrent.columns() > 4 * n) {
                assertThat(recurrent
                                .get(NDArrayIndex.all(), NDArrayIndex.interval(4 * n, 4 * n + 3))
                                .amaxNumber()
                                .doubleValue())
                        .isZero();
            }
            assertThat(forgetBias(network, lstm, n)).isEqualTo(forgetBefore);
        }
        for (double[] gate : ours) {
            assertThat(mean(gate)).isCloseTo(1, within(CLAIM));
            assertThat(standardError(gate)).isLessThan(STANDARD_ERROR);
        }
        assertThat(mean(dl4js)).isCloseTo((double) in / n, within(0.1)); // DL4J divides by n
    }

    /**
     * Attention over several inputs: each projection sees its own, with a variance of 1. DL4J 1.0.0-M2.1 cannot run a
     * layer of learned queries (its scatter_update refuses them), so here the weights are multiplied with what they
     * would see.
     */
    @Test
    void projectionsOfAttention() {
        double[][] variances = new double[9][2 * SEEDS];
        for (int seed = 1; seed <= 2 * SEEDS; seed++) {
            Layer learned = new LearnedSelfAttentionLayer.Builder()
                    .nIn(256)
                    .nOut(256)
                    .nHeads(4)
                    .headSize(64)
                    .nQueries(200)
                    .projectInput(true)
                    .build();
            MultiLayerNetwork network = network(learned, null, seed);
            NetworkInit.builder().build().apply(network);
            Map<String, INDArray> table = network.getLayer(0).paramTable();
            INDArray queries = table.get("Q").reshape(256, 200).transpose();
            variances[0][seed - 1] = meanSquare(queries);
            variances[1][seed - 1] = meanSquare(queries.mmul(matrix(table.get("Wq"), 256)));
            INDArray x = Nd4j.randn(DataType.FLOAT, 200, 256);
            variances[2][seed - 1] = meanSquare(x.mmul(matrix(table.get("Wk"), 256)));
            variances[3][seed - 1] =
                    meanSquare(x.mmul(matrix(table.get("Wv"), 256)).mmul(table.get("Wo")));

            Layer recurrent = new RecurrentAttentionLayer.Builder()
                    .nIn(300)
                    .nOut(256)
                    .nHeads(4)
                    .headSize(64)
                    .activation(Activation.TANH)
                    .projectInput(true)
                    .build();
            network = network(recurrent, null, seed);
            NetworkInit.builder().build().apply(network);
            table = network.getLayer(0).paramTable();
            x = Nd4j.randn(DataType.FLOAT, 200, 300);
            INDArray preActivation = x.mmul(table.get("W"));
            variances[4][seed - 1] = meanSquare(preActivation);
            variances[5][seed - 1] = meanSquare(Transforms.tanh(preActivation).mmul(matrix(table.get("Wq"), 256)));
            INDArray attended = x.mmul(matrix(table.get("Wv"), 300)).mmul(table.get("Wo"));
            variances[6][seed - 1] = meanSquare(attended);
            variances[7][seed - 1] = meanSquare(attended.mmul(table.get("RW")));
            variances[8][seed - 1] = vertexOutput(seed);
        }
        for (double[] variance : variances) {
            assertThat(mean(variance)).isCloseTo(1, within(CLAIM));
            assertThat(standardError(variance)).isLessThan(STANDARD_ERROR);
        }
    }

    /** [heads, size, n_in] as the matrix [n_in, heads · size]. */
    private static INDArray matrix(INDArray projection, int inputs) {
        return projection.dup('c').reshape('c', 256, inputs).transpose();
    }

    /** Queries of one scale, keys and values that come from ReLU. */
    private static double vertexOutput(int seed) {
        ComputationGraph graph = new ComputationGraph(new NeuralNetConfiguration.Builder()
                .seed(seed)
                .graphBuilder()
                .addInputs("in")
                .addLayer(
                        "relu",
                        new Convolution1DLayer.Builder(1)
                                .nIn(64)
                                .nOut(256)
                                .activation(Activation.RELU)
                                .build(),
                        "in")
                .addVertex(
                        "attention",
                        new AttentionVertex.Builder()
                                .nInQueries(64)
                                .nInKeys(256)
                                .nInValues(256)
                                .nOut(256)
                                .nHeads(4)
                                .headSize(64)
                                .projectInput(true)
                                .build(),
                        "in",
                        "relu",
                        "relu")
                .setOutputs("attention")
                .build());
        graph.init();
        NetworkInit.builder().build().apply(graph);
        Nd4j.getRandom().setSeed(seed);
        return meanSquare(graph.outputSingle(Nd4j.randn(DataType.FLOAT, 200, 64, 1)));
    }

    private static INDArray forgetBias(MultiLayerNetwork network, NamedLstm lstm, int n) {
        INDArray bias = network.getLayer(0).paramTable().get(lstm.bias);
        return bias.reshape(bias.length()).get(NDArrayIndex.interval(n, 2 * n));
    }

    @SuppressWarnings("deprecation")
    static Stream<NamedLstm> lstms() {
        return Stream.of(
                new NamedLstm("LSTM", "W", "RW", "b"),
                new NamedLstm("GravesLSTM", "W", "RW", "b"),
                new NamedLstm("GravesBidirectionalLSTM", "WF", "RWF", "bF"),
                new NamedLstm("GravesBidirectionalLSTM", "WB", "RWB", "bB"),
                new NamedLstm("Bidirectional", "fW", "fRW", "fb"),
                new NamedLstm("Bidirectional", "bW", "bRW", "bb"));
    }

    /** A layer with gates, and what its parameters are called. */
    static final class NamedLstm {

        final String type;
        final String input;
        final String recurrent;
        final String bias;

        NamedLstm(String type, String input, String recurrent, String bias) {
            this.type = type;
            this.input = input;
            this.recurrent = recurrent;
            this.bias = bias;
        }

        @SuppressWarnings("deprecation")
        Layer layer(int in, int n) {
            switch (type) {
                case "LSTM":
                    return new LSTM.Builder()
                            .nIn(in)
                            .nOut(n)
                            .forgetGateBiasInit(2.5)
                            .build();
                case "GravesLSTM":
                    return new GravesLSTM.Builder().nIn(in).nOut(n).build();
                case "GravesBidirectionalLSTM":
                    return new GravesBidirectionalLSTM.Builder().nIn(in).nOut(n).build();
                default:
                    return new Bidirectional(new LSTM.Builder().nIn(in).nOut(n).build());
            }
        }

        @Override
        public String toString() {
            return type + " " + input;
        }
    }

    private static MultiLayerNetwork network(Layer layer, InputType input, int seed) {
        return network(new XavierInit(), layer, input, seed);
    }

    static MultiLayerNetwork network(IWeightInit init, Layer layer, InputType input, int seed) {
        NeuralNetConfiguration.ListBuilder builder = new NeuralNetConfiguration.Builder()
                .seed(seed)
                .weightInit(init)
                .activation(Activation.IDENTITY)
                .list()
                .layer(layer);
        if (input != null) {
            builder.setInputType(input);
        }
        MultiLayerNetwork network = new MultiLayerNetwork(builder.build());
        network.init();
        return network;
    }

    private static double meanSquare(INDArray values) {
        double norm = values.norm2Number().doubleValue();
        return norm * norm / values.length();
    }

    /** A layer, its input, and what the mean square of its pre-activations is with DL4J's fans. */
    static final class Case {

        final String name;
        final Supplier<Layer> layer;
        final InputType type;
        final Supplier<INDArray> input;
        final double dl4j;
        int border;
        int inputBorder;
        boolean gradient = true;

        Case(String name, Supplier<Layer> layer, InputType type, Supplier<INDArray> input, double dl4j) {
            this.name = name;
            this.layer = layer;
            this.type = type;
            this.input = input;
            this.dl4j = dl4j;
        }

        /** Leaves out so many outputs at each border. */
        Case without(int outputs) {
            border = outputs;
            return this;
        }

        /** Of the inputs' gradients leaves out so many at each border, where fewer outputs see them. */
        Case inside(int inputs) {
            inputBorder = inputs;
            return this;
        }

        /** For a loss, which makes a gradient of its own, and an embedding, which hands none on. */
        Case withoutGradient() {
            gradient = false;
            return this;
        }

        MultiLayerNetwork network(int seed) {
            return LayerVarianceTest.network(layer.get(), type, seed);
        }

        double meanSquare(MultiLayerNetwork network, INDArray input) {
            return LayerVarianceTest.meanSquare(inner(output(network, input), border));
        }

        /** Of the gradient at the inputs, where the one at the outputs has a mean square of 1. */
        double meanSquareOfGradient(MultiLayerNetwork network, INDArray input) {
            INDArray output = output(network, input);
            INDArray epsilon = Nd4j.randn(DataType.FLOAT, output.shape());
            return LayerVarianceTest.meanSquare(inner(
                    network.getLayer(0)
                            .backpropGradient(epsilon, LayerWorkspaceMgr.noWorkspaces())
                            .getSecond(),
                    inputBorder));
        }

        private INDArray output(MultiLayerNetwork network, INDArray input) {
            Nd4j.getRandom().setSeed(network.getDefaultConfiguration().getSeed());
            network.setInput(input);
            network.initGradientsView();
            InputPreProcessor preProcessor =
                    network.getLayerWiseConfigurations().getInputPreProcess(0);
            INDArray in = preProcessor == null
                    ? input
                    : preProcessor.preProcess(input, (int) input.size(0), LayerWorkspaceMgr.noWorkspaces());
            return network.getLayer(0).activate(in, true, LayerWorkspaceMgr.noWorkspaces());
        }

        private static INDArray inner(INDArray values, int border) {
            if (border == 0) {
                return values;
            }
            INDArrayIndex[] inner = new INDArrayIndex[values.rank()];
            for (int i = 0; i < inner.length; i++) {
                inner[i] = i < 2 ? NDArrayIndex.all() : NDArrayIndex.interval(border, values.size(i) - border);
            }
            return values.get(inner).dup();
        }

        @Override
        public String toString() {
            return String.format(Locale.ROOT, "%s (DL4J: %.4f)", name, dl4j);
        }
    }
}
