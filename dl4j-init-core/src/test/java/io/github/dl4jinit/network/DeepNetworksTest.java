// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jinit.signal.SignalProbe;
import io.github.dl4jinit.signal.SignalReport;
import io.github.dl4jinit.signal.Verdict;
import io.github.dl4jinit.theory.CriticalPoint;
import io.github.dl4jinit.theory.MeanField;
import io.github.dl4jinit.theory.Preserve;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.impl.ActivationTanH;
import org.nd4j.linalg.dataset.DataSet;

/** A hundred layers and more of different kinds, as the probe sees them before and after. */
class DeepNetworksTest {

    private static final int DEPTH = 100;

    /** None of them loses much more of the gradient than of the signal, as a sigmoid does. */
    private static final Activation[] FUNCTIONS = {
        Activation.RELU,
        Activation.TANH,
        Activation.ELU,
        Activation.LEAKYRELU,
        Activation.SELU,
        Activation.SWISH,
        Activation.GELU,
        Activation.IDENTITY
    };

    private static final int[] WIDTHS = {96, 128, 160, 112};

    private static final InputType IMAGES = InputType.convolutional(40, 40, 3);
    private static final int[] CHANNELS = {32, 48, 24, 40};

    /** Widths and functions change from layer to layer. */
    private static List<Layer> dense(int depth) {
        List<Layer> layers = new ArrayList<>();
        for (int i = 0; i < depth; i++) {
            layers.add(new DenseLayer.Builder()
                    .nOut(WIDTHS[i % WIDTHS.length])
                    .activation(FUNCTIONS[i % FUNCTIONS.length])
                    .build());
        }
        layers.add(Nets.softmax().build());
        return layers;
    }

    /**
     * 32 convolutions, every other one of a single tap, the others 3 × 3 without padding, of which two have a stride,
     * and dense layers behind them. Zeros around an image would be inputs that no theory counts.
     */
    private static List<Layer> convolutional() {
        List<Layer> layers = new ArrayList<>();
        for (int i = 0; i < 32; i++) {
            int kernel = i % 2 == 0 && i <= 20 ? 3 : 1;
            int stride = i == 10 || i == 20 ? 2 : 1; // 40 pixels become 30, 14, 6 and 2
            layers.add(new ConvolutionLayer.Builder(kernel, kernel)
                    .stride(stride, stride)
                    .nOut(CHANNELS[i % CHANNELS.length])
                    .activation(FUNCTIONS[i % FUNCTIONS.length])
                    .build());
        }
        layers.addAll(dense(DEPTH - layers.size()));
        return layers;
    }

    @ParameterizedTest
    @ValueSource(strings = {"dense list", "convolutional graph"})
    void aHundredLayersOfAllKindsAreHealthyBothWays(String kind) {
        boolean images = kind.startsWith("convolutional");
        List<Layer> layers = images ? convolutional() : dense(DEPTH);
        InputType inputs = images ? IMAGES : InputType.feedForward(50);
        Model network = kind.endsWith("list") ? Nets.list(inputs, layers) : Nets.chain(inputs, layers);
        DataSet batch = images ? Nets.batch(5, 2, 3, 40, 40) : Nets.batch(5, 32, 50);

        SignalReport before = SignalProbe.probe(network, batch);
        assertThat(before.forward().verdict()).isEqualTo(Verdict.VANISHING);
        assertThat(before.backward().verdict()).isEqualTo(Verdict.VANISHING);

        NetworkInit.builder().build().apply(network);
        SignalReport after = SignalProbe.probe(network, batch);
        requireHealthy(after);
        // Functions that saturate pull the variance back to 1, so that it does not wander far in between: over eight
        // draws
        // the mean logarithm was -0.08 (dense) and -0.23 (convolutions of few channels), each with a deviation of 0.17.
        assertThat(meanLogVariance(after, 0, DEPTH)).isCloseTo(0, within(images ? 0.74 : 0.59)); // three deviations
    }

    @ParameterizedTest
    @EnumSource(names = {"BACKWARD", "GEOMETRIC_MEAN"}) // FORWARD is the default
    void whateverIsPreservedBothDirectionsAreHealthy(Preserve preserve) {
        MultiLayerNetwork network = Nets.list(InputType.feedForward(96), dense(DEPTH));
        NetworkInit.builder().preserve(preserve).build().apply(network);
        requireHealthy(SignalProbe.probe(network, Nets.batch(5, 32, 96)));
    }

    /** tanh at variance 1 loses 0.394 of the signal's variance and 0.464 of the gradient's: it cannot have both. */
    @Test
    void backwardKeepsTheGradientWhereForwardDoesNot() {
        double forward = orders(NetworkInit.builder().preserve(Preserve.FORWARD));
        double mean = orders(NetworkInit.builder().preserve(Preserve.GEOMETRIC_MEAN));
        double backward = orders(NetworkInit.builder().preserve(Preserve.BACKWARD));
        MeanField tanh = MeanField.of(new ActivationTanH());
        double rate = tanh.derivativeSecondMoment(1) / tanh.secondMoment(1);
        // A gradient's logarithm wanders by about the root of depth / width = 0.5 nats.
        assertThat(forward).isCloseTo(0.5 * DEPTH * Math.log10(rate), within(0.6));
        assertThat(mean).isBetween(backward, forward);
        assertThat(backward).isCloseTo(0, within(0.6));
        assertThat(forward - backward).isGreaterThan(2);
    }

    private static double orders(NetworkInit.Builder builder) {
        MultiLayerNetwork network = tanh(DEPTH, 200);
        builder.build().apply(network);
        return SignalProbe.probe(network, Nets.batch(5, 16, 200)).backward().ordersOfMagnitude();
    }

    private static MultiLayerNetwork tanh(int depth, int width) {
        List<Layer> layers = new ArrayList<>();
        for (int i = 0; i < depth; i++) {
            layers.add(new DenseLayer.Builder()
                    .nOut(width)
                    .activation(Activation.TANH)
                    .build());
        }
        layers.add(Nets.softmax().build());
        return Nets.list(InputType.feedForward(width), layers);
    }

    @Test
    void twoHundredLayersAtTheEdgeOfChaos() {
        int depth = 200;
        double sigmaB2 = 0.05;
        CriticalPoint critical = MeanField.of(new ActivationTanH()).critical(sigmaB2);
        MultiLayerNetwork network = tanh(depth, 200);
        DataSet batch = Nets.batch(5, 16, 200);

        NetworkInitSummary summary =
                NetworkInit.builder().critical(sigmaB2).build().apply(network);
        SignalReport report = SignalProbe.probe(network, batch);
        requireHealthy(report);
        assertThat(Math.abs(report.backward().ordersOfMagnitude())).isLessThan(1);

        // From the first layer on, though the data's variance is another.
        assertThat(Nets.variance(report, "layer0"))
                .isCloseTo(critical.q(), within(4 * critical.q() * Math.sqrt(2.0 / 200)));
        assertThat(critical.sigmaW2() + sigmaB2).isGreaterThan(critical.q() * (1 + 4 * Math.sqrt(2.0 / 200)));

        // Blocks of ten layers are nearly independent of each other, single layers are not.
        double[] blocks = IntStream.range(2, depth / 10)
                .mapToDouble(block -> IntStream.range(10 * block, 10 * block + 10)
                        .mapToDouble(i -> Nets.variance(report, "layer" + i))
                        .average()
                        .getAsDouble())
                .toArray();
        double mean = Arrays.stream(blocks).average().getAsDouble();
        double error = Math.sqrt(Arrays.stream(blocks)
                        .map(block -> (block - mean) * (block - mean))
                        .sum()
                / (blocks.length - 1)
                / blocks.length);
        assertThat(mean).isCloseTo(critical.q(), within(4 * error));
        assertThat(critical.q()
                        - MeanField.of(new ActivationTanH())
                                .critical(0.8 * sigmaB2)
                                .q())
                .as("the test rejects a neighbour")
                .isGreaterThan(4 * error);

        double biases = summary.parameters().stream()
                .filter(parameter -> parameter.parameter().equals("b")
                        && parameter.stdAsked().isPresent())
                .mapToDouble(parameter -> parameter.stdRealised() * parameter.stdRealised())
                .average()
                .getAsDouble();
        long count = (long) depth * 200;
        assertThat(biases).isCloseTo(sigmaB2, within(4 * sigmaB2 * Math.sqrt(2.0 / count) + sigmaB2 / 200));

        NetworkInit.builder().build().apply(network);
        assertThat(SignalProbe.probe(network, batch).backward().verdict())
                .as("a variance of 1 is chaos for tanh")
                .isEqualTo(Verdict.EXPLODING);
    }

    private static void requireHealthy(SignalReport report) {
        assertThat(report.forward().verdict()).as(report.toText()).isEqualTo(Verdict.HEALTHY);
        assertThat(report.backward().verdict()).as(report.toText()).isEqualTo(Verdict.HEALTHY);
        assertThat(report.problems()).as(report.toText()).isEmpty();
    }

    private static double meanLogVariance(SignalReport report, int from, int to) {
        return IntStream.range(from, to)
                .mapToDouble(i -> Math.log(Nets.variance(report, "layer" + i)))
                .average()
                .getAsDouble();
    }
}
