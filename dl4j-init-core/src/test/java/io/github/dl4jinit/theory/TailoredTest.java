// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.theory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.OptionalDouble;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;
import org.hipparchus.analysis.integration.gauss.GaussIntegrator;
import org.hipparchus.analysis.integration.gauss.GaussIntegratorFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationCube;
import org.nd4j.linalg.activations.impl.ActivationELU;
import org.nd4j.linalg.activations.impl.ActivationGELU;
import org.nd4j.linalg.activations.impl.ActivationHardTanH;
import org.nd4j.linalg.activations.impl.ActivationLReLU;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.activations.impl.ActivationReLU6;
import org.nd4j.linalg.activations.impl.ActivationSELU;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationSoftPlus;
import org.nd4j.linalg.activations.impl.ActivationSoftSign;
import org.nd4j.linalg.activations.impl.ActivationSwish;
import org.nd4j.linalg.activations.impl.ActivationTanH;
import org.nd4j.linalg.activations.impl.ActivationThresholdedReLU;

/** The numbers that tailor an activation function, held to their conditions by formulas of their own. */
class TailoredTest {

    private static final GaussIntegrator RULE = new GaussIntegratorFactory().legendre(20);

    /** An activation function beside its value, slope and curvature as formulas. */
    static final class Formula {

        final IActivation activation;
        final DoubleUnaryOperator value;
        final DoubleUnaryOperator slope;
        final DoubleUnaryOperator curvature;

        Formula(
                IActivation activation,
                DoubleUnaryOperator value,
                DoubleUnaryOperator slope,
                DoubleUnaryOperator curvature) {
            this.activation = activation;
            this.value = value;
            this.slope = slope;
            this.curvature = curvature;
        }

        @Override
        public String toString() {
            return activation.toString();
        }
    }

    private static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    private static double sigmoidSlope(double x) {
        return sigmoid(x) * sigmoid(-x);
    }

    private static double sigmoidCurvature(double x) {
        return sigmoidSlope(x) * (1 - 2 * sigmoid(x));
    }

    /** x·σ(kx): Swish at k = 1; DL4J's GELU is that of k = 1.702, in single precision. */
    private static Formula gated(IActivation activation, double k) {
        return new Formula(
                activation,
                x -> x * sigmoid(k * x),
                x -> sigmoid(k * x) + k * x * sigmoidSlope(k * x),
                x -> 2 * k * sigmoidSlope(k * x) + k * k * x * sigmoidCurvature(k * x));
    }

    static Stream<Formula> formulas() {
        return Stream.of(
                new Formula(
                        new ActivationTanH(),
                        Math::tanh,
                        x -> 1 / Math.pow(Math.cosh(x), 2),
                        x -> -2 * Math.tanh(x) / Math.pow(Math.cosh(x), 2)),
                new Formula(
                        new ActivationSoftPlus(),
                        x -> Math.log1p(Math.exp(x)),
                        TailoredTest::sigmoid,
                        TailoredTest::sigmoidSlope),
                new Formula(
                        new ActivationSigmoid(),
                        TailoredTest::sigmoid,
                        TailoredTest::sigmoidSlope,
                        TailoredTest::sigmoidCurvature),
                new Formula(
                        new ActivationELU(),
                        x -> x > 0 ? x : Math.expm1(x),
                        x -> x > 0 ? 1 : Math.exp(x),
                        x -> x > 0 ? 0 : Math.exp(x)),
                new Formula(
                        new ActivationSoftSign(),
                        x -> x / (1 + Math.abs(x)),
                        x -> Math.pow(1 + Math.abs(x), -2),
                        x -> -2 * Math.signum(x) * Math.pow(1 + Math.abs(x), -3)),
                gated(new ActivationSwish(), 1),
                gated(new ActivationGELU(), 1.702f));
    }

    @ParameterizedTest
    @MethodSource("formulas")
    void fourConditions(Formula formula) {
        MeanField theory = MeanField.of(formula.activation);
        for (int layers : new int[] {1, 50, 1000}) {
            double curvature = 0.3 / layers;
            TailoredParameters found = theory.tailored(curvature);
            double a = found.a();
            double gamma = found.gamma();
            double jump = -found.b() / a;
            DoubleUnaryOperator value = z -> gamma * (formula.value.applyAsDouble(a * z + found.b()) + found.d());
            DoubleUnaryOperator slope = z -> gamma * a * formula.slope.applyAsDouble(a * z + found.b());
            DoubleUnaryOperator bend = z -> gamma * a * a * formula.curvature.applyAsDouble(a * z + found.b());
            assertThat(expectation(jump, z -> Math.pow(value.applyAsDouble(z), 2)))
                    .as("Q(1), %d layers", layers)
                    .isCloseTo(1, within(1e-9));
            assertThat(expectation(jump, z -> z * value.applyAsDouble(z) * slope.applyAsDouble(z)))
                    .as("Q'(1), %d layers", layers)
                    .isCloseTo(1, within(1e-9));
            assertThat(expectation(jump, z -> Math.pow(slope.applyAsDouble(z), 2)))
                    .as("C'(1), %d layers", layers)
                    .isCloseTo(1, within(1e-9));
            assertThat(expectation(jump, z -> Math.pow(bend.applyAsDouble(z), 2)))
                    .as("C''(1), %d layers", layers)
                    .isCloseTo(curvature, within(1e-9));
        }
    }

    /** By 20 points on each interval of half a standard deviation, of which one begins where φ″ may jump. */
    private static double expectation(double jump, DoubleUnaryOperator function) {
        double sum = 0;
        for (int i = -20; i < 20; i++) {
            double middle = Math.IEEEremainder(jump, 0.5) + (i + 0.5) / 2;
            for (int j = 0; j < RULE.getNumberOfPoints(); j++) {
                double z = middle + RULE.getPoint(j) / 4;
                sum += RULE.getWeight(j) / 4 * Math.exp(-z * z / 2) * function.applyAsDouble(z);
            }
        }
        return sum / Math.sqrt(2 * Math.PI);
    }

    /** The solution of the reference table, which has the smallest |b| for these two. */
    @ParameterizedTest
    @CsvSource({
        "tanh, 50, 0.081655236, 0.525848945, -0.483188955, 15.941633503",
        "softplus, 100, 0.149124742, 0.537425585, -0.996473345, 10.619038635"
    })
    void referenceValues(String name, int layers, double a, double b, double d, double gamma) {
        IActivation activation = name.equals("tanh") ? new ActivationTanH() : new ActivationSoftPlus();
        TailoredParameters found = MeanField.of(activation).tailored(0.3 / layers);
        assertThat(found.a()).isCloseTo(a, within(1e-8));
        assertThat(found.b()).isCloseTo(b, within(1e-8));
        assertThat(found.d()).isCloseTo(d, within(1e-8));
        assertThat(found.gamma()).isCloseTo(gamma, within(1e-7));
    }

    /** C(c) = (9c + 6c³) / 15 for the cube, so that C″(1) = 36 / 15. */
    @Test
    void curvature() {
        MeanField cube = MeanField.of(new ActivationCube());
        assertThat(cube.correlationCurvature(1, 0.7, 0)).isCloseTo(2.4, within(1e-10));
        assertThat(cube.correlationCurvature(1, 0.7, 10.5))
                .as("half of the variance from biases")
                .isCloseTo(1.2, within(1e-10));
        assertThat(cube.residual(0.5).correlationCurvature(1, 0.4, 0))
                .as("a branch of 0.25 · 0.4 · 15 = 1.5 beside a trunk of 1")
                .isCloseTo(2.4 * 1.5 / 2.5, within(1e-10));
        MeanField tanh = MeanField.of(new ActivationTanH());
        double h = 1e-4;
        double difference = (tanh.correlationSlope(1, 0.8, 1, 0) - tanh.correlationSlope(1 - h, 0.8, 1, 0)) / h;
        assertThat(tanh.correlationCurvature(0.8, 1, 0)).isCloseTo(difference, within(1e-3));
        assertThat(MeanField.of(new ActivationReLU()).correlationCurvature(1, 2, 0))
                .isInfinite();
        assertThat(MeanField.of(new ActivationThresholdedReLU()).correlationCurvature(1, 2, 0))
                .isInfinite();
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.5, 0, 0.01, 0.4, 1, 1.5})
    void closedFormsOfLeakyRelu(double alpha) {
        LeakyRelu closed = new LeakyRelu(alpha);
        MeanField theory = MeanField.of(new ActivationLReLU(alpha));
        assertThat(closed.mean()).isCloseTo(theory.mean(1), within(1e-8));
        assertThat(closed.secondMoment()).isCloseTo(theory.secondMoment(1), within(1e-8));
        for (double c : new double[] {-1, -0.3, 0, 0.5, 0.99, 1}) {
            assertThat(closed.product(c))
                    .isCloseTo(theory.nextCorrelation(c, 1, 1, 0) * theory.secondMoment(1), within(1e-8));
        }
    }

    /** The slopes of the reference table, which were computed independently. */
    @ParameterizedTest
    @CsvSource({
        "10, 0.8, 0.1476956592",
        "10, 0.9, 0",
        "50, 0.9, 0.4305229485",
        "100, 0.8, 0.6620271019",
        "151, 0.9, 0.6386479049",
        "1000, 0.9, 0.8443501107"
    })
    void slopesOfPlainNetworks(int layers, double eta, double expected) {
        OptionalDouble slope = LeakyRelu.slopeFor(eta, alpha -> {
            LeakyRelu layer = new LeakyRelu(alpha);
            double c = 0;
            for (int i = 0; i < layers; i++) {
                c = Math.min(1, layer.product(c) / layer.secondMoment());
            }
            return c;
        });
        assertThat(slope).hasValueCloseTo(expected, within(1e-8));
    }

    @Test
    void noSlopeWhereNoneIsEnough() {
        assertThat(LeakyRelu.slopeFor(0.9, alpha -> 0.95)).isEmpty();
        assertThat(LeakyRelu.slopeFor(0.9, alpha -> 0.9 - alpha)).hasValue(0);
        assertThat(LeakyRelu.slopeFor(0.5, alpha -> 1 - alpha)).hasValueCloseTo(0.5, within(1e-12));
    }

    @Test
    void refusesWhatHasKinks() {
        for (IActivation kinked : new IActivation[] {
            new ActivationELU(0.5),
            new ActivationReLU(),
            new ActivationSELU(),
            new ActivationHardTanH(),
            new ActivationReLU6()
        }) {
            MeanField theory = MeanField.of(kinked);
            assertThat(theory.isSmooth()).isFalse();
            assertThatThrownBy(() -> theory.tailored(0.01))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("activation must be free of kinks and jumps to be tailored, received " + kinked);
        }
    }

    @Test
    void refusesWhatHasNoSolution() {
        MeanField cube = MeanField.of(new ActivationCube());
        assertThat(cube.isSmooth()).isTrue();
        assertThatThrownBy(() -> cube.tailored(0.006))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("activation must be one that can be tailored to C″(1) = 0.006000 with |b| ≤ 8 and a ≤ 4,"
                        + " received cube");
        assertThatThrownBy(() -> cube.tailored(0)).hasMessage("curvature must be positive and finite, received 0.0");
    }
}
