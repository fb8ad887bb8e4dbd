// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.network.planned;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jinit.network.Lsuv;
import io.github.dl4jinit.network.LsuvSummary;
import io.github.dl4jinit.network.Nets;
import io.github.dl4jinit.network.Variances;
import java.util.List;
import org.deeplearning4j.nn.conf.CNN2DFormat;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.EmbeddingLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** What {@link Lsuv} says of inputs, and how it centres what they make. */
class LsuvInputsTest {

    private static final int UNITS = 48;

    @Test
    void rawPixelsAreNamed() {
        List<String> warnings = warnings(uniform().muli(255), dense());
        assertThat(warnings).hasSize(1);
        assertThat(warnings.get(0))
                .matches(
                        "the values of input have mean 12[678]\\.\\d and standard deviation 7[234]\\.\\d+, far from 0 and"
                                + " 1: the weights that read them become so small that training changes them by too much at"
                                + " each step\\. Standardise them first, with NormalizerStandardize\\.");
    }

    @Test
    void tinyInputsAreNamed() {
        assertThat(warnings(uniform().muli(0.001), dense()).get(0))
                .contains("become so large that training hardly changes them");
    }

    @Test
    void whatIsFineIsNot() {
        INDArray normal = Nd4j.randn(DataType.FLOAT, 64, UNITS);
        INDArray words = uniform().gt(0.9).castTo(DataType.FLOAT);
        for (INDArray fine : List.of(uniform(), uniform().subi(0.5), normal, words)) {
            assertThat(warnings(fine, dense())).isEmpty();
        }
    }

    /** A normalisation undoes any scale, and an embedding reads numbers of words. */
    @Test
    void whereTheScaleDoesNotCount() {
        assertThat(warnings(
                        uniform().muli(255),
                        new BatchNormalization.Builder().nIn(UNITS).nOut(UNITS).build()))
                .isEmpty();
        INDArray numbers = Nd4j.linspace(100, 163, 64).castTo(DataType.FLOAT).reshape(64, 1);
        assertThat(warnings(
                        numbers,
                        new EmbeddingLayer.Builder().nIn(200).nOut(UNITS).build()))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource(CNN2DFormat.class)
    void centredPreActivationsHaveMeanZeroAndTheVariance(CNN2DFormat format) {
        MultiLayerNetwork network = Nets.list(
                InputType.convolutional(8, 8, 3, format),
                List.of(
                        new ConvolutionLayer.Builder(3, 3).nOut(6).build(),
                        new ConvolutionLayer.Builder(3, 3)
                                .nOut(5)
                                .hasBias(false)
                                .build(),
                        new DenseLayer.Builder().nOut(7).biasInit(3).build(),
                        new OutputLayer.Builder(LossFunction.MSE)
                                .nOut(10)
                                .activation(Activation.IDENTITY)
                                .build()));
        Nd4j.getRandom().setSeed(3);
        long[] shape = format == CNN2DFormat.NCHW ? new long[] {40, 3, 8, 8} : new long[] {40, 8, 8, 3};
        INDArray features = Nd4j.rand(DataType.FLOAT, shape).addi(1);

        LsuvSummary summary = Lsuv.builder().centre().build().apply(network, new DataSet(features, null));

        List<INDArray> outputs = network.feedForward(features, true);
        assertCentred(outputs.get(1), format == CNN2DFormat.NCHW ? 1 : 3);
        assertThat(variance(outputs.get(2))).isCloseTo(1, within(0.02));
        assertCentred(outputs.get(3), 1);
        assertCentred(outputs.get(4), 1);
        assertThat(summary.layers()).extracting(LsuvSummary.Scaled::centred).containsExactly(true, false, true, true);
        assertThat(summary.toText()).contains("centred");
    }

    /** Means to the rounding of FLOAT, the variance to the tolerance of {@link Lsuv}. */
    private static void assertCentred(INDArray values, int units) {
        for (int i = 0; i < values.size(units); i++) {
            assertThat(values.slice(i, units).meanNumber().doubleValue()).isCloseTo(0, within(1e-5));
        }
        assertThat(variance(values)).isCloseTo(1, within(0.02));
    }

    private static double variance(INDArray values) {
        return Variances.meanSquare(values.sub(values.meanNumber()));
    }

    private static INDArray uniform() {
        Nd4j.getRandom().setSeed(1);
        return Nd4j.rand(DataType.FLOAT, 64, UNITS);
    }

    private static Layer dense() {
        return new DenseLayer.Builder()
                .nIn(UNITS)
                .nOut(UNITS)
                .activation(Activation.RELU)
                .build();
    }

    private static List<String> warnings(INDArray features, Layer first) {
        MultiLayerNetwork network = new MultiLayerNetwork(Nets.builder()
                .list()
                .layer(first)
                .layer(Nets.softmax().nIn(UNITS).build())
                .build());
        network.init();
        return Lsuv.builder()
                .build()
                .apply(network, new DataSet(features, null))
                .warnings();
    }
}
