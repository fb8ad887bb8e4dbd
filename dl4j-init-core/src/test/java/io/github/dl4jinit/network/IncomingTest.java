// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/** The mean square that is reckoned with, against simulations: of units in Java, and of wide networks in DL4J. */
class IncomingTest {

    /** What a layer's weights were scaled for: std² · n_in = 1 / E[x²]. */
    private static double assumed(NetworkInitSummary summary, String layer) {
        ParameterInit weights = summary.parameters().stream()
                .filter(parameter ->
                        parameter.layer().equals(layer) && parameter.parameter().equals("W"))
                .findFirst()
                .orElseThrow();
        double std = weights.stdAsked().getAsDouble();
        return 1 / (std * std * weights.fanIn().getAsDouble());
    }

    /** The sum's ReLU: x is half a normal variable, so that no formula of one normal variable holds. */
    @Test
    void reluOfASumOfReluAndNormal() {
        ComputationGraph network = Nets.initialised(Nets.builder()
                .graphBuilder()
                .addInputs("in")
                .setInputTypes(InputType.feedForward(8))
                .addLayer("left", dense(Activation.RELU), "in")
                .addLayer("right", dense(Activation.IDENTITY), "in")
                .addVertex("sum", new ElementWiseVertex(ElementWiseVertex.Op.Add), "left", "right")
                .addLayer("relu", new ActivationLayer(Activation.RELU), "sum")
                .addLayer("next", dense(Activation.IDENTITY), "relu")
                .addLayer("out", Nets.softmax().build(), "next")
                .setOutputs("out"));
        NetworkInitSummary summary = NetworkInit.builder().build().apply(network);

        Random random = new Random(1);
        int n = 1_000_000;
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < n; i++) {
            double x = Math.max(Math.max(random.nextGaussian(), 0) + random.nextGaussian(), 0);
            sum += x * x;
            squares += x * x * x * x;
        }
        double expected = sum / n;
        double deviation = Math.sqrt(squares / n - expected * expected);
        // 2¹⁴ units were sampled for it.
        double error = deviation * Math.sqrt(1.0 / n + 1.0 / (1 << 14));
        assertThat(assumed(summary, "next")).isCloseTo(expected, within(4 * error));
        assertThat(Math.abs(0.75 - expected)).as("half of the sum's 1.5").isGreaterThan(4 * error);
    }

    private static DenseLayer dense(Activation activation) {
        return new DenseLayer.Builder().nOut(8).activation(activation).build();
    }

    /** After 60 steps of independent inputs a wide layer has settled where the theory says. */
    @ParameterizedTest
    @ValueSource(strings = {"lstm", "tanh", "relu"})
    void recurrentLayers(String kind) {
        int width = 256;
        int steps = 80;
        MultiLayerNetwork network = Nets.list(
                InputType.recurrent(64, steps),
                List.of(
                        recurrent(kind, width),
                        new RnnOutputLayer.Builder()
                                .name("out")
                                .nOut(Nets.CLASSES)
                                .activation(Activation.SOFTMAX)
                                .build()));
        NetworkInitSummary summary = NetworkInit.builder().build().apply(network);
        Nd4j.getRandom().setSeed(9);
        int examples = 8;
        INDArray outputs = network.feedForward(Nd4j.randn(DataType.FLOAT, examples, 64, steps))
                .get(1)
                .get(NDArrayIndex.all(), NDArrayIndex.all(), NDArrayIndex.interval(60, steps))
                .castTo(DataType.DOUBLE);
        double norm = outputs.norm2Number().doubleValue();
        double meanSquare = norm * norm / outputs.length();
        // Weights are the same for all; what differs between units is the standard error.
        List<Double> units = new ArrayList<>();
        for (int unit = 0; unit < width; unit++) {
            double of = outputs.get(NDArrayIndex.all(), NDArrayIndex.point(unit), NDArrayIndex.all())
                    .norm2Number()
                    .doubleValue();
            units.add(of * of * width / outputs.length());
        }
        double variance = units.stream()
                        .mapToDouble(unit -> (unit - meanSquare) * (unit - meanSquare))
                        .sum()
                / (width - 1);
        double error = Math.sqrt(variance / width) + 0.011 * meanSquare; // and the sample's of the theory
        assertThat(assumed(summary, "out")).as(kind).isCloseTo(meanSquare, within(3 * error));
    }

    private static Layer recurrent(String kind, int width) {
        switch (kind) {
            case "lstm":
                return new LSTM.Builder()
                        .nOut(width)
                        .activation(Activation.TANH)
                        .build();
            case "tanh":
                return new SimpleRnn.Builder()
                        .nOut(width)
                        .activation(Activation.TANH)
                        .build();
            default:
                return new SimpleRnn.Builder()
                        .nOut(width)
                        .activation(Activation.RELU)
                        .build();
        }
    }

    /** Dropout that keeps a quarter multiplies what it keeps by four while training: E[x²] by four. */
    @Test
    void dropout() {
        int width = 400;
        MultiLayerNetwork network = Nets.list(
                InputType.feedForward(width),
                List.of(
                        new DenseLayer.Builder()
                                .nOut(width)
                                .activation(Activation.RELU)
                                .build(),
                        new DenseLayer.Builder()
                                .name("next")
                                .nOut(width)
                                .dropOut(0.25)
                                .build(),
                        Nets.softmax().build()));
        NetworkInitSummary summary = NetworkInit.builder().build().apply(network);
        assertThat(assumed(summary, "next")).isCloseTo(4 * 0.5, within(1e-6));
        INDArray pre = network.feedForward(Nets.batch(4, 64, width).getFeatures(), true)
                .get(2);
        double norm = pre.norm2Number().doubleValue();
        // Of 400 units 50 are left, whose sum of squares differs between examples, and weights between outputs.
        assertThat(norm * norm / pre.length()).isCloseTo(1, within(4 * Math.sqrt(2.0 / width)));
    }
}
