// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.network.planned;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jinit.network.Nets;
import io.github.dl4jinit.network.NetworkInit;
import io.github.dl4jinit.network.Variances;
import java.util.List;
import java.util.Random;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.Convolution1DLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.Subsampling1DLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer.PoolingType;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Pooling behind ReLU against a simulation of correlated neighbours, and against networks on images of that kind. */
class PoolingVarianceTest {

    private static final double CORRELATION = 0.75;

    /** The relative standard error of what is sampled, of 2¹⁴ units: E[x⁴] / E[x²]² is at most 6, ReLU's. */
    private static final double ERROR = Math.sqrt(5.0 / (1 << 14));

    @ParameterizedTest
    @CsvSource({"MAX, 2", "MAX, 3", "AVG, 2", "SUM, 2", "PNORM, 2"})
    void correlatedNeighbours(PoolingType type, int size) {
        Layer pooling = new SubsamplingLayer.Builder(type)
                .kernelSize(size, size)
                .stride(2, 2)
                .pnorm(3)
                .build();
        double expected = simulated(type, size * size);
        assertThat(planned(pooling) / 0.5).isCloseTo(expected, within(4 * ERROR * expected));
    }

    @Test
    void neighboursInSequences() {
        MultiLayerNetwork network = Nets.list(
                InputType.recurrent(4, 20),
                List.of(
                        new Convolution1DLayer.Builder(3, 1)
                                .nOut(8)
                                .activation(Activation.RELU)
                                .build(),
                        new Subsampling1DLayer.Builder(PoolingType.MAX, 3, 2).build(),
                        new Convolution1DLayer.Builder(1, 1).nOut(8).build(),
                        Nets.softmaxOfSteps()));
        double std = NetworkInit.builder().build().apply(network).parameters().stream()
                .filter(parameter -> parameter.layer().equals("layer2") && parameter.drawn())
                .findFirst()
                .orElseThrow()
                .stdAsked()
                .getAsDouble();
        double expected = simulated(PoolingType.MAX, 3);
        assertThat(1 / (std * std * 8) / 0.5).isCloseTo(expected, within(4 * ERROR * expected));
    }

    /** One position is nothing to pool. */
    @Test
    void windowsOfOnePosition() {
        Layer pooling = new SubsamplingLayer.Builder(PoolingType.MAX)
                .kernelSize(1, 1)
                .stride(2, 2)
                .build();
        assertThat(planned(pooling)).isCloseTo(0.5, within(1e-12));
    }

    /**
     * Images whose neighbours are correlated by 0.75, diagonal ones by 0.75², go through a convolution as they come:
     * the maximum multiplies by what is planned. White noise and images of one colour are the extremes.
     */
    @Test
    void imagesOfThatCorrelation() {
        double planned = planned(pooling(PoolingType.MAX)) / 0.5;
        assertThat(measured(CORRELATION)).isCloseTo(planned, within(0.1 * planned));
        assertThat(measured(0)).isCloseTo(3.09, within(0.15));
        assertThat(measured(1)).isCloseTo(1, within(1e-3));
    }

    private static double simulated(PoolingType type, int positions) {
        Random random = new Random(3);
        int n = 100_000;
        double sum = 0;
        for (int i = 0; i < n; i++) {
            double common = Math.sqrt(CORRELATION) * random.nextGaussian();
            double max = 0;
            double total = 0;
            double cubes = 0;
            for (int j = 0; j < positions; j++) {
                double x = Math.max(common + Math.sqrt(1 - CORRELATION) * random.nextGaussian(), 0);
                max = Math.max(max, x);
                total += x;
                cubes += x * x * x;
            }
            double pooled = type == PoolingType.MAX
                    ? max
                    : type == PoolingType.SUM ? total : type == PoolingType.AVG ? total / positions : Math.cbrt(cubes);
            sum += pooled * pooled;
        }
        return sum / n / 0.5;
    }

    /** The mean square that a convolution behind the pooling is scaled for. */
    private static double planned(Layer pooling) {
        MultiLayerNetwork network = Nets.list(
                InputType.convolutional(12, 12, 3),
                List.of(
                        convolution(Activation.RELU),
                        pooling,
                        convolution(Activation.IDENTITY),
                        Nets.softmax().build()));
        double std = NetworkInit.builder().build().apply(network).parameters().stream()
                .filter(parameter -> parameter.layer().equals("layer2") && parameter.drawn())
                .findFirst()
                .orElseThrow()
                .stdAsked()
                .getAsDouble();
        return 1 / (std * std * 64 * 9);
    }

    /** What a maximum multiplies the mean square by in a network of 64 channels, on images of that correlation. */
    private static double measured(double correlation) {
        MultiLayerNetwork network = Nets.list(
                InputType.convolutional(22, 22, 3),
                List.of(
                        convolution(Activation.RELU),
                        pooling(PoolingType.MAX),
                        Nets.softmax().build()));
        NetworkInit.builder().build().apply(network);
        List<INDArray> activations = network.feedForward(images(correlation), false);
        return Variances.meanSquare(activations.get(2)) / Variances.meanSquare(activations.get(1));
    }

    /** Each pixel is correlated with the one above it and the one left of it. */
    private static INDArray images(double correlation) {
        Nd4j.getRandom().setSeed(5);
        INDArray images = Nd4j.randn(DataType.FLOAT, 20, 3, 22, 22);
        double fresh = Math.sqrt(1 - correlation * correlation);
        for (int dimension = 2; dimension < 4; dimension++) {
            for (int i = 1; i < 22; i++) {
                INDArray before = images.slice(i - 1, dimension);
                images.slice(i, dimension).muli(fresh).addi(before.mul(correlation));
            }
        }
        return images;
    }

    private static ConvolutionLayer convolution(Activation activation) {
        return new ConvolutionLayer.Builder(3, 3)
                .nOut(64)
                .activation(activation)
                .build();
    }

    private static Layer pooling(PoolingType type) {
        return new SubsamplingLayer.Builder(type).kernelSize(2, 2).stride(2, 2).build();
    }
}
