// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jinit.theory.FixedPoint;
import io.github.dl4jinit.theory.Gains;
import io.github.dl4jinit.theory.MeanField;
import io.github.dl4jinit.theory.Preserve;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.IWeightInit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.activations.impl.ActivationTanH;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class ForActivationTest {

    private static final int DEPTH = 100;
    private static final int SEEDS = 6;

    /** The functions whose variance drifts, as the documentation of forActivation says. */
    private static final Set<Activation> DRIFTING =
            EnumSet.of(Activation.GELU, Activation.SWISH, Activation.MISH, Activation.THRESHOLDEDRELU, Activation.CUBE);

    @Test
    void reluGetsHesWeights() {
        VarianceScalingInit init = VarianceScalingInit.builder()
                .forActivation(new ActivationReLU())
                .build();
        assertThat(init.std(200, 50)).isCloseTo(new HeInit().std(200, 50), within(1e-15));
        assertThat(init.distribution()).isEqualTo(WeightDistribution.NORMAL);
    }

    /** Only the class and the distribution are those of the builder's scheme. */
    @Test
    void itSetsGainNumeratorAndFanMode() {
        HeInit init = HeInit.builder()
                .distribution(WeightDistribution.UNIFORM)
                .fanMode(FanMode.FAN_OUT)
                .forActivation(new ActivationReLU())
                .build();
        assertThat(init.gain()).isCloseTo(Math.sqrt(2), within(1e-15));
        assertThat(init)
                .isEqualTo(HeInit.builder()
                        .gain(init.gain())
                        .numerator(1)
                        .distribution(WeightDistribution.UNIFORM)
                        .build());
    }

    /** E[tanh²] = 0.394294490397841, E[tanh′²] = 0.464402902448268. */
    @Test
    void whatIsPreservedDecidesMomentAndFan() {
        IActivation tanh = new ActivationTanH();
        double forward = 1 / Math.sqrt(200 * 0.394294490397841);
        double backward = 1 / Math.sqrt(50 * 0.464402902448268);
        assertThat(VarianceScalingInit.builder()
                        .forActivation(tanh, Preserve.FORWARD)
                        .build()
                        .std(200, 50))
                .isCloseTo(forward, within(1e-12));
        assertThat(VarianceScalingInit.builder()
                        .forActivation(tanh, Preserve.BACKWARD)
                        .build()
                        .std(200, 50))
                .isCloseTo(backward, within(1e-12));
        assertThat(VarianceScalingInit.builder()
                        .forActivation(tanh, Preserve.GEOMETRIC_MEAN)
                        .build()
                        .std(200, 50))
                .isCloseTo(Math.sqrt(forward * backward), within(1e-12));
        assertThat(VarianceScalingInit.builder().forActivation(tanh).build())
                .isEqualTo(VarianceScalingInit.builder()
                        .forActivation(tanh, Preserve.FORWARD)
                        .build());
    }

    @Test
    void whatHasNoGainIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> VarianceScalingInit.builder()
                        .forActivation(new ActivationSoftmax())
                        .build())
                .withMessageContaining("element-wise")
                .withMessageContaining("softmax");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> VarianceScalingInit.builder()
                        .forActivation(new ActivationTanH(), null)
                        .build())
                .withMessage("preserve must be given, received null");
    }

    @Test
    void criticalInitHasTheCriticalPointsNumbers() {
        CriticalInit init = CriticalInit.of(new ActivationTanH(), 0.05);
        assertThat(init.sigmaW2()).isCloseTo(1.7609546396, within(1e-9));
        assertThat(init.sigmaB2()).isEqualTo(0.05);
        assertThat(init.distribution()).isEqualTo(WeightDistribution.NORMAL);
        assertThat(init)
                .isEqualTo(new CriticalInit(init.sigmaW2(), 0.05))
                .hasSameHashCodeAs(new CriticalInit(init.sigmaW2(), 0.05))
                .isNotEqualTo(new CriticalInit(init.sigmaW2(), 0.06))
                .isNotEqualTo(new CriticalInit(1, 0.05))
                .isNotEqualTo(new CriticalInit(init.sigmaW2(), 0.05, WeightDistribution.UNIFORM));
        assertThat(new CriticalInit(1.5, 0.25))
                .hasToString("CriticalInit(sigmaW2=1.5, sigmaB2=0.25, distribution=NORMAL)");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> CriticalInit.of(Activation.CUBE.getActivationFunction(), 0))
                .withMessage(
                        "activation must be of a slope other than 0 at 0, or sigmaB2 greater than 0, received cube with"
                                + " sigmaB2 0.0");
    }

    /** √(σ_w² / n_in): the same numbers as a Xavier of gain σ_w. */
    @Test
    void criticalInitDrawsByFanIn() {
        Nd4j.getRandom().setSeed(7);
        INDArray critical = new CriticalInit(2.25, 0.1)
                .init(100, 7, new long[] {100, 7}, 'f', Nd4j.createUninitialized(DataType.DOUBLE, 700));
        Nd4j.getRandom().setSeed(7);
        INDArray xavier = new XavierInit(1.5)
                .init(100, 7, new long[] {100, 7}, 'f', Nd4j.createUninitialized(DataType.DOUBLE, 700));
        assertThat(critical.sub(xavier).amaxNumber().doubleValue()).isLessThan(1e-15);
    }

    /** What comes out of 100 layers is as large as what went in, for every activation with a fixed point that holds. */
    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "SOFTMAX")
    void aHundredLayersKeepTheSignal(Activation activation) {
        IActivation function = activation.getActivationFunction();
        double gain = Gains.forward(function);
        FixedPoint point = MeanField.of(function).fixedPoint(gain * gain, 0);
        assertThat(point.q()).isEqualTo(1);
        assertThat(point.kind() == FixedPoint.Kind.UNSTABLE).isEqualTo(DRIFTING.contains(activation));
        if (DRIFTING.contains(activation)) {
            return;
        }
        // A network of width n wanders by √(5·100/n) of its log-variance where no fixed point holds it.
        int width = point.kind() == FixedPoint.Kind.NEUTRAL ? 500 : 100;
        VarianceScalingInit init = uniform().forActivation(function).build();
        double signal = Arrays.stream(lastMeanSquares(init, activation, 0, width))
                .map(meanSquare -> gain * gain * meanSquare)
                .average()
                .getAsDouble();
        assertThat(signal).isBetween(0.5, 2.0);
    }

    /** What the documentation of forActivation says that a layer multiplies a deviation of the variance by. */
    @ParameterizedTest
    @CsvSource({"GELU, 1.14", "SWISH, 1.17", "MISH, 1.08", "THRESHOLDEDRELU, 1.30", "CUBE, 3.00"})
    void driftIsTheDocumentedOne(Activation activation, double slope) {
        IActivation function = activation.getActivationFunction();
        double gain = Gains.forward(function);
        assertThat(MeanField.of(function).fixedPoint(gain * gain, 0).slope()).isCloseTo(slope, within(0.005));
    }

    /** The cure that the documentation names: with it they end where theory says, with their gain alone far away. */
    @ParameterizedTest
    @CsvSource({"GELU, 0.2", "MISH, 0.2", "SWISH, 1"})
    void biasesOnTheEdgeOfChaosCureDrift(Activation activation, double sigmaB2) {
        IActivation function = activation.getActivationFunction();
        MeanField theory = MeanField.of(function);
        CriticalInit critical =
                new CriticalInit(CriticalInit.of(function, sigmaB2).sigmaW2(), sigmaB2, WeightDistribution.UNIFORM);
        double[] variances = theory.variances(1 + sigmaB2, critical.sigmaW2(), sigmaB2, DEPTH - 1);
        double expected = theory.secondMoment(variances[DEPTH - 1]);
        double cured = Arrays.stream(lastMeanSquares(critical, activation, sigmaB2, 200))
                .average()
                .getAsDouble();
        assertThat(cured).isBetween(expected / 2, expected * 2);

        double ordersAway = Arrays.stream(
                        lastMeanSquares(uniform().forActivation(function).build(), activation, 0, 200))
                .map(meanSquare -> Math.abs(Math.log10(meanSquare / theory.secondMoment(1))))
                .average()
                .getAsDouble();
        assertThat(ordersAway).isGreaterThan(1);
    }

    /** Drawn in half the time of normal weights. */
    private static VarianceScalingInit.Builder<? extends VarianceScalingInit> uniform() {
        return VarianceScalingInit.builder().distribution(WeightDistribution.UNIFORM);
    }

    /** The mean square of the last layer's activations for inputs of variance 1, for each seed. */
    private static double[] lastMeanSquares(IWeightInit init, Activation activation, double sigmaB2, int width) {
        MultiLayerNetwork network = Networks.dense(init, activation, width, DEPTH, 1);
        double[] meanSquares = new double[SEEDS];
        for (int i = 0; i < SEEDS; i++) {
            Nd4j.getRandom().setSeed(1 + i); // not 0, which ND4J replaces by the clock
            for (int layer = 0; layer < DEPTH; layer++) {
                INDArray weights = network.getLayer(layer).getParam("W");
                // The first layer's inputs went through no activation.
                (layer == 0 ? new XavierInit() : init)
                        .init(width, width, weights.shape(), 'f', weights.reshape('f', new long[] {weights.length()}));
                INDArray biases = network.getLayer(layer).getParam("b");
                biases.assign(Nd4j.randn(DataType.FLOAT, biases.shape()).muli(Math.sqrt(sigmaB2)));
            }
            INDArray last = network.feedForward(Nd4j.randn(DataType.FLOAT, 16, width), true)
                    .get(DEPTH)
                    .castTo(DataType.DOUBLE);
            meanSquares[i] = last.mul(last).meanNumber().doubleValue();
        }
        network.close();
        return meanSquares;
    }
}
