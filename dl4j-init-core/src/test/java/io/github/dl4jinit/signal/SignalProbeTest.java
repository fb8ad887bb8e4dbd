// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jinit.HeInit;
import io.github.dl4jinit.XavierInit;
import io.github.dl4jinit.theory.MeanField;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.distribution.NormalDistribution;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.IWeightInit;
import org.deeplearning4j.nn.weights.WeightInitDistribution;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.impl.ActivationTanH;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/** Verdicts and rates are those that the theory of each scheme says. */
class SignalProbeTest {

    private static final int WIDTH = 128;

    @ParameterizedTest
    @ValueSource(ints = {100})
    void heIsHealthyThroughReLU(int depth) {
        SignalReport report = probe(new HeInit(), Activation.RELU, depth);
        assertThat(report.healthy()).isTrue();
        assertRates(report, Verdict.HEALTHY, 1, 0.03);
        // Its gradients differ from one input to the next all the same: no problem, but there is a better start.
        assertThat(report.geometry().get().gradientCorrelation().getAsDouble()).isLessThan(0.5);
        assertThat(report.recommendation()).contains("NetworkInit.builder().mirrored().build().apply(network)");
        assertThat(report.toText()).contains("What would train better:").doesNotContain("What to do:");
    }

    @ParameterizedTest
    @ValueSource(ints = {100})
    void xavierVanishesThroughReLU(int depth) {
        SignalReport report = probe(new XavierInit(), Activation.RELU, depth);
        assertRates(report, Verdict.VANISHING, Math.sqrt(0.5), 0.02);
        assertThat(report.forward().ordersOfMagnitude()).isCloseTo(depth * Math.log10(Math.sqrt(0.5)), within(1.0));
        assertThat(report.recommendation()).startsWith(".weightInit(new HeInit())");
        // 0.7071⁷ is the first power below a tenth.
        assertThat(report.forward().firstSuspicious()).hasValue("layer7");
    }

    @ParameterizedTest
    @ValueSource(ints = {100})
    void aGainExplodes(int depth) {
        SignalReport report = probe(new HeInit(1.5), Activation.RELU, depth);
        assertRates(report, Verdict.EXPLODING, 1.5, 0.04);
        assertThat(report.recommendation()).startsWith(".weightInit(new HeInit())");
    }

    /** 0.01 · √(256 / 2) = 0.113 a layer: a float is zero after 46 of them. */
    @ParameterizedTest
    @ValueSource(ints = {100})
    void smallNormalWeightsVanish(int depth) {
        IWeightInit init = new WeightInitDistribution(new NormalDistribution(0, 0.01));
        SignalReport report = probe(init, Activation.RELU, depth);
        assertThat(report.forward().verdict()).isEqualTo(Verdict.VANISHING);
        assertThat(report.backward().verdict()).isEqualTo(Verdict.VANISHING);
        assertThat(report.forward().ratePerLayer()).hasValueCloseTo(0.01 * Math.sqrt(WIDTH / 2.0), within(0.004));
        assertThat(report.forward().ordersOfMagnitude()).isEqualTo(Double.NEGATIVE_INFINITY);
        assertThat(report.recommendation()).startsWith(".weightInit(new HeInit())");
    }

    /**
     * The variance map of tanh at σ_w² = 1 and its χ say what is left after 50 layers: a polynomial decay, no
     * exponential one. The amplitude of one network scatters by √(50 · 5 / 256) / 2 = 50 % or less, two standard errors
     * are 0.4 orders of magnitude.
     */
    @Test
    void tanhWithXavierDecaysAsTheTheorySays() {
        int depth = 50;
        SignalReport report = probe(new XavierInit(), Activation.TANH, depth);
        MeanField theory = MeanField.of(new ActivationTanH());
        double[] variances = theory.variances(1, 1, 0, depth - 1);
        double forward = Math.log10(theory.secondMoment(variances[depth - 1]) / theory.secondMoment(variances[0])) / 2;
        double growth = theory.gradientGrowth(variances[1], 1, 0, depth - 1);
        assertThat(report.healthy()).isTrue();
        assertThat(report.forward().ordersOfMagnitude()).isCloseTo(forward, within(0.4));
        assertThat(report.backward().ordersOfMagnitude()).isCloseTo(Math.log10(growth) / 2, within(0.4));
        assertThat(report.forward().ratePerLayer()).hasValueCloseTo(Math.pow(10, forward / (depth - 1)), within(0.03));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.5, 1.5})
    void aLinearNetworkHasExactlyTheRateOfItsWeights(double scale) {
        int depth = 50;
        SignalReport report = SignalProbe.probe(linear(depth, scale));
        Verdict expected = scale < 1 ? Verdict.VANISHING : Verdict.EXPLODING;
        assertRates(report, expected, scale, 1e-12);
        assertThat(report.forward().ordersOfMagnitude()).isCloseTo((depth - 1) * Math.log10(scale), within(1e-10));
    }

    /** 0.69¹⁷ is more than a thousandth; a layer that jumps is no part of the rate. */
    @Test
    void theTextSaysWhyAnOddRateIsHealthy() {
        assertThat(SignalProbe.probe(linear(18, 0.69)).toText())
                .contains(
                        "forward   HEALTHY, 0.6900 a layer, -2.7 orders of magnitude (only more than 3 are unhealthy)\n",
                        "backward  HEALTHY, 0.6900 a layer, -2.7 orders of magnitude (only more than 3 are unhealthy)\n");
        assertThat(SignalProbe.probe(linear(18, 0.8)).toText())
                .contains("forward   HEALTHY, 0.8000 a layer, -1.6 orders of magnitude\n");
        MultiLayerNetwork jump = linear(18, 0.8);
        jump.getLayer(9).getParam("W").muli(25);
        assertThat(SignalProbe.probe(jump).toText())
                .contains("forward   HEALTHY, 0.8000 a layer beside the jump in layer9, -0.2 orders of magnitude\n");
    }

    private static MultiLayerNetwork linear(int depth, double scale) {
        NeuralNetConfiguration.ListBuilder layers = new NeuralNetConfiguration.Builder()
                .dataType(DataType.DOUBLE)
                .activation(Activation.IDENTITY)
                .list();
        for (int i = 0; i < depth; i++) {
            layers.layer(new DenseLayer.Builder().nIn(16).nOut(16).build());
        }
        MultiLayerNetwork network = Nets.initialised(layers.build());
        for (int i = 0; i < depth; i++) {
            network.getLayer(i).getParam("W").assign(Nd4j.eye(16).mul(scale));
        }
        return network;
    }

    /** Narrow ones, so that the depth is what costs; the text shows a choice of them. */
    @Test
    void aThousandLayersAreMeasured() {
        SignalReport report = SignalProbe.probe(Nets.mlp(new XavierInit(), Activation.RELU, 16, 1000));
        assertThat(report.layers()).hasSize(1002);
        assertThat(report.forward().verdict()).isEqualTo(Verdict.VANISHING);
        assertThat(report.toText().lines().count()).isLessThan(100);
    }

    private static SignalReport probe(IWeightInit init, Activation activation, int depth) {
        MultiLayerNetwork network = Nets.mlp(init, activation, WIDTH, depth);
        SignalReport report = SignalProbe.probe(network);
        network.close();
        return report;
    }

    private static void assertRates(SignalReport report, Verdict verdict, double rate, double tolerance) {
        assertThat(report.forward().verdict()).isEqualTo(verdict);
        assertThat(report.backward().verdict()).isEqualTo(verdict);
        assertThat(report.forward().ratePerLayer()).hasValueCloseTo(rate, within(tolerance));
        assertThat(report.backward().ratePerLayer()).hasValueCloseTo(rate, within(tolerance));
    }
}
