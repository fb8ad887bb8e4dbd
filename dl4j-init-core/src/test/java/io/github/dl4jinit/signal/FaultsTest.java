// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jinit.HeInit;
import io.github.dl4jinit.XavierInit;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.BaseActivationFunction;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;

/** Faults put into healthy networks are found, and found where they are. */
class FaultsTest {

    private static final int WIDTH = 64;
    private static final int DEPTH = 50;

    @Test
    void zeroedWeights() {
        MultiLayerNetwork network = healthy();
        network.getLayer(20).getParam("W").assign(0);
        SignalReport report = SignalProbe.probe(network);
        assertThat(report.forward().verdict()).isEqualTo(Verdict.VANISHING);
        assertThat(report.forward().firstSuspicious()).hasValue("layer20");
        assertThat(report.firstSuspicious()).hasValue("layer20");
        assertThat(report.forward().ordersOfMagnitude()).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(report.backward().verdict()).isEqualTo(Verdict.VANISHING);
        assertThat(report.problems(Problem.Kind.DEAD))
                .extracting(Problem::layer)
                .containsExactly("layer20");
        assertThat(report.recommendation()).contains("layer20").doesNotContain("weightInit");
    }

    @Test
    void weightsAHundredTimesTooLarge() {
        MultiLayerNetwork network = healthy();
        network.getLayer(20).getParam("W").muli(100);
        SignalReport report = SignalProbe.probe(network);
        assertThat(report.healthy()).isFalse();
        assertThat(report.forward().firstSuspicious()).hasValue("layer20");
        assertThat(report.backward().firstSuspicious()).hasValue("layer20");
        // The jump takes no part in the rate.
        assertThat(report.forward().ratePerLayer()).hasValueCloseTo(1.0, within(0.05));
        assertThat(report.recommendation()).startsWith("Initialise layer20 as the other layers are");
    }

    @Test
    void weightsOfTheFirstLayerAHundredTimesTooSmall() {
        MultiLayerNetwork network = healthy();
        network.getLayer(0).getParam("W").muli(0.01);
        SignalReport report = SignalProbe.probe(network);
        assertThat(report.forward().firstSuspicious()).hasValue("layer0");
    }

    @Test
    void aBiasThatKillsALayer() {
        MultiLayerNetwork network = healthy();
        network.getLayer(30).getParam("b").assign(-10);
        SignalReport report = SignalProbe.probe(network);
        assertThat(report.layer("layer30").deadShare()).isEqualTo(1);
        assertThat(report.problems(Problem.Kind.DEAD))
                .extracting(Problem::layer)
                .containsExactly("layer30");
        assertThat(report.firstSuspicious()).hasValue("layer30");
        assertThat(report.recommendation()).contains("biases").contains("layer30");
    }

    /** Half of the layer is dead, and its neighbours see the other half. */
    @Test
    void deadUnitsAreCounted() {
        MultiLayerNetwork network = Nets.mlp(new HeInit(), Activation.RELU, WIDTH, 3);
        INDArray biases = network.getLayer(1).getParam("b");
        for (int i = 0; i < WIDTH / 2; i++) {
            biases.putScalar(i, -100);
        }
        SignalReport report = SignalProbe.probe(network);
        assertThat(report.layer("layer1").deadShare()).isCloseTo(0.5, within(1.0 / WIDTH));
    }

    @Test
    void aSaturatedSigmoid() {
        NeuralNetConfiguration.ListBuilder layers =
                Nets.builder(new HeInit(), Activation.RELU).list();
        for (int i = 0; i < 6; i++) {
            layers.layer(new DenseLayer.Builder()
                    .nIn(WIDTH)
                    .nOut(WIDTH)
                    .activation(i == 3 ? Activation.SIGMOID : Activation.RELU)
                    .build());
        }
        MultiLayerNetwork network =
                Nets.initialised(layers.layer(Nets.softmax(WIDTH, 10)).build());
        assertThat(SignalProbe.probe(network).problems(Problem.Kind.SATURATED)).isEmpty();
        network.getLayer(3).getParam("b").assign(20);
        SignalReport report = SignalProbe.probe(network);
        assertThat(report.problems(Problem.Kind.SATURATED))
                .extracting(Problem::layer)
                .containsExactly("layer3");
        assertThat(report.layer("layer3").saturatedShare()).hasValue(1.0);
    }

    @Test
    void notANumber() {
        MultiLayerNetwork network = healthy();
        network.getLayer(20).getParam("W").putScalar(3, 4, Float.NaN);
        SignalReport report = SignalProbe.probe(network);
        assertThat(report.problems().get(0).kind()).isEqualTo(Problem.Kind.NOT_FINITE);
        assertThat(report.firstSuspicious()).hasValue("layer20");
        assertThat(report.forward().verdict()).isEqualTo(Verdict.EXPLODING);
        assertThat(report.forward().firstSuspicious()).hasValue("layer20");
        assertThat(report.layer("layer19").activation().rms()).isFinite();
        assertThat(report.layer("layer20").activation().rms()).isNaN();
        assertThat(SignalReport.fromJson(report.toJson()).toJson()).isEqualTo(report.toJson());
        assertThat(report.toText()).contains("NaN");
    }

    @Test
    void inputsThatAreAllAlike() {
        DataSet batch = Nets.batch(1, 10, 32, WIDTH);
        INDArray inputs = batch.getFeatures();
        for (int i = 1; i < 32; i++) {
            inputs.putRow(i, inputs.getRow(0));
        }
        SignalReport report = SignalProbe.probe(Nets.mlp(new HeInit(), Activation.RELU, WIDTH, 5), batch);
        assertThat(report.problems())
                .extracting(Problem::toString)
                .containsExactly("input: all examples of the batch are the same");
        assertThat(report.layer("layer0").meanCosine()).hasValueCloseTo(1.0, within(1e-6));
    }

    /** Normalisation takes a jump away again: forward all is well, but the gradient shows where it was. */
    @Test
    void batchNormalisationInBetween() {
        NeuralNetConfiguration.ListBuilder layers =
                Nets.builder(new XavierInit(), Activation.RELU).list();
        for (int i = 0; i < 20; i++) {
            layers.layer(new DenseLayer.Builder()
                    .nIn(WIDTH)
                    .nOut(WIDTH)
                    .activation(Activation.IDENTITY)
                    .build());
            layers.layer(new BatchNormalization.Builder().nIn(WIDTH).nOut(WIDTH).build());
            layers.layer(new ActivationLayer(Activation.RELU));
        }
        MultiLayerNetwork network =
                Nets.initialised(layers.layer(Nets.softmax(WIDTH, 10)).build());
        SignalReport normalised = SignalProbe.probe(network);
        assertThat(normalised.forward().verdict()).isEqualTo(Verdict.HEALTHY); // Xavier alone loses 3 orders
        assertThat(normalised.layer("layer0").depth()).isEqualTo(1);
        assertThat(normalised.layer("layer59").depth()).isEqualTo(20);

        network.getLayer(30).getParam("W").assign(0);
        SignalReport report = SignalProbe.probe(network);
        assertThat(report.forward().firstSuspicious()).hasValue("layer30");
    }

    @Test
    void theOutputLayer() {
        MultiLayerNetwork network = Nets.mlp(new HeInit(), Activation.RELU, WIDTH, 3);
        INDArray weights = network.getLayer(3).getParam("W");
        weights.muli(1e4);
        SignalReport loud = SignalProbe.probe(network);
        assertThat(loud.firstSuspicious()).hasValue("layer3");
        assertThat(loud.recommendation()).startsWith("Initialise layer3 as");
        weights.assign(Double.NaN);
        SignalReport broken = SignalProbe.probe(network);
        assertThat(broken.firstSuspicious()).hasValue("layer3");
        assertThat(broken.recommendation()).startsWith("Start again").doesNotContain("Initialise");
    }

    @Test
    void aJumpInAShallowNetwork() {
        MultiLayerNetwork network = Nets.mlp(new HeInit(), Activation.RELU, WIDTH, 3);
        network.getLayer(1).getParam("W").muli(100);
        assertThat(SignalProbe.probe(network).forward().firstSuspicious()).hasValue("layer1");
    }

    /** Dead to nine tenths is no saturation, which smaller weights would cure. */
    @Test
    void aReluDoesNotSaturate() {
        MultiLayerNetwork network = Nets.mlp(new HeInit(), Activation.RELU, WIDTH, 3);
        INDArray biases = network.getLayer(1).getParam("b");
        for (int i = 0; i < 55; i++) {
            biases.putScalar(i, -100);
        }
        SignalReport report = SignalProbe.probe(network);
        assertThat(report.layer("layer1").saturatedShare().getAsDouble()).isGreaterThan(0.9);
        assertThat(report.problems(Problem.Kind.SATURATED)).isEmpty();
    }

    /** For cube no scale holds over 20 layers, and the report says so instead of failing. */
    @Test
    void aFunctionWithoutCure() {
        SignalReport report = SignalProbe.probe(Nets.mlp(new HeInit(), Activation.CUBE, 32, 20));
        assertThat(report.healthy()).isFalse();
        assertThat(report.recommendation()).isNotEmpty();
    }

    /** Its objects are not equal to each other, and still are one function. */
    @Test
    void aFunctionOfTheUsersOwn() {
        NeuralNetConfiguration.ListBuilder layers =
                Nets.builder(new XavierInit(), Activation.IDENTITY).list();
        for (int i = 0; i < 20; i++) {
            layers.layer(new DenseLayer.Builder()
                    .nIn(WIDTH)
                    .nOut(WIDTH)
                    .activation(new Half())
                    .build());
        }
        SignalReport report = SignalProbe.probe(
                Nets.initialised(layers.layer(Nets.softmax(WIDTH, 10)).build()));
        assertThat(report.forward().ratePerLayer()).hasValueCloseTo(0.5, within(0.03));
        assertThat(report.recommendation())
                .isEqualTo(".weightInit(VarianceScalingInit.builder().forActivation(new " + Half.class.getName()
                        + "(…)).build())   // in theory +0.0 orders of magnitude forward, +0.0 back\n"
                        + "NetworkInit.builder().mirrored().build().apply(network)   // best for 20 plain layers of "
                        + report.layer("layer0").function().get() + ": they start as a linear isometry");
    }

    /** φ(x) = x / 2. */
    static final class Half extends BaseActivationFunction {

        private static final long serialVersionUID = 1L;

        @Override
        public INDArray getActivation(INDArray in, boolean training) {
            return in.muli(0.5);
        }

        @Override
        public Pair<INDArray, INDArray> backprop(INDArray in, INDArray epsilon) {
            return new Pair<>(epsilon.mul(0.5), null);
        }

        @Override
        public String toString() {
            return "half";
        }
    }

    @Test
    void aConvolutionAmongMany() {
        NeuralNetConfiguration.ListBuilder layers =
                Nets.builder(new HeInit(), Activation.RELU).list().setInputType(InputType.convolutional(8, 8, 3));
        for (int i = 0; i < 12; i++) {
            layers.layer(
                    new ConvolutionLayer.Builder(3, 3).padding(1, 1).nOut(16).build());
        }
        MultiLayerNetwork network =
                Nets.initialised(layers.layer(Nets.softmax(0, 10)).build());
        assertThat(SignalProbe.probe(network, InputType.convolutional(8, 8, 3)).problems())
                .isEmpty();
        network.getLayer(6).getParam("W").muli(50);
        SignalReport report = SignalProbe.probe(network, InputType.convolutional(8, 8, 3));
        assertThat(report.forward().firstSuspicious()).hasValue("layer6");
        assertThat(report.backward().firstSuspicious()).hasValue("layer6");
    }

    private static MultiLayerNetwork healthy() {
        return Nets.mlp(new HeInit(), Activation.RELU, 256, DEPTH);
    }
}
