// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.network;

import static io.github.dl4jinit.network.Variances.CLAIM;
import static io.github.dl4jinit.network.Variances.GRADIENT_OF_SAMEDIFF;
import static io.github.dl4jinit.network.Variances.SEEDS;
import static io.github.dl4jinit.network.Variances.STANDARD_ERROR;
import static io.github.dl4jinit.network.Variances.mean;
import static io.github.dl4jinit.network.Variances.network;
import static io.github.dl4jinit.network.Variances.standardError;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jinit.XavierInit;
import io.github.dl4jinit.theory.Preserve;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.ConvolutionMode;
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
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LocallyConnected1D;
import org.deeplearning4j.nn.conf.layers.LocallyConnected2D;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
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
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions;

/**
 * One layer, inputs of mean square 1: the mean square of its pre-activations is 1 after {@link NetworkInit}, as a mean
 * over networks, and what DL4J's wrong fans make it with an initialiser that promises 1, too ({@link XavierInit}). The
 * activation function is the identity, so that a layer puts out its pre-activations; where it cannot be, the weights
 * are multiplied with what they see in the network.
 */
class LayerVarianceTest {

    /** Pixels or time steps of which few examples are enough, because their means count. */
    private static final int MANY_POSITIONS = 36;

    static Stream<LayerCase> layers() {
        List<LayerCase> cases = new ArrayList<>();
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
        cases.add(new LayerCase(
                        "embedding",
                        () -> new EmbeddingLayer.Builder().nIn(300).nOut(256).build(),
                        null,
                        () -> indices(64, 1),
                        1)
                .withoutGradient());
        cases.add(new LayerCase(
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

    private static LayerCase dense(String name, Supplier<Layer> layer, double dl4j) {
        return normal(name, layer, InputType.feedForward(300), dl4j);
    }

    private static LayerCase normal(String name, Supplier<Layer> layer, InputType input, double dl4j) {
        return new LayerCase(
                name,
                layer,
                input,
                () -> {
                    long[] shape = input.getShape(true);
                    shape[0] = positions(shape) > MANY_POSITIONS ? 12 : 40;
                    return Nd4j.randn(DataType.FLOAT, shape);
                },
                dl4j);
    }

    private static long positions(long[] shape) {
        return Arrays.stream(shape).skip(2).reduce(1, (a, b) -> a * b);
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
    void preActivationsHaveTheVarianceThatIsMeant(LayerCase layer) {
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

    static Stream<LayerCase> layersWithGradients() {
        return layers().filter(layer -> layer.gradient);
    }

    /**
     * Which takes the fan-out: a layer's fans differ. Weights that read data keep the signal instead, so they are
     * scaled here to what they would be behind other weights.
     */
    @ParameterizedTest
    @MethodSource("layersWithGradients")
    void backwardKeepsTheMeanSquareOfGradients(LayerCase layer) {
        double[] ours = new double[SEEDS];
        for (int seed = 1; seed <= SEEDS; seed++) {
            MultiLayerNetwork network = layer.network(seed);
            NetworkInit.builder().preserve(Preserve.BACKWARD).build().apply(network).parameters().stream()
                    .filter(ParameterInit::drawn)
                    .filter(drawn -> drawn.origin().startsWith("data")
                            || drawn.parameter().equals("pW")) // the last weights keep the signal, too
                    .forEach(drawn -> network.getLayer(0)
                            .getParam(drawn.parameter())
                            .muli(Math.sqrt(
                                    drawn.fanIn().getAsDouble() / drawn.fanOut().getAsDouble())));
            ours[seed - 1] = layer.meanSquareOfGradient(network, layer.input.get())
                    / (onSameDiff(network) ? GRADIENT_OF_SAMEDIFF * GRADIENT_OF_SAMEDIFF : 1);
        }
        assertThat(mean(ours)).as(layer.name).isCloseTo(1, within(CLAIM));
        assertThat(standardError(ours)).as("standard error").isLessThan(STANDARD_ERROR);
    }

    private static boolean onSameDiff(MultiLayerNetwork network) {
        return network.getLayer(0).conf().getLayer() instanceof SameDiffLayer;
    }
}
