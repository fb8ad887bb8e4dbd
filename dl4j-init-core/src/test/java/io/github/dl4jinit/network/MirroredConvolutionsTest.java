// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.CnnLossLayer;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.Convolution3D;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.RnnLossLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.ZeroPaddingLayer;
import org.deeplearning4j.nn.conf.layers.convolutional.Cropping2D;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/**
 * Convolutional networks of mirrored weights: linear at the start, through strides, pooling, padding and flattening.
 */
class MirroredConvolutionsTest {

    private static final double ROUNDING = 1e-10;

    /** Odd numbers of channels leave several units without partner once they are flattened. */
    @ParameterizedTest
    @CsvSource({"NCHW, 6, 3", "NCHW, 7, 3", "NCHW, 6, 2", "NHWC, 6, 3", "NHWC, 7, 3"})
    void imagesThroughStridesAndPooling(CNN2DFormat format, int channels, int kernel) {
        List<Layer> layers = new ArrayList<>();
        layers.add(convolution(channels, kernel, 1));
        layers.add(convolution(channels + 3, kernel, 2));
        layers.add(new ZeroPaddingLayer.Builder(1, 1).dataFormat(format).build());
        layers.add(convolution(channels, kernel, 1));
        layers.add(pooling(SubsamplingLayer.PoolingType.AVG));
        layers.add(new Cropping2D.Builder(1, 0).dataFormat(format).build());
        layers.add(convolution(channels, 1, 1));
        layers.add(Mlps.dense("dense", 9, Activation.RELU));
        layers.add(output());
        MultiLayerNetwork network = mirrored(InputType.convolutional(12, 12, 2, format), layers);
        long[] shape = format == CNN2DFormat.NCHW ? new long[] {2, 2, 12, 12} : new long[] {2, 12, 12, 2};
        assertLinear(network, shape);
    }

    /** Without strides and pooling a convolution of one tap is an isometry of each pixel, borders included. */
    @Test
    void fiftyConvolutionsKeepEveryLength() {
        List<Layer> layers = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            layers.add(convolution(8, 3, 1));
        }
        layers.add(new GlobalPoolingLayer(PoolingType.AVG));
        layers.add(output());
        MultiLayerNetwork network = mirrored(InputType.convolutional(5, 5, 2), layers);
        assertLinear(network, 2, 2, 5, 5);
        List<INDArray> activations = network.feedForward(Nets.normal(3, 2, 2, 5, 5));
        assertThat(MirroredTest.difference(activations.get(50)) / MirroredTest.difference(activations.get(1)))
                .isCloseTo(1, within(1e-9));
    }

    /** The zeros beside the tap that is drawn count for the standard deviation of the whole kernel. */
    @Test
    void theSummarySaysTheStandardDeviationOfTheWholeKernel() {
        MultiLayerNetwork network = network(
                InputType.convolutional(5, 5, 8), List.of(convolution(16, 3, 1), convolution(16, 3, 1), output()));
        for (ParameterInit parameter :
                NetworkInit.builder().mirrored().build().apply(network).parameters()) {
            parameter.stdAsked().ifPresent(asked -> assertThat(parameter.stdRealised())
                    .isCloseTo(asked, within(0.01 * asked)));
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = ConvolutionMode.class,
            names = {"Same", "Causal", "Truncate"})
    void sequences(ConvolutionMode mode) {
        List<Layer> layers = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            layers.add(new Convolution1DLayer.Builder(4, 1)
                    .nOut(6)
                    .convolutionMode(mode)
                    .activation(Activation.GELU)
                    .build());
        }
        layers.add(new RnnOutputLayer.Builder(LossFunction.MSE)
                .nOut(3)
                .activation(Activation.IDENTITY)
                .build());
        assertLinear(mirrored(InputType.recurrent(4, 20), layers), 2, 4, 20);
    }

    /** The last tap is the present one: nothing is delayed, and nothing lost to the padding. */
    @Test
    void causalConvolutionsKeepEveryStep() {
        MultiLayerNetwork network = mirrored(
                InputType.recurrent(4, 20),
                List.of(
                        new Convolution1DLayer.Builder(3, 1)
                                .nOut(8)
                                .convolutionMode(ConvolutionMode.Causal)
                                .activation(Activation.RELU)
                                .build(),
                        new Convolution1DLayer.Builder(3, 1)
                                .nOut(4)
                                .convolutionMode(ConvolutionMode.Causal)
                                .activation(Activation.IDENTITY)
                                .build(),
                        new RnnLossLayer.Builder(LossFunction.MSE)
                                .activation(Activation.IDENTITY)
                                .build()));
        INDArray in = Nets.normal(3, 2, 4, 20);
        assertThat(network.output(in).norm2Number().doubleValue())
                .isCloseTo(in.norm2Number().doubleValue(), within(ROUNDING));
    }

    @ParameterizedTest
    @EnumSource(Convolution3D.DataFormat.class)
    void volumes(Convolution3D.DataFormat format) {
        List<Layer> layers = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            layers.add(new Convolution3D.Builder(2, 3, 3)
                    .nOut(5)
                    .dataFormat(format)
                    .stride(1, 1, 1)
                    .convolutionMode(ConvolutionMode.Same)
                    .activation(Activation.RELU)
                    .build());
        }
        layers.add(output());
        long[] shape =
                format == Convolution3D.DataFormat.NCDHW ? new long[] {2, 2, 4, 5, 6} : new long[] {2, 4, 5, 6, 2};
        assertLinear(mirrored(InputType.convolutional3D(format, 4, 5, 6, 2), layers), shape);
    }

    /** The summary says where a layer reads padding, as it does without mirrors. */
    @Test
    void paddingBeyondTheMiddleIsNamed() {
        for (int padding = 0; padding < 3; padding++) {
            ConvolutionLayer layer = new ConvolutionLayer.Builder(3, 3)
                    .padding(padding, padding)
                    .nOut(6)
                    .activation(Activation.RELU)
                    .build();
            MultiLayerNetwork network = network(InputType.convolutional(5, 5, 2), List.of(layer, output()));
            NetworkInitSummary summary =
                    NetworkInit.builder().mirrored().build().apply(network);
            assertThat(summary.assumptions().containsKey("layer0")).isEqualTo(padding == 2);
            assertLinear(network, 2, 2, 5, 5);
        }
    }

    @Test
    void lossOfEachPixel() {
        List<Layer> layers = new ArrayList<>();
        layers.add(convolution(6, 3, 1));
        layers.add(convolution(6, 3, 1));
        layers.add(new ConvolutionLayer.Builder(1, 1)
                .nOut(3)
                .activation(Activation.IDENTITY)
                .build());
        layers.add(new CnnLossLayer.Builder(LossFunction.MSE)
                .activation(Activation.IDENTITY)
                .build());
        assertLinear(mirrored(InputType.convolutional(5, 5, 2), layers), 2, 2, 5, 5);
    }

    static ConvolutionLayer convolution(int out, int kernel, int stride) {
        return new ConvolutionLayer.Builder(kernel, kernel)
                .stride(stride, stride)
                .nOut(out)
                .convolutionMode(ConvolutionMode.Same)
                .activation(Activation.RELU)
                .build();
    }

    static SubsamplingLayer pooling(SubsamplingLayer.PoolingType type) {
        return new SubsamplingLayer.Builder(type).kernelSize(2, 2).stride(2, 2).build();
    }

    private static Layer output() {
        return new OutputLayer.Builder(LossFunction.MSE)
                .nOut(3)
                .activation(Activation.IDENTITY)
                .build();
    }

    private static void assertLinear(MultiLayerNetwork network, long... shape) {
        assertThat(Nets.nonlinearity(network, shape)).isLessThan(ROUNDING);
    }

    private static MultiLayerNetwork mirrored(InputType inputs, List<Layer> layers) {
        MultiLayerNetwork network = network(inputs, layers);
        NetworkInit.builder().mirrored().build().apply(network);
        return network;
    }

    private static MultiLayerNetwork network(InputType inputs, List<Layer> layers) {
        NeuralNetConfiguration.ListBuilder list = new NeuralNetConfiguration.Builder()
                .seed(42)
                .dataType(DataType.DOUBLE)
                .list();
        layers.forEach(list::layer);
        MultiLayerNetwork network =
                new MultiLayerNetwork(list.setInputType(inputs).build());
        network.init();
        return network;
    }
}
