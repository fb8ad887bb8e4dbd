// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.network;

import static io.github.dl4jinit.network.Mlps.dense;
import static io.github.dl4jinit.network.Mlps.layers;
import static io.github.dl4jinit.network.Mlps.network;
import static io.github.dl4jinit.network.Mlps.parameterOf;
import static io.github.dl4jinit.network.Mlps.weights;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jinit.Hashes;
import io.github.dl4jinit.HeInit;
import io.github.dl4jinit.theory.Preserve;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.IWeightInit;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.api.ndarray.INDArray;

/** The knobs of the builder: gains, initialisers and rules for single layers, and what it refuses. */
class NetworkInitKnobsTest {

    @Test
    void aRuleForAParameterThatThereIsNotChangesNothing() {
        MultiLayerNetwork network = network();
        String before = Hashes.of(network.params());
        NetworkInit init = NetworkInit.builder()
                .rule(DenseLayer.class, layer -> List.of(ParameterRule.weights("V", 3, 3)))
                .build();
        assertThatThrownBy(() -> init.apply(network))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("parameter of a rule for DenseLayer must be one of [W, b], received V");
        assertThat(Hashes.of(network.params())).isEqualTo(before);
    }

    @Test
    void gainsMultiplyWhatWouldHaveBeenDrawn() {
        MultiLayerNetwork one = network();
        MultiLayerNetwork all = network();
        MultiLayerNetwork single = network();
        NetworkInit.builder().build().apply(one);
        NetworkInit.builder().gain(2).build().apply(all);
        NetworkInitSummary summary =
                NetworkInit.builder().gain("second", 4).build().apply(single);
        assertThat(Hashes.of(all.params())).isEqualTo(Hashes.of(one.params().mul(2)));
        assertThat(weights(single, "second"))
                .isEqualTo(Hashes.of(one.getLayer("second").getParam("W").mul(4)));
        for (String other : List.of("first", "third", "out")) {
            assertThat(weights(single, other)).as(other).isEqualTo(weights(one, other));
        }
        assertThat(parameterOf(summary, "second", "W").gain().getAsDouble()).isCloseTo(4 * Math.sqrt(2), within(1e-6));
    }

    @Test
    void anInitialiserOfOnesOwnIsToldTheTrueFans() {
        Recording recording = new Recording();
        MultiLayerNetwork network = Nets.list(
                InputType.recurrent(12, 5),
                List.of(new LSTM.Builder().name("lstm").nOut(20).build()));
        NetworkInitSummary summary =
                NetworkInit.builder().initialiser("lstm", recording).build().apply(network);
        // DL4J says 20 and 32 for both.
        assertThat(recording.fans).containsExactly("12.0 20.0", "20.0 20.0");
        assertThat(network.getLayer("lstm").getParam("W").minNumber().doubleValue())
                .isEqualTo(0.25);
        assertThat(network.getLayer("lstm").getParam("W").maxNumber().doubleValue())
                .isEqualTo(0.25);
        assertThat(parameterOf(summary, "lstm", "W").origin()).isEqualTo("override");

        MultiLayerNetwork he = network();
        NetworkInit.builder().initialiser("second", new HeInit()).build().apply(he);
        MultiLayerNetwork usual = network();
        NetworkInit.builder().build().apply(usual);
        assertThat(weights(he, "second")).isNotEqualTo(weights(usual, "second"));
        assertThat(weights(he, "third")).isEqualTo(weights(usual, "third"));
    }

    private static final class Recording implements IWeightInit {

        private static final long serialVersionUID = 1L;

        private final transient List<String> fans = new ArrayList<>();

        @Override
        public INDArray init(double fanIn, double fanOut, long[] shape, char order, INDArray paramView) {
            fans.add(fanIn + " " + fanOut);
            return paramView.assign(0.25).reshape(order, shape);
        }
    }

    /** A user's class: its W may mean anything. */
    private static final class OwnLayer extends DenseLayer {

        private static final long serialVersionUID = 1L;

        OwnLayer(String name, int inputs, int outputs) {
            setLayerName(name);
            setNIn(inputs);
            setNOut(outputs);
            setActivationFn(new ActivationReLU());
        }
    }

    @Test
    void layersOfAnUnknownClassAreLeftAndNamedUnlessThereIsARule() {
        List<Layer> layers = List.of(new OwnLayer("own", 20, 400), dense("next", 400, Activation.TANH));
        MultiLayerNetwork network = Nets.list(InputType.feedForward(20), layers);
        String before = weights(network, "own");
        NetworkInitSummary summary = NetworkInit.builder().build().apply(network);
        assertThat(weights(network, "own")).isEqualTo(before);
        assertThat(parameterOf(summary, "own", "W").what()).isEqualTo("kept");
        assertThat(parameterOf(summary, "own", "W").origin()).contains("unknown");
        assertThat(summary.assumptions()).containsKey("own");
        assertThat(parameterOf(summary, "next", "W").stdAsked().getAsDouble()).isCloseTo(1 / 20.0, within(1e-12));

        NetworkInitSummary drawn = NetworkInit.builder()
                .rule(
                        OwnLayer.class,
                        layer -> List.of(
                                ParameterRule.weights("W", layer.getNIn(), layer.getNOut()),
                                ParameterRule.bias("b", 0.5)))
                .build()
                .apply(network);
        assertThat(weights(network, "own")).isNotEqualTo(before);
        assertThat(network.getLayer("own").getParam("b").meanNumber().doubleValue())
                .isEqualTo(0.5);
        double std = parameterOf(drawn, "own", "W").stdRealised();
        assertThat(std).isCloseTo(Math.sqrt(1.0 / 20), within(4 * Math.sqrt(1.0 / 20) / Math.sqrt(2.0 * 20 * 400)));
        assertThat(drawn.assumptions()).containsEntry("own", "its biases count as if their signs were random");
        // 1 for the weights, 0.25 for the biases; a ReLU lets half of it through.
        assertThat(parameterOf(drawn, "next", "W").stdAsked().getAsDouble())
                .isCloseTo(1 / Math.sqrt(400 * 1.25 / 2), within(1e-12));
    }

    @Test
    void badUseIsRefusedByNameRuleAndValue() {
        NetworkInit init = NetworkInit.builder().build();
        MultiLayerNetwork network = network();
        requireRefused("network must be given, received null", () -> init.apply(null));
        requireRefused(
                "network must be a MultiLayerNetwork or a ComputationGraph, received "
                        + network.getLayer(0).getClass().getName(),
                () -> init.apply(network.getLayer(0)));
        requireRefused(
                "network must be initialised: call init() first, received one that is not",
                () -> init.apply(new MultiLayerNetwork(network.getLayerWiseConfigurations())));
        requireRefused(
                "network must be initialised: call init() first, received one that is not",
                () -> init.apply(new ComputationGraph(
                        Nets.chain(InputType.feedForward(20), layers()).getConfiguration())));
        for (double gain : new double[] {Double.NaN, 0, -1, Double.POSITIVE_INFINITY}) {
            requireRefused("gain must be positive and finite, received " + gain, () -> NetworkInit.builder()
                    .gain(gain));
            requireRefused("gain of a must be positive and finite, received " + gain, () -> NetworkInit.builder()
                    .gain("a", gain));
        }
        for (double sigmaB2 : new double[] {Double.NaN, -1e-9, Double.POSITIVE_INFINITY}) {
            requireRefused("sigmaB2 must be zero or more and finite, received " + sigmaB2, () -> NetworkInit.builder()
                    .critical(sigmaB2));
        }
        String known = "layer must be one of [first, input, out, second, third], received nowhere";
        requireRefused(
                known, () -> NetworkInit.builder().keep("nowhere").build().apply(network));
        requireRefused(
                known, () -> NetworkInit.builder().gain("nowhere", 2).build().apply(network));
        requireRefused(known, () -> NetworkInit.builder()
                .initialiser("nowhere", new HeInit())
                .build()
                .apply(network));
        requireRefused("preserve must be given, received null", () -> NetworkInit.builder()
                .preserve(null));
        requireRefused("distribution must be given, received null", () -> NetworkInit.builder()
                .distribution(null));
        requireRefused(
                "rule must be given, received null", () -> NetworkInit.builder().residual(null));
        requireRefused("fanIn of W must be positive and finite, received 0.0", () -> ParameterRule.weights("W", 0, 3));
    }

    @Test
    void contradictoryKnobsAreRefusedWhenTheyAreBuilt() {
        for (Preserve preserve : Preserve.values()) {
            requireRefused(
                    "preserve must be left out with critical, which says itself what the scale shall keep, received "
                            + preserve,
                    () -> NetworkInit.builder().critical(0.1).preserve(preserve).build());
            requireRefused(
                    "preserve must be left out with critical",
                    () -> NetworkInit.builder().preserve(preserve).critical(0).build());
        }
    }

    private static void requireRefused(String message, Runnable use) {
        assertThatThrownBy(use::run)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message);
    }
}
