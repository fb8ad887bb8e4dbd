// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.theory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.activations.Activation;

/** Variances, their fixed points and depth scales, and the edge of chaos, against closed forms and other software. */
class MeanFieldTest {

    private static final MeanField RELU = of(Activation.RELU);
    private static final MeanField TANH = of(Activation.TANH);

    private static final MeanField ERF = MeanField.of(Custom.erf());

    private static MeanField of(Activation activation) {
        return MeanField.of(activation.getActivationFunction());
    }

    // ---- the length map and its fixed points

    @ParameterizedTest
    @CsvSource({"1e-30", "1e-6", "0.3", "1", "7", "1e4", "1e12", "1e100"})
    void reluHalvesEveryVariance(double q) {
        assertThat(RELU.nextVariance(q, 3, 0) / q).isCloseTo(1.5, within(1e-12));
        assertThat(RELU.varianceSlope(q, 3)).isCloseTo(1.5, within(1e-12));
        assertThat(RELU.chi(q, 3)).isCloseTo(1.5, within(1e-12));
        assertThat(RELU.mean(q) / Math.sqrt(q)).isCloseTo(1 / Math.sqrt(2 * Math.PI), within(1e-12));
    }

    /** E[erf(√q z)²] = (2/π) asin(2q / (1 + 2q)), E[erf′²] = (4/π) / √(1 + 4q). */
    @ParameterizedTest
    @CsvSource({"1e-8", "0.01", "1", "40", "1e6", "1e10"})
    void errorFunction(double q) {
        assertThat(ERF.secondMoment(q) / (2 / Math.PI * Math.asin(2 * q / (1 + 2 * q))))
                .isCloseTo(1, within(1e-8)); // asin near 1 loses digits, not the quadrature
        assertThat(ERF.derivativeSecondMoment(q) * Math.sqrt(1 + 4 * q)).isCloseTo(4 / Math.PI, within(1e-11));
    }

    /** Neither a hang nor NaN at the ends of what a double can hold. */
    @Test
    void extremes() {
        assertThat(RELU.nextVariance(1e304, 2, 0)).isCloseTo(1e304, within(1e293));
        assertThat(RELU.nextVariance(1e308, 2, 0)).isInfinite();
        assertThat(RELU.nextVariance(1e-307, 2, 0)).isCloseTo(1e-307, within(1e-317));
        assertThat(RELU.fixedPoint(1, Double.MIN_VALUE).q()).isLessThan(1e-300);
        assertThat(TANH.nextVariance(1e308, 2, 0)).isCloseTo(2, within(1e-9));
        assertThat(TANH.fixedPoint(1e10, 0).q()).isCloseTo(1e10, within(1e6));
        assertThat(RELU.fixedPoint(1e300, 1).growthPerLayer()).isGreaterThan(1e299);
        assertThat(TANH.critical(1e20).q()).isCloseTo(1e20, within(1e15));
        assertThat(RELU.variances(1, 4, 0, 2000)[2000]).isInfinite();
        assertThat(RELU.gradientGrowth(1, 4, 0, 600)).isCloseTo(Math.pow(2, 600), withinPercentage(1e-9));
        assertThat(of(Activation.CUBE).variances(1, 1, 0, 10)[10]).isInfinite();
        MeanField sine = MeanField.of(new Custom(x -> Math.sin(x + Math.PI), x -> Math.cos(x + Math.PI)));
        assertThat(sine.critical(0).sigmaW2()).isCloseTo(1, within(1e-12));
    }

    @Test
    void varianceZeroIsTheLimit() {
        assertThat(TANH.nextVariance(0, 2, 0.1)).isEqualTo(0.1);
        assertThat(TANH.chi(0, 2)).isEqualTo(2);
        assertThat(RELU.chi(0, 2)).isEqualTo(1);
        assertThat(of(Activation.SIGMOID).nextVariance(0, 2, 0)).isEqualTo(0.5);
    }

    @Test
    void reluDivergesBeyondHe() {
        FixedPoint point = RELU.fixedPoint(3, 0.1);
        assertThat(point.kind()).isEqualTo(FixedPoint.Kind.DIVERGENT);
        assertThat(point.q()).isInfinite();
        assertThat(point.growthPerLayer()).isCloseTo(1.5, within(1e-12));
    }

    @Test
    void reluWithHesWeightsKeepsAnyVariance() {
        FixedPoint point = RELU.fixedPoint(2, 0, 5);
        assertThat(point.kind()).isEqualTo(FixedPoint.Kind.NEUTRAL);
        assertThat(point.q()).isEqualTo(5);
        assertThat(RELU.fixedPoint(2, 0).q()).isEqualTo(1);
    }

    /** Biases add σ_b² in each layer: growth, but slower than exponential. */
    @Test
    void reluWithHesWeightsAndBiasesGrowsLinearly() {
        FixedPoint point = RELU.fixedPoint(2, 0.1);
        assertThat(point.kind()).isEqualTo(FixedPoint.Kind.DIVERGENT);
        assertThat(point.growthPerLayer()).isCloseTo(1, within(1e-12));
    }

    @Test
    void reluBelowHeVanishesOrSettlesOnItsBiases() {
        FixedPoint vanishing = RELU.fixedPoint(1, 0);
        assertThat(vanishing.kind()).isEqualTo(FixedPoint.Kind.STABLE);
        assertThat(vanishing.q()).isZero();
        assertThat(vanishing.growthPerLayer()).isCloseTo(0.5, within(1e-12));
        FixedPoint settled = RELU.fixedPoint(1, 0.1);
        assertThat(settled.kind()).isEqualTo(FixedPoint.Kind.STABLE);
        assertThat(settled.q()).isCloseTo(0.2, within(1e-12));
        assertThat(settled.growthPerLayer()).isEqualTo(1);
        assertThat(settled.slope()).isCloseTo(0.5, within(1e-12));
        // From above and from below, and with the tiniest biases.
        assertThat(RELU.fixedPoint(1, 0.1, 1e-9).q()).isCloseTo(0.2, within(1e-12));
        assertThat(RELU.fixedPoint(1, 1e-40).q()).isCloseTo(2e-40, within(1e-51));
        assertThat(RELU.fixedPoint(1.9999, 0.1).q()).isCloseTo(2000, within(1e-5));
    }

    /**
     * E[x⁶] = 15: from 1 the cube with σ_w² = 1/15 stays, from anywhere else it leaves, upwards faster than any power.
     */
    @Test
    void cubeIsBalancedOnAnEdge() {
        MeanField cube = of(Activation.CUBE);
        FixedPoint edge = cube.fixedPoint(1.0 / 15, 0);
        assertThat(edge.kind()).isEqualTo(FixedPoint.Kind.UNSTABLE);
        assertThat(edge.slope()).isCloseTo(3, within(1e-11));
        assertThat(cube.fixedPoint(1.0 / 15, 0, 1.001).kind()).isEqualTo(FixedPoint.Kind.DIVERGENT);
        assertThat(cube.fixedPoint(1.0 / 15, 0, 1.001).growthPerLayer()).isInfinite();
        assertThat(cube.fixedPoint(1.0 / 15, 0, 0.999).q()).isZero();
        assertThat(cube.fixedPoint(1.0 / 15, 0, 0.999).growthPerLayer()).isCloseTo(0, within(1e-12));
    }

    /** Far out they are ReLUs, near 0 half of an identity or so. DL4J's own formulas are NaN far out. */
    @ParameterizedTest
    @EnumSource(names = {"GELU", "SWISH", "MISH", "SOFTPLUS"})
    void smoothRectifiersGrowLikeReluInTheEnd(Activation activation) {
        FixedPoint point = of(activation).fixedPoint(3, 0, 10);
        assertThat(point.kind()).isEqualTo(FixedPoint.Kind.DIVERGENT);
        assertThat(point.growthPerLayer()).isCloseTo(1.5, within(1e-7));
    }

    /** The iterated map ends where the search says. */
    @ParameterizedTest
    @CsvSource({"TANH, 1.5, 0.05", "ELU, 1.2, 0.1", "SELU, 1, 0", "SOFTSIGN, 3, 0.01", "GELU, 1.9, 0.2", "SIGMOID, 4, 1"
    })
    void fixedPointsAreTheLimitOfTheMap(Activation activation, double sigmaW2, double sigmaB2) {
        MeanField theory = of(activation);
        FixedPoint point = theory.fixedPoint(sigmaW2, sigmaB2);
        assertThat(point.kind()).isEqualTo(FixedPoint.Kind.STABLE);
        double[] variances = theory.variances(1, sigmaW2, sigmaB2, 3000);
        assertThat(variances[3000] / point.q()).isCloseTo(1, within(1e-9));
    }

    // ---- criticality

    /** Computed independently, to some 10⁻⁸; the published points are tanh's (1.76, 0.05) and (1.05, 2.01·10⁻⁵). */
    @ParameterizedTest
    @CsvSource({
        "TANH, 0.0000201, 1.0499956285, 0.0259186027",
        "TANH, 0.05, 1.7609546396, 0.5700478816",
        "TANH, 0.1, 1.9860726411, 0.8057991819",
        "HARDTANH, 0.05, 1.1655446936, 0.4638639694",
        "ELU, 0.01, 1.3833252322, 0.4378292301",
    })
    void criticalPoints(Activation activation, double sigmaB2, double sigmaW2, double q) {
        CriticalPoint point = of(activation).critical(sigmaB2);
        assertThat(point.sigmaW2()).isCloseTo(sigmaW2, within(1e-8));
        assertThat(point.q()).isCloseTo(q, within(1e-8));
        assertThat(point.stable()).isTrue();
    }

    /** With p = erf(1/√(2q)): E[φ′²] = p, E[φ²] = q (p − 2 pdf(1/√q)/√q) + 1 − p; solved by mpmath with 25 digits. */
    @Test
    void criticalPointOfHardTanhInClosedForm() {
        CriticalPoint point = of(Activation.HARDTANH).critical(0.05);
        assertThat(point.sigmaW2()).isCloseTo(1.165544689635880575, within(1e-12));
        assertThat(point.q()).isCloseTo(0.4638639694320056063, within(1e-12));
    }

    @Test
    void criticalityWithoutBiases() {
        assertThat(TANH.critical(0)).isEqualTo(new CriticalPoint(1, 0, 0, true));
        assertThat(RELU.critical(0).sigmaW2()).isCloseTo(2, within(1e-12));
        assertThat(RELU.critical(0).q()).isEqualTo(1);
        assertThat(of(Activation.GELU).critical(0)).isEqualTo(new CriticalPoint(4, 0, 0, false));
        assertThat(of(Activation.CUBE).critical(0)).isEqualTo(new CriticalPoint(Double.POSITIVE_INFINITY, 0, 0, true));
        // φ(0) = 1/2 is as good as a bias.
        assertThat(of(Activation.SIGMOID).critical(0).q()).isGreaterThan(1);
    }

    @Test
    void reluHasNoCriticalVarianceWithBiases() {
        CriticalPoint point = RELU.critical(0.05);
        assertThat(point.sigmaW2()).isCloseTo(2, within(1e-12));
        assertThat(point.q()).isInfinite();
        assertThat(point.stable()).as("no exponential growth").isTrue();
    }

    /** What the documentation of CriticalInit says of them. */
    @ParameterizedTest
    @CsvSource({"GELU, 0.15, 0.2", "MISH, 0.05, 0.1", "SWISH, 0.5, 0.6"})
    void smoothRectifiersNeedBiasesToBeStable(Activation activation, double unstable, double stable) {
        assertThat(of(activation).critical(unstable).stable()).isFalse();
        assertThat(of(activation).critical(stable).stable()).isTrue();
    }

    @Test
    void criticalLineIsASeries() {
        List<CriticalPoint> line = TANH.criticalLine(0.1, 3);
        assertThat(line).containsExactly(TANH.critical(0), TANH.critical(0.025), TANH.critical(0.1));
    }

    // ---- depth scales

    /** Deviations shrink by e within ξ layers when the maps are iterated. */
    @ParameterizedTest
    @CsvSource({"TANH, 1.5, 0.05", "TANH, 2.5, 0.05", "ELU, 1.3, 0.1", "SELU, 1, 0.1", "HARDTANH, 1.1, 0.01"})
    void depthScalesAreWhatIterationShows(Activation activation, double sigmaW2, double sigmaB2) {
        MeanField theory = of(activation);
        double q = theory.fixedPoint(sigmaW2, sigmaB2).q();
        double c = theory.fixedCorrelation(q, sigmaW2, sigmaB2);
        DepthScale scale = theory.depthScale(sigmaW2, sigmaB2);
        double deviation = 1e-5;
        double nextDeviation = theory.nextVariance(q + deviation, sigmaW2, sigmaB2) - q;
        assertThat(-1 / Math.log(nextDeviation / deviation) / scale.variance()).isCloseTo(1, within(1e-3));
        double correlation = c - theory.nextCorrelation(c - deviation, q, sigmaW2, sigmaB2);
        assertThat(-1 / Math.log(correlation / deviation) / scale.correlation()).isCloseTo(1, within(0.05));
        assertThat(scale.gradient()).isCloseTo(1 / Math.abs(Math.log(theory.chi(q, sigmaW2))), within(1e-9));
    }

    @Test
    void depthScalesAreInfiniteAtCriticality() {
        CriticalPoint point = TANH.critical(0.05);
        DepthScale scale = TANH.depthScale(point.sigmaW2(), point.sigmaB2());
        assertThat(scale.correlation()).isInfinite();
        assertThat(scale.gradient()).isInfinite();
        assertThat(scale.variance()).isBetween(1.0, 2.0);
        assertThat(RELU.depthScale(2, 0).variance()).isInfinite();
        assertThat(RELU.depthScale(2, 0).correlation()).isInfinite();
    }

    @Test
    void depthScalesOfWhatVanishesOrDivergesAreItsRates() {
        assertThat(RELU.depthScale(1, 0).variance()).isCloseTo(1 / Math.log(2), within(1e-9));
        assertThat(RELU.depthScale(4, 0).variance()).isCloseTo(1 / Math.log(2), within(1e-9));
        assertThat(RELU.depthScale(4, 0).gradient()).isCloseTo(1 / Math.log(2), within(1e-9));
    }

    // ---- mistakes

    @Test
    void badArgumentsAreRefusedByNameAndValue() {
        refused(() -> TANH.nextVariance(1, -1, 0), "sigmaW2 must be positive and finite, received -1.0");
        refused(() -> TANH.nextVariance(1, Double.NaN, 0), "sigmaW2 must be positive and finite, received NaN");
        refused(() -> TANH.nextVariance(1, 1, -0.5), "sigmaB2 must be zero or more and finite, received -0.5");
        refused(() -> TANH.nextVariance(-1, 1, 0), "q must be zero or more and finite, received -1.0");
        refused(() -> TANH.chi(Double.NaN, 1), "q must be zero or more and finite, received NaN");
        refused(() -> TANH.chi(1, 0), "sigmaW2 must be positive and finite, received 0.0");
        refused(() -> TANH.fixedPoint(1, 0, 0), "start must be positive and finite, received 0.0");
        refused(() -> TANH.nextCorrelation(1.5, 1, 1, 0), "c must be from -1 to 1, received 1.5");
        refused(() -> TANH.nextCorrelation(0.5, 0, 1, 0), "q must be positive and finite, received 0.0");
        refused(() -> TANH.critical(Double.NaN), "sigmaB2 must be zero or more and finite, received NaN");
        refused(() -> TANH.criticalLine(1, 1), "count must be from 2 to 10000, received 1");
        refused(() -> TANH.variances(1, 1, 0, -1), "depth must be from 0 to 1000000, received -1");
        refused(() -> TANH.residual(0), "alpha must be positive and finite, received 0.0");
    }

    private static void refused(ThrowingCallable call, String message) {
        assertThatIllegalArgumentException().isThrownBy(call).withMessage(message);
    }
}
