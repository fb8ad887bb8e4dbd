// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.network;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jinit.signal.SignalProbe;
import io.github.dl4jinit.signal.SignalReport;
import io.github.dl4jinit.theory.MeanField;
import io.github.dl4jinit.theory.Preserve;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.dataset.DataSet;

/** Pre-activations of another variance than 1: given, or chosen by function and depth. */
class PreActivationVarianceTest {

    private static final int WIDTH = 256;
    private static final int SEEDS = 6;

    private static List<Layer> plain(int depth, Activation activation) {
        List<Layer> layers = new ArrayList<>();
        for (int i = 0; i < depth; i++) {
            layers.add(Mlps.dense("layer" + i, WIDTH, activation));
        }
        layers.add(Nets.softmax().name("out").build());
        return layers;
    }

    private static MultiLayerNetwork network(List<Layer> layers) {
        return Nets.list(InputType.feedForward(WIDTH), layers);
    }

    /** The mean over seeds, and its standard error, of the variance of each layer's pre-activations. */
    private static Map<String, double[]> measured(NetworkInit.Builder builder, List<Layer> layers, String... names) {
        MultiLayerNetwork network = network(layers);
        DataSet batch = Nets.batch(3, 128, WIDTH);
        Map<String, double[]> variances = new HashMap<>();
        for (int seed = 0; seed < SEEDS; seed++) {
            builder.seed(seed).build().apply(network);
            SignalReport report = SignalProbe.probe(network, batch);
            for (String name : names) {
                variances.computeIfAbsent(name, layer -> new double[SEEDS])[seed] = Nets.variance(report, name);
            }
        }
        variances.replaceAll((name, drawn) -> new double[] {Variances.mean(drawn), Variances.standardError(drawn)});
        return variances;
    }

    @ParameterizedTest
    @CsvSource({"TANH, 0.09", "SOFTSIGN, 0.01", "ELU, 0.04", "SELU, 0.25"})
    void firstAndHiddenLayersHaveTheVarianceThatWasAskedFor(Activation activation, double variance) {
        NetworkInit.Builder builder = NetworkInit.builder().orthogonal().preActivationVariance(variance);
        Map<String, double[]> measured = measured(builder, plain(5, activation), "layer0", "layer4");
        measured.forEach((layer, found) -> {
            assertThat(found[1]).isLessThan(Variances.STANDARD_ERROR * variance);
            assertThat(found[0]).as(layer).isCloseTo(variance, within(Variances.CLAIM * variance));
        });
    }

    /** A function that is a layer of its own is still the one that the pre-activations go through. */
    @Test
    void functionsAsLayersOfTheirOwnAreSeenAhead() {
        List<Layer> together = new ArrayList<>();
        List<Layer> apart = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            together.add(
                    new DenseLayer.Builder().nOut(4).activation(Activation.TANH).build());
            apart.add(new DenseLayer.Builder().nOut(4).build());
            apart.add(new ActivationLayer(Activation.TANH));
        }
        together.add(Nets.softmax().build());
        apart.add(Nets.softmax().build());
        NetworkInit init = NetworkInit.builder().preActivationVariance().build();
        MultiLayerNetwork first = Nets.list(InputType.feedForward(4), together);
        MultiLayerNetwork second = Nets.list(InputType.feedForward(4), apart);
        init.apply(first);
        init.apply(second);
        assertThat(second.params()).isEqualTo(first.params());
    }

    @Test
    void whatALossReadsKeepsTheVarianceOne() {
        List<Layer> lossApart = List.of(
                Mlps.dense("layer0", WIDTH, Activation.TANH),
                Mlps.dense("out", Nets.CLASSES, Activation.IDENTITY),
                new LossLayer.Builder().activation(Activation.SOFTMAX).build());
        for (List<Layer> layers : List.of(plain(5, Activation.TANH), lossApart)) {
            NetworkInit.Builder builder = NetworkInit.builder().orthogonal().preActivationVariance(0.09);
            double[] found = measured(builder, layers, "out").get("out");
            assertThat(found[0]).isCloseTo(1, within(Math.max(4 * found[1], Variances.CLAIM)));
        }
    }

    /** Its gates are several functions of one signal, and its state is no pre-activation. */
    @Test
    void anLstmKeepsItsOwn() {
        List<Layer> layers = List.of(
                new LSTM.Builder()
                        .name("lstm")
                        .nOut(20)
                        .activation(Activation.TANH)
                        .build(),
                new RnnOutputLayer.Builder()
                        .nOut(Nets.CLASSES)
                        .activation(Activation.SOFTMAX)
                        .build());
        InputType input = InputType.recurrent(12);
        assertThat(Mlps.applied(NetworkInit.builder().preActivationVariance(0.09), Nets.list(input, layers)))
                .isEqualTo(Mlps.applied(NetworkInit.builder(), Nets.list(input, layers)));
    }

    @Test
    void oneIsWhatItIsUnlessSet() {
        assertThat(Mlps.applied(NetworkInit.builder().preActivationVariance(1), Mlps.network()))
                .isEqualTo(Mlps.applied(NetworkInit.builder(), Mlps.network()));
    }

    @ParameterizedTest
    @CsvSource({"TANH, 50", "TANH, 151", "SOFTSIGN, 50", "ELU, 100", "SELU, 151"})
    void byDepthSmallDifferencesGrowByAFactorOfTwoAndAHalf(Activation activation, int depth) {
        double variance = chosen(activation, depth);
        MeanField theory = MeanField.of(activation.getActivationFunction());
        // The summary's text has four digits of the variance.
        assertThat(Math.pow(theory.correlationSlope(1, variance, variance / theory.secondMoment(variance), 0), depth))
                .isCloseTo(2.5, within(0.01));
    }

    /** (2.5^(1/151) − 1) · 3/4 = q² to first order, as tanh(x) ≈ x − x³/3. */
    @Test
    void tanhAt151LayersKeepsADeviationOfThreeTenths() {
        assertThat(Math.sqrt(chosen(Activation.TANH, 151))).isCloseTo(0.3, within(0.02));
    }

    @Test
    void deeperNetworksGetLess() {
        assertThat(chosen(Activation.TANH, 151)).isLessThan(chosen(Activation.TANH, 50));
        assertThat(chosen(Activation.TANH, 50)).isLessThan(chosen(Activation.TANH, 20));
    }

    private static double chosen(Activation activation, int depth) {
        List<Layer> layers = new ArrayList<>();
        for (int i = 0; i < depth; i++) {
            layers.add(Mlps.dense("layer" + i, 4, activation));
        }
        layers.add(Nets.softmax().name("out").build());
        MultiLayerNetwork network = Nets.list(InputType.feedForward(4), layers);
        NetworkInitSummary summary =
                NetworkInit.builder().preActivationVariance().build().apply(network);
        double last = 0;
        for (int i = 0; i < depth; i++) {
            String origin = Mlps.parameterOf(summary, "layer" + i, "W").origin();
            double variance = Double.parseDouble(origin.replaceFirst(".*, variance ", ""));
            assertThat(i == 0 ? variance : last).isEqualTo(variance);
            last = variance;
        }
        assertThat(Mlps.parameterOf(summary, "out", "W").origin()).doesNotContain("variance");
        return last;
    }

    /**
     * Straight lines and rays bend no differences; sigmoid makes all examples alike, which less variance only speeds.
     */
    @ParameterizedTest
    @EnumSource(names = {"RELU", "LEAKYRELU", "IDENTITY", "SIGMOID"})
    void whereLessIsNoCureItStaysOne(Activation activation) {
        assertThat(Mlps.applied(NetworkInit.builder().preActivationVariance(), network(plain(60, activation))))
                .isEqualTo(Mlps.applied(NetworkInit.builder(), network(plain(60, activation))));
    }

    @Test
    void shallowNetworksKeepOne() {
        assertThat(Mlps.applied(NetworkInit.builder().preActivationVariance(), network(plain(5, Activation.TANH))))
                .isEqualTo(Mlps.applied(NetworkInit.builder(), network(plain(5, Activation.TANH))));
    }

    /** A skip connection carries differences past the functions. */
    @Test
    void residualNetworksKeepOne() {
        assertThat(Mlps.applied(NetworkInit.builder().preActivationVariance(), residual(60)))
                .isEqualTo(Mlps.applied(NetworkInit.builder(), residual(60)));
    }

    private static ComputationGraph residual(int blocks) {
        GraphBuilder graph = Nets.builder()
                .graphBuilder()
                .addInputs("in")
                .setInputTypes(InputType.feedForward(8))
                .addLayer("stem", Mlps.dense("stem", 8, Activation.IDENTITY), "in");
        String before = "stem";
        for (int i = 0; i < blocks; i++) {
            graph.addLayer("branch" + i, Mlps.dense("branch" + i, 8, Activation.TANH), before)
                    .addVertex("sum" + i, new ElementWiseVertex(ElementWiseVertex.Op.Add), before, "branch" + i);
            before = "sum" + i;
        }
        return Nets.initialised(
                graph.addLayer("out", Nets.softmax().build(), before).setOutputs("out"));
    }

    @Test
    void twoAnswersToOneQuestionAreRefused() {
        assertThatThrownBy(() -> NetworkInit.builder()
                        .preserve(Preserve.BACKWARD)
                        .preActivationVariance(0.09)
                        .build())
                .hasMessage(
                        "preActivationVariance must be left out with preserve(BACKWARD), which gives pre-activations"
                                + " a variance of its own, received 0.09");
        assertThatThrownBy(() -> NetworkInit.builder()
                        .critical(0.05)
                        .preActivationVariance()
                        .build())
                .hasMessage("preActivationVariance must be left out with critical, which gives pre-activations"
                        + " a variance of its own, received chosen by depth");
        assertThatThrownBy(() -> NetworkInit.builder().preActivationVariance(0))
                .hasMessage("preActivationVariance must be positive and finite, received 0.0");
        NetworkInit.builder().preserve(Preserve.FORWARD).preActivationVariance().build();
    }
}
