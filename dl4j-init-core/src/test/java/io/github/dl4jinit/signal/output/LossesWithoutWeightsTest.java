// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.signal.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jinit.HeInit;
import io.github.dl4jinit.signal.Nets;
import io.github.dl4jinit.signal.Problem;
import io.github.dl4jinit.signal.SignalProbe;
import io.github.dl4jinit.signal.SignalReport;
import io.github.dl4jinit.signal.Verdict;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration.ListBuilder;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.CnnLossLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.RnnLossLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.conf.layers.objdetect.Yolo2OutputLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** What a loss without weights of its own is given is an output: it ends the trend, and may be small or large. */
class LossesWithoutWeightsTest {

    private static final int EXAMPLES = 8;
    private static final int CELLS = 4;

    private static Stream<Arguments> networks() {
        return Stream.of(
                Arguments.of(yolo(), yoloBatch()),
                Arguments.of(
                        list(
                                InputType.recurrent(6, 5),
                                new SimpleRnn.Builder().nOut(32).build(),
                                new SimpleRnn.Builder().nOut(32).build(),
                                linear(4),
                                new RnnLossLayer.Builder(LossFunction.MSE)
                                        .activation(Activation.IDENTITY)
                                        .build()),
                        batch(new long[] {EXAMPLES, 6, 5}, EXAMPLES, 4, 5)),
                Arguments.of(
                        list(
                                InputType.convolutional(6, 6, 3),
                                convolution(16),
                                convolution(16),
                                convolution(2, Activation.IDENTITY),
                                new CnnLossLayer.Builder(LossFunction.MSE)
                                        .activation(Activation.IDENTITY)
                                        .build()),
                        batch(new long[] {EXAMPLES, 3, 6, 6}, EXAMPLES, 2, 6, 6)),
                Arguments.of(
                        list(
                                InputType.feedForward(20),
                                new DenseLayer.Builder().nOut(32).build(),
                                new DenseLayer.Builder().nOut(32).build(),
                                new DenseLayer.Builder()
                                        .nOut(32)
                                        .activation(Activation.SOFTPLUS)
                                        .build(),
                                new LossLayer.Builder(LossFunction.MSE)
                                        .activation(Activation.IDENTITY)
                                        .build()),
                        batch(new long[] {EXAMPLES, 20}, EXAMPLES, 32)));
    }

    private static Layer linear(int units) {
        return new DenseLayer.Builder()
                .nOut(units)
                .activation(Activation.IDENTITY)
                .build();
    }

    private static Layer convolution(int channels, Activation... function) {
        ConvolutionLayer.Builder builder =
                new ConvolutionLayer.Builder(3, 3).nOut(channels).convolutionMode(ConvolutionMode.Same);
        return (function.length == 0 ? builder : builder.activation(function[0])).build();
    }

    /** As DL4J's zoo builds it: convolutions, each with its normalisation and pooling, and boxes behind the last. */
    private static MultiLayerNetwork yolo() {
        ListBuilder list = Nets.builder(new HeInit(), Activation.RELU).list();
        for (int block = 0; block < CELLS; block++) {
            list.layer(convolution(16, Activation.IDENTITY))
                    .layer(new BatchNormalization())
                    .layer(new ActivationLayer(Activation.RELU))
                    .layer(new SubsamplingLayer.Builder()
                            .kernelSize(2, 2)
                            .stride(2, 2)
                            .build());
        }
        return Nets.initialised(list.layer(convolution(2 * (5 + 3), Activation.IDENTITY))
                .layer(new Yolo2OutputLayer.Builder()
                        .boundingBoxPriors(Nd4j.create(new double[][] {{1, 1}, {8, 12}}))
                        .build())
                .setInputType(InputType.convolutional(32, 32, 3))
                .build());
    }

    private static DataSet yoloBatch() {
        INDArray boxes = Nd4j.zeros(EXAMPLES, 4 + 3, 2, 2);
        for (int example = 0; example < EXAMPLES; example++) {
            double[] corners = {0.1, 0.2, 0.9, 0.8};
            for (int i = 0; i < corners.length; i++) {
                boxes.putScalar(new int[] {example, i, 0, 0}, corners[i]);
            }
            boxes.putScalar(new int[] {example, 4 + example % 3, 0, 0}, 1);
        }
        Nd4j.getRandom().setSeed(1);
        return new DataSet(Nd4j.randn(EXAMPLES, 3, 32, 32), boxes);
    }

    private static MultiLayerNetwork list(InputType type, Layer... layers) {
        ListBuilder list = Nets.builder(new HeInit(), Activation.RELU).list();
        Stream.of(layers).forEach(list::layer);
        return Nets.initialised(list.setInputType(type).build());
    }

    private static DataSet batch(long[] features, long... labels) {
        Nd4j.getRandom().setSeed(1);
        return new DataSet(Nd4j.randn(features), Nd4j.randn(labels));
    }

    @ParameterizedTest
    @MethodSource("networks")
    void endTheTrend(MultiLayerNetwork network, DataSet batch) {
        SignalReport sound = SignalProbe.probe(network, batch);
        assertThat(sound.forward().healthy()).isTrue();
        assertThat(sound.backward().healthy()).isTrue();
        assertThat(sound.forward().ordersOfMagnitude()).isCloseTo(0, within(0.5));

        int last = network.getnLayers() - 2;
        INDArray weights = network.getLayer(last).getParam("W");
        INDArray drawn = weights.dup();
        weights.assign(0); // a sound start, from which the first step leads away
        assertThat(SignalProbe.probe(network, batch).problems())
                .extracting(Problem::kind)
                .doesNotContain(Problem.Kind.FORWARD, Problem.Kind.BACKWARD, Problem.Kind.COLLAPSED);

        weights.assign(drawn).muli(1e5);
        SignalReport exploded = SignalProbe.probe(network, batch);
        assertThat(exploded.forward().verdict()).isEqualTo(Verdict.EXPLODING);
        assertThat(exploded.forward().firstSuspicious()).hasValue("layer" + last);
    }
}
