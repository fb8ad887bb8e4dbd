// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jinit.CriticalInit;
import io.github.dl4jinit.DeltaOrthogonalInit;
import io.github.dl4jinit.HeInit;
import io.github.dl4jinit.OrthogonalInit;
import io.github.dl4jinit.VarianceScalingInit;
import io.github.dl4jinit.XavierInit;
import io.github.dl4jinit.signal.SignalProbe;
import io.github.dl4jinit.signal.SignalReport;
import io.github.dl4jinit.signal.Verdict;
import io.github.dl4jinit.theory.MeanField;
import org.assertj.core.data.Percentage;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.WeightInitIdentity;
import org.deeplearning4j.nn.weights.WeightInitXavier;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.IActivation;

/** What the examples claim of signals and their gradients. */
class SignalExamplesTest {

    @Test
    void halfTheIdentityVanishesAndOneAndAHalfExplodes() {
        for (double scale : new double[] {0.5, 1.0, 1.5}) {
            MultiLayerNetwork network = VanishingExploding.network(new WeightInitIdentity(scale));
            double[] forward = VanishingExploding.forward(network);
            double[] backward = VanishingExploding.backward(network);
            assertThat(forward[149] / forward[0]).isCloseTo(Math.pow(scale, 149), Percentage.withPercentage(1e-6));
            assertThat(backward[0] / backward[149]).isCloseTo(Math.pow(scale, 149), Percentage.withPercentage(1e-6));
        }
    }

    /** DL4J's default vanishes by √½ a layer, and what its report recommends does not. */
    @Test
    void theRecommendationHeals() {
        SignalReport sick = SignalProbe.probe(HealSickNetwork.network(new WeightInitXavier()));
        assertThat(sick.forward().verdict()).isEqualTo(Verdict.VANISHING);
        assertThat(sick.forward().ratePerLayer()).hasValueCloseTo(Math.sqrt(0.5), within(0.02));
        assertThat(sick.recommendation()).startsWith(".weightInit(new HeInit())");
        assertThat(SignalProbe.probe(HealSickNetwork.network(new HeInit())).healthy())
                .isTrue();
    }

    /** The gain is what a layer multiplies the signal by; over 149 layers of 100 units its logarithm scatters by 1. */
    @Test
    void randomWeightsMultiplyByTheirGain() {
        for (double gain : new double[] {0.9, 1.0, 1.1}) {
            double[] forward = VanishingExploding.forward(VanishingExploding.network(new XavierInit(gain)));
            assertThat(Math.log(forward[149] / forward[0]) / 149).isCloseTo(Math.log(gain), within(0.03));
        }
    }

    /** Without its gain the signal is gone, with the gain alone it drifts by orders of magnitude, critical it holds. */
    @Test
    void homeMadeActivationHoldsOnItsEdgeOfChaosOnly() {
        IActivation activation = new HomeMadeActivation.XTanhX();
        int last = HomeMadeActivation.DEPTH - 1;
        assertThat(HomeMadeActivation.signal(activation, new XavierInit(), 0)[last])
                .isLessThan(1e-100);
        double[] withGain = HomeMadeActivation.signal(
                activation,
                VarianceScalingInit.builder().forActivation(activation).build(),
                0);
        assertThat(Math.abs(Math.log10(withGain[last]))).isGreaterThan(2);
        CriticalInit critical = CriticalInit.of(activation, 0.5);
        double[] held = HomeMadeActivation.signal(activation, critical, 0.5);
        MeanField theory = MeanField.of(activation);
        double[] variances = theory.variances(critical.sigmaW2() + 0.5, critical.sigmaW2(), 0.5, last);
        assertThat(held[0]).isCloseTo(Math.sqrt(theory.secondMoment(variances[0])), Percentage.withPercentage(10));
        assertThat(held[last])
                .isCloseTo(Math.sqrt(theory.secondMoment(variances[last])), Percentage.withPercentage(40));
    }

    /**
     * Padding takes from a random kernel what it takes from a mean over 3x3 pixels: the largest eigenvalue of that over
     * 7x7 pixels is ((1 + 2 cos(π/8)) / 3)², for variances. Delta-orthogonal kernels lose what tanh takes, 1 % a layer.
     */
    @Test
    void deltaOrthogonalKernelsLoseNothingAtTheBorders() {
        SignalReport usual = SignalProbe.probe(DeepConvNet.network(new WeightInitXavier(), new WeightInitXavier()));
        double padding = (1 + 2 * Math.cos(Math.PI / 8)) / 3;
        assertThat(usual.backward().ratePerLayer()).hasValueCloseTo(padding, within(0.01));
        SignalReport isometry = SignalProbe.probe(DeepConvNet.network(new OrthogonalInit(), new DeltaOrthogonalInit()));
        assertThat(isometry.forward().ratePerLayer()).hasValueCloseTo(0.99, within(0.005));
        assertThat(isometry.backward().ratePerLayer()).hasValueCloseTo(0.99, within(0.005));
    }

    /**
     * A gradient that keeps 0.96 a step is gone after 299 steps. With a long memory it is not, and 20 iterations bring
     * the loss to 0.2 to 0.4, far below the 0.69 of a guess.
     */
    @Test
    void anLstmRemembersWithALongMemoryOnly() {
        assertThat(LongLstm.gradientRatePerStep(LongLstm.network(1, true))).isLessThan(0.97);
        MultiLayerNetwork network = LongLstm.network(LongLstm.LONG_MEMORY, true);
        assertThat(LongLstm.gradientRatePerStep(network)).isBetween(0.99, 1.02);
        assertThat(LongLstm.losses(network, 20).get(0)).isLessThan(0.5);
    }
}
