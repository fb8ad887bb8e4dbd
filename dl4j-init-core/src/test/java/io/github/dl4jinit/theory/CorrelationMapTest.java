// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.theory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.impl.ActivationELU;
import org.nd4j.linalg.activations.impl.ActivationRReLU;

/** What a layer makes of the correlation of two inputs, against closed forms and other software. */
class CorrelationMapTest {

    private static final MeanField RELU = of(Activation.RELU);
    private static final MeanField TANH = of(Activation.TANH);
    private static final MeanField ERF = MeanField.of(Custom.erf());

    private static final MeanField CLIP =
            MeanField.of(new Custom(x -> Math.max(-0.7, Math.min(0.7, x)), x -> Math.abs(x) < 0.7 ? 1 : 0));

    private static MeanField of(Activation activation) {
        return MeanField.of(activation.getActivationFunction());
    }

    /** The arc-cosine kernel (Cho and Saul 2009). */
    @ParameterizedTest
    @CsvSource({"-1", "-0.7", "0", "0.3", "0.99", "0.9999999", "1"})
    void reluCorrelations(double c) {
        double angle = Math.acos(c);
        double expected = (Math.sin(angle) + (Math.PI - angle) * c) / Math.PI;
        assertThat(RELU.nextCorrelation(c, 3, 2, 0)).isCloseTo(expected, within(1e-11));
        assertThat(RELU.correlationSlope(c, 3, 2, 0)).isCloseTo(1 - angle / Math.PI, within(1e-9));
    }

    /** E[erf(u)erf(v)] = (2/π) asin(2qc / (1 + 2q)). */
    @ParameterizedTest
    @CsvSource({"1, 0.5", "1, -0.9", "50, 0.2", "50, 0.999", "0.001, 0.7", "1e6, 0.9"})
    void errorFunctionCorrelations(double q, double c) {
        double expected = Math.asin(2 * q * c / (1 + 2 * q)) / Math.asin(2 * q / (1 + 2 * q));
        assertThat(ERF.nextCorrelation(c, q, 1, 0)).isCloseTo(expected, within(1e-10));
    }

    /** E[u³v³] = q³ (9c + 6c³). */
    @Test
    void cubeCorrelations() {
        assertThat(of(Activation.CUBE).nextCorrelation(0.4, 2, 1, 0))
                .isCloseTo((9 * 0.4 + 6 * 0.064) / 15, within(1e-12));
    }

    /** E[φ(u)φ(v)] by SciPy's nested adaptive quadrature of the conditional form v = c·u + √(1 − c²)·w. */
    @ParameterizedTest
    @CsvSource({
        "TANH, 1, 0.6, 0.225222153527",
        "TANH, 2.5, -0.4, -0.197902663483",
        "TANH, 0.3, 0.99, 0.195207176706",
        "HARDTANH, 1, 0.6, 0.288726762767",
        "HARDTANH, 2.5, -0.4, -0.228461373735",
        "HARDTANH, 0.3, 0.99, 0.262200763398",
        "SELU, 1, 0.6, 0.590366899303",
        "SELU, 2.5, -0.4, -0.734254872670",
        "SELU, 0.3, 0.99, 0.379987782120",
        "THRESHOLDEDRELU, 1, 0.6, 0.201255586914",
        "THRESHOLDEDRELU, 2.5, -0.4, 0.088109415883",
        "THRESHOLDEDRELU, 0.3, 0.99, 0.046733892870",
        "SIGMOID, 1, 0.6, 0.275758266206",
        "SIGMOID, 2.5, -0.4, 0.220123502924",
        "SIGMOID, 0.3, 0.99, 0.266246364582",
    })
    void correlationsOfOtherActivations(Activation activation, double q, double c, double product) {
        assertThat(of(activation).nextCovariance(c, q, 1, 0)).isCloseTo(product, within(1e-10));
    }

    /** The slope is the derivative, at jumps too; differentiating the Gaussian and Price's theorem agree. */
    @ParameterizedTest
    @CsvSource({"TANH, 0.3", "HARDTANH, -0.6", "SELU, 0.9985", "SELU, 0.9995", "THRESHOLDEDRELU, 0.5", "MISH, 0.999"})
    void correlationSlopes(Activation activation, double c) {
        MeanField theory = of(activation);
        double h = 1e-4;
        double difference =
                (theory.nextCorrelation(c + h, 1.3, 2, 0.1) - theory.nextCorrelation(c - h, 1.3, 2, 0.1)) / (2 * h);
        assertThat(theory.correlationSlope(c, 1.3, 2, 0.1)).isCloseTo(difference, within(2e-5));
    }

    /** Kinks that are no binary fractions: u and v meet theirs at other shifts than at cuts. SciPy as above. */
    @ParameterizedTest
    @CsvSource({"0.3, 0.0807845845280", "0.9, 0.2718801864707", "-0.8, -0.2338496474580"})
    void correlationsOfKinksAnywhere(double c, double product) {
        assertThat(CLIP.nextCovariance(c, 1, 1, 0)).isCloseTo(product, within(1e-11));
    }

    /** Slopes are taken from φ itself: DL4J's derivative of elu(0.5) is that of elu(1). E[φ′²] = 1/2 + α² e² Φ(−2). */
    @Test
    void correlationsDoNotDependOnTheObjectsDerivative() {
        MeanField elu = MeanField.of(new ActivationELU(0.5));
        double expected = 0.5 + 0.25 * Math.exp(2) * 0.0227501319481792;
        assertThat(elu.correlationSlope(1, 1, 1, 0) * elu.secondMoment(1)).isCloseTo(expected, within(1e-9));
        assertThat(elu.correlationSlope(0.9995, 1, 1, 0))
                .isCloseTo(elu.correlationSlope(0.9985, 1, 1, 0), within(5e-3));
    }

    /** 1 − c′ is of the order of √(1 − c) where φ jumps: the slope grows without bound. */
    @Test
    void jumpsTellNeighboursApart() {
        MeanField step = of(Activation.THRESHOLDEDRELU);
        assertThat(step.correlationSlope(1, 1.3, 2, 0.1)).isInfinite();
        double near = step.correlationSlope(1 - 1e-4, 1.3, 2, 0.1);
        assertThat(step.correlationSlope(1 - 1e-6, 1.3, 2, 0.1) / near).isBetween(9.0, 10.0);
    }

    /** All of N(0, 10⁻¹⁶) is within the dead zone: nothing is left, and nothing differs. */
    @Test
    void deadZonesLeaveNothing() {
        MeanField step = of(Activation.THRESHOLDEDRELU);
        assertThat(step.nextVariance(1e-6, 1, 0)).isZero();
        assertThat(step.nextCorrelation(0.5, 1e-6, 1, 0)).isEqualTo(1);
        assertThat(step.depthScale(1, 0).correlation()).isZero();
    }

    /** Single precision makes a thousand pieces of tanh; pairs of inputs must not pair them all. */
    @Test
    void correlationsOfSinglePrecision() {
        MeanField tanh =
                MeanField.of(new Custom(x -> (float) Math.tanh((float) x), x -> 1 / Math.pow(Math.cosh(x), 2)));
        assertThat(tanh.nextCovariance(0.6, 1, 1, 0)).isCloseTo(0.225222153527, within(1e-7));
    }

    @Test
    void chiIsTheSlopeAtCorrelationOne() {
        FixedPoint point = TANH.fixedPoint(1.9, 0.05);
        assertThat(TANH.correlationSlope(1, point.q(), 1.9, 0.05)).isCloseTo(TANH.chi(point.q(), 1.9), within(1e-9));
    }

    @Test
    void correlationsConvergeToOneInTheOrderedPhaseOnly() {
        assertThat(TANH.fixedCorrelation(TANH.fixedPoint(1.2, 0.05).q(), 1.2, 0.05))
                .isEqualTo(1);
        double q = TANH.fixedPoint(3, 0.05).q();
        double c = TANH.fixedCorrelation(q, 3, 0.05);
        assertThat(c).isBetween(0.01, 0.99);
        assertThat(TANH.nextCorrelation(c, q, 3, 0.05)).isCloseTo(c, within(1e-11));
        assertThat(TANH.fixedCorrelation(TANH.fixedPoint(3, 0).q(), 3, 0)).isZero();
    }

    /** Two equal inputs draw different slopes: c′(1) = (1 + E[a]²) / (1 + E[a²]) for variance-keeping weights. */
    @Test
    void rreluTellsEqualInputsApart() {
        MeanField rrelu = MeanField.of(new ActivationRReLU(0.1, 0.5));
        double meanSquareSlope = (0.01 + 0.05 + 0.25) / 3;
        assertThat(rrelu.nextCorrelation(1, 2, 1, 0)).isCloseTo(1.09 / (1 + meanSquareSlope), within(1e-12));
        assertThat(rrelu.fixedCorrelation(2, 1, 0)).isLessThan(0.95);
    }
}
