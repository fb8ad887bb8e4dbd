// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.tune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jinit.BengioInit;
import io.github.dl4jinit.DeltaOrthogonalInit;
import io.github.dl4jinit.FanMode;
import io.github.dl4jinit.GainInit;
import io.github.dl4jinit.GateOrthogonalInit;
import io.github.dl4jinit.HeInit;
import io.github.dl4jinit.OrthogonalInit;
import io.github.dl4jinit.VarianceScalingInit;
import io.github.dl4jinit.WeightDistribution;
import io.github.dl4jinit.XavierInit;
import io.github.dl4jinit.lab.scheme.Scheme;
import io.github.dl4jinit.lab.trial.Knob;
import io.github.dl4jinit.lab.trial.MlpSpec;
import io.github.dl4jinit.lab.trial.Optimiser;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.weights.IWeightInit;
import org.deeplearning4j.nn.weights.WeightInitXavier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.Adam;

class TheoryTest {

    private static final List<Knob> GAIN = List.of(Knob.GAIN);

    /** 1.592537… is 1 / √E[tanh(z)²]. */
    private static final double TANH = 1.592537419722831;

    /** ReLU's gain is √2. He divides by √(fan / 2), the other two, of layers of equal width, by √fan. */
    @ParameterizedTest
    @CsvSource({
        "he, RELU, 1, 1",
        "he, TANH, 1, 1.1261",
        "he, IDENTITY, 1, 0.7071",
        "he, LEAKYRELU(0.2), 1, 0.9806",
        "xavier, TANH, 1, 1.5925",
        "xavier, RELU, 1, 1.4142",
        "bengio, RELU, 1, 1.4142",
        "he(distribution=uniform), TANH, 1, 1.1261",
        "he(numerator=4), RELU, 1, 0.7071",
        "orthogonal, RELU, 1, 1.4142",
        "orthogonal, TANH, 1, 1.5925",
        "network, TANH, 1, 1",
        "network(preserve=backward), RELU, 1, 1",
    })
    void gainOfAPerceptron(String scheme, String activation, double current, double recommended) {
        Theory theory = Theory.of(Scheme.parse(scheme), GAIN, mlp(activation));
        assertThat(theory.current(Knob.GAIN)).isEqualTo(current);
        assertThat(theory.recommended(Knob.GAIN)).isEqualTo(recommended);
    }

    /** A leaky ReLU of slope 0.4305… (√2 / √(1 + 0.4305²) over √2), and tanh that keeps a variance of 1 by itself. */
    @ParameterizedTest
    @CsvSource({"RELU, 50, 0.9185", "RELU, 5, 1", "TANH, 50, 0.7071"})
    void gainOfATailoredPerceptron(String activation, int depth, double recommended) {
        MlpSpec network = mlp(activation).withDepth(depth).withTailored(true);
        assertThat(Theory.of(Scheme.HE, GAIN, network).recommended(Knob.GAIN)).isEqualTo(recommended);
        Theory mirrored = Theory.of(Scheme.parse("mirrored"), GAIN, mlp(activation));
        assertThat(mirrored.current(Knob.GAIN)).isEqualTo(1);
        assertThat(mirrored.recommended(Knob.GAIN)).isEqualTo(1);
    }

    /** The default and the theory's value are then one setting, and are not trained twice. */
    @Test
    void reluUnderHeIsTheDefaultToTheLastBit() {
        Theory theory = Theory.of(Scheme.parse("he"), List.of(Knob.GAIN, Knob.NUMERATOR), mlp("RELU"));
        for (Knob knob : List.of(Knob.GAIN, Knob.NUMERATOR)) {
            assertThat(theory.recommended(knob)).isEqualTo(theory.current(knob));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "he, TANH, 2, 2.5362",
        "he(gain=2), TANH, 2, 0.634",
        "xavier, TANH, 1, 2.5362",
        "bengio, RELU, 2, 4",
        "he, RELU, 2, 2",
    })
    void theNumeratorIsTheSquare(String scheme, String activation, double current, double recommended) {
        Theory theory = Theory.of(Scheme.parse(scheme), List.of(Knob.NUMERATOR), mlp(activation));
        assertThat(theory.current(Knob.NUMERATOR)).isEqualTo(current);
        assertThat(theory.recommended(Knob.NUMERATOR)).isEqualTo(recommended);
        double gain = Theory.of(scheme.startsWith("he") ? Scheme.HE : Scheme.parse(scheme), GAIN, mlp(activation))
                .recommended(Knob.GAIN);
        if (!scheme.contains("(")) {
            assertThat(recommended / current).isCloseTo(gain * gain, within(2e-4));
        }
    }

    @Test
    void onLearningRatesItHasNothingToSay() {
        for (String scheme : List.of("he", "network", "lsuv", "normal(0.01)", "dl4j:XAVIER")) {
            Theory theory = Theory.of(Scheme.parse(scheme), List.of(Knob.LR), mlp("TANH"));
            assertThat(theory.current(Knob.LR)).isEqualTo(0.003);
            assertThat(theory.recommended(Knob.LR)).isEqualTo(0.003);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"normal(0.01)", "dl4j:XAVIER", "meanfield(sigmaW2=1.5)", "lsuv", "hee"})
    void schemesWithoutTheKnob(String scheme) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Theory.of(Scheme.parse(scheme), GAIN, mlp("RELU")))
                .satisfies(e -> assertThat(e.getMessage())
                        .contains(" must be ", "received")
                        .doesNotContain("\n"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"orthogonal", "network"})
    void schemesWithoutANumerator(String scheme) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Theory.of(Scheme.parse(scheme), List.of(Knob.NUMERATOR), mlp("RELU")))
                .withMessage("scheme must be one that has a knob numerator, received " + scheme);
    }

    @Test
    void softmaxHasNoGain() {
        Theory theory = Theory.of(Scheme.parse("he"), GAIN, mlp("SOFTMAX"));
        assertThatIllegalArgumentException().isThrownBy(() -> theory.recommended(Knob.GAIN));
    }

    @Test
    void ofOnesOwnNetworkWhoseHiddenLayersAreAlike() {
        MultiLayerConfiguration wrong = own(new HeInit(0.6), Activation.TANH, Activation.TANH);
        Theory own = Theory.of(Scheme.parse("own"), GAIN, wrong);
        assertThat(own.current(Knob.GAIN)).isEqualTo(0.6);
        assertThat(own.recommended(Knob.GAIN)).isEqualTo(round(TANH / Math.sqrt(2)));
        Theory given = Theory.of(Scheme.parse("xavier"), GAIN, wrong);
        assertThat(given.current(Knob.GAIN)).isEqualTo(1);
        assertThat(given.recommended(Knob.GAIN)).isEqualTo(round(TANH));
        assertThat(Theory.of(Scheme.parse("own"), List.of(Knob.LR), wrong).current(Knob.LR))
                .isEqualTo(0.02);

        VarianceScalingInit scaling = new VarianceScalingInit(2, 3, FanMode.FAN_AVG, WeightDistribution.UNIFORM);
        Theory numerator =
                Theory.of(Scheme.parse("own"), List.of(Knob.NUMERATOR), own(scaling, Activation.RELU, Activation.RELU));
        assertThat(numerator.current(Knob.NUMERATOR)).isEqualTo(3);
        assertThat(numerator.recommended(Knob.NUMERATOR)).isEqualTo(0.5);
        assertThat(Theory.of(Scheme.parse("own"), GAIN, own(new OrthogonalInit(1.1), Activation.RELU, Activation.RELU))
                        .recommended(Knob.GAIN))
                .isEqualTo(1.4142);
    }

    /** A gain that counts as 1 makes the candidate 1 the default, which would then never be trained. */
    @ParameterizedTest
    @MethodSource("isometries")
    void theGainOfEveryInitialiserThatHasOne(GainInit init) {
        Theory theory = Theory.of(Scheme.OWN, GAIN, own(init, Activation.RELU, Activation.RELU));
        assertThat(theory.current(Knob.GAIN)).isEqualTo(0.9);
    }

    static Stream<GainInit> isometries() {
        return Stream.of(new OrthogonalInit(0.9), new DeltaOrthogonalInit(0.9), new GateOrthogonalInit(0.9));
    }

    /** An LSTM's gates are not all that its signal passes. */
    @Test
    void whatTheoryRecommendsForIsometries() {
        assertThat(Theory.of(Scheme.OWN, GAIN, own(new DeltaOrthogonalInit(0.9), Activation.RELU, Activation.RELU))
                        .recommended(Knob.GAIN))
                .isEqualTo(1.4142);
        assertThat(Theory.of(Scheme.OWN, GAIN, own(new GateOrthogonalInit(0.9), Activation.TANH, Activation.TANH))
                        .recommended(Knob.GAIN))
                .isEqualTo(0.9);
    }

    @Test
    void ofOnesOwnNetworkWhoseHiddenLayersDiffer() {
        Theory activations =
                Theory.of(Scheme.parse("own"), GAIN, own(new HeInit(0.6), Activation.TANH, Activation.RELU));
        assertThat(activations.current(Knob.GAIN)).isEqualTo(0.6);
        assertThat(activations.recommended(Knob.GAIN)).isEqualTo(0.6);

        MultiLayerConfiguration mixed = list().layer(dense(Activation.TANH, new HeInit(0.6)))
                .layer(dense(Activation.TANH, new BengioInit()))
                .layer(output(new HeInit()))
                .build();
        Theory initialisers = Theory.of(Scheme.parse("own"), GAIN, mixed);
        assertThat(initialisers.current(Knob.GAIN)).isEqualTo(1);
        assertThat(initialisers.recommended(Knob.GAIN)).isEqualTo(1);
        assertThat(Theory.of(Scheme.parse("he"), GAIN, mixed).recommended(Knob.GAIN))
                .isEqualTo(1.1261);
    }

    /** What has no weights is not initialised, so it decides nothing. */
    @Test
    void layersWithoutWeightsDoNotCount() {
        MultiLayerConfiguration network = list().layer(dense(Activation.TANH, new HeInit()))
                .layer(new BatchNormalization.Builder().nIn(5).nOut(5).build())
                .layer(new DropoutLayer.Builder(0.5).nIn(5).nOut(5).build())
                .layer(dense(Activation.TANH, new HeInit()))
                .layer(output(new HeInit()))
                .build();
        assertThat(Theory.of(Scheme.parse("own"), GAIN, network).recommended(Knob.GAIN))
                .isEqualTo(1.1261);
    }

    /** The layer before it is linear only to look at. */
    @Test
    void onActivationsInLayersOfTheirOwnItHasNothingToSay() {
        MultiLayerConfiguration network = list().layer(dense(Activation.IDENTITY, new HeInit()))
                .layer(new ActivationLayer(Activation.RELU))
                .layer(output(new HeInit()))
                .build();
        assertThat(Theory.of(Scheme.parse("own"), GAIN, network).recommended(Knob.GAIN))
                .isEqualTo(1);
    }

    @Test
    void theInitialiserOfHiddenLayersThatAreAlike() {
        assertThat(initialiser(new HeInit(0.35))).contains(Scheme.parse("he(gain=0.35)"));
        assertThat(initialiser(XavierInit.builder()
                        .distribution(WeightDistribution.UNIFORM)
                        .numerator(3)
                        .build()))
                .contains(Scheme.parse("xavier(numerator=3,distribution=uniform)"));
        assertThat(initialiser(new OrthogonalInit())).contains(Scheme.parse("orthogonal"));
        assertThat(initialiser(new VarianceScalingInit(1, 2, FanMode.FAN_AVG, WeightDistribution.NORMAL)))
                .isEmpty();
    }

    private static Optional<Scheme> initialiser(IWeightInit init) {
        return Theory.of(Scheme.parse("own"), GAIN, own(init, Activation.TANH, Activation.TANH))
                .initialiser();
    }

    @Test
    void ofAnOwnNetworkNoLayerOfWhichHasTheKnob() {
        String message = "knob must be one that a layer's initialiser has (or name a scheme for all layers), received ";
        MultiLayerConfiguration foreign = own(new WeightInitXavier(), Activation.TANH, Activation.TANH);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Theory.of(Scheme.parse("own"), GAIN, foreign))
                .withMessage(message + "gain");
        MultiLayerConfiguration orthogonal = own(new OrthogonalInit(), Activation.TANH, Activation.TANH);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Theory.of(Scheme.parse("own"), List.of(Knob.LR, Knob.NUMERATOR), orthogonal))
                .withMessage(message + "numerator");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Theory.of(Scheme.parse("normal(0.1)"), GAIN, foreign))
                .withMessageStartingWith("scheme must be one that has a knob gain, received normal(0.1)");
        assertThat(Theory.of(Scheme.parse("own"), List.of(Knob.LR), foreign).recommended(Knob.LR))
                .isEqualTo(0.02);
    }

    @Test
    void aNetworkWithoutWeights() {
        MultiLayerConfiguration network =
                list().layer(new ActivationLayer(Activation.RELU)).build();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Theory.of(Scheme.parse("own"), GAIN, network))
                .withMessage("the network must be one with weights, received 1 layers");
    }

    private static double round(double value) {
        return Math.round(value * 1e4) / 1e4;
    }

    private static MlpSpec mlp(String activation) {
        return new MlpSpec(5, 16, activation, false, Optimiser.ADAM, 0.003);
    }

    private static MultiLayerConfiguration own(IWeightInit init, Activation first, Activation second) {
        return list().layer(dense(first, init))
                .layer(dense(second, init))
                .layer(output(init))
                .build();
    }

    private static NeuralNetConfiguration.ListBuilder list() {
        return new NeuralNetConfiguration.Builder().updater(new Adam(0.02)).list();
    }

    private static DenseLayer dense(Activation activation, IWeightInit init) {
        return new DenseLayer.Builder()
                .nIn(5)
                .nOut(5)
                .activation(activation)
                .weightInit(init)
                .build();
    }

    private static OutputLayer output(IWeightInit init) {
        return new OutputLayer.Builder()
                .nIn(5)
                .nOut(3)
                .activation(Activation.SOFTMAX)
                .weightInit(init)
                .build();
    }
}
