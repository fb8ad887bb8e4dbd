// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.theory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.EnumSet;
import java.util.function.Function;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Assume;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationLReLU;
import org.nd4j.linalg.activations.impl.ActivationRReLU;
import org.nd4j.linalg.activations.impl.ActivationThresholdedReLU;

/** What holds for every activation function and all parameters. */
class PropertiesTest {

    /** Built-in ones, built-in ones with parameters, and a family that is no DL4J class. */
    @Provide
    Arbitrary<IActivation> activations() {
        Arbitrary<Double> parameter = Arbitraries.doubles().between(0.01, 2);
        return Arbitraries.oneOf(
                Arbitraries.of(EnumSet.complementOf(EnumSet.of(Activation.SOFTMAX)))
                        .map(Activation::getActivationFunction),
                parameter.map(ActivationLReLU::new),
                parameter.map(ActivationThresholdedReLU::new),
                parameter.map(PropertiesTest::penalisedTanh),
                Combinators.combine(parameter, parameter)
                        .as((a, b) -> new ActivationRReLU(Math.min(a, b), Math.max(a, b))));
    }

    /** The functions whose |φ| grows with |x|, apart from what a constant at 0 adds; with real derivatives. */
    @Provide
    Arbitrary<IActivation> monotone() {
        return Arbitraries.oneOf(
                Arbitraries.of(
                                Activation.RELU,
                                Activation.TANH,
                                Activation.SOFTSIGN,
                                Activation.SELU,
                                Activation.ELU,
                                Activation.HARDTANH,
                                Activation.RELU6,
                                Activation.RECTIFIEDTANH,
                                Activation.RATIONALTANH)
                        .map(Activation::getActivationFunction),
                Arbitraries.doubles().between(0.01, 2).map(PropertiesTest::penalisedTanh));
    }

    @Provide
    Arbitrary<Double> variances() {
        return Arbitraries.doubles().between(-4, 4).map(exponent -> Math.pow(10, exponent));
    }

    @Provide
    Arbitrary<Double> weightVariances() {
        return Arbitraries.doubles().between(0.1, 5);
    }

    @Provide
    Arbitrary<Double> biasVariances() {
        return Arbitraries.oneOf(
                Arbitraries.just(0.0), Arbitraries.doubles().between(-5, 0).map(exponent -> Math.pow(10, exponent)));
    }

    /** tanh(x) for x > 0, a·tanh(x) otherwise (Xu et al. 2016). */
    private static IActivation penalisedTanh(double a) {
        return new Custom(x -> (x > 0 ? 1 : a) * Math.tanh(x), x -> (x > 0 ? 1 : a) / Math.pow(Math.cosh(x), 2));
    }

    @Property(seed = "1")
    void gainsArePositiveAndFinite(@ForAll("activations") IActivation activation) {
        assertThat(Gains.forward(activation)).isPositive().isFinite();
        assertThat(Gains.backward(activation)).isPositive().isFinite();
    }

    /**
     * E[φ]² ≤ E[φ²], and by Poincaré's inequality E[φ²] − E[φ]² ≤ q E[φ′²] where φ does not jump and φ′ is its slope.
     */
    @Property(seed = "2")
    void momentsObeyTheirInequalities(@ForAll("monotone") IActivation activation, @ForAll("variances") double q) {
        MeanField theory = MeanField.of(activation);
        double scatter = theory.secondMoment(q) - Math.pow(theory.mean(q), 2);
        assertThat(scatter).isNotNegative();
        assertThat(scatter).isLessThanOrEqualTo(q * theory.derivativeSecondMoment(q) * (1 + 1e-9));
    }

    @Property(seed = "3")
    void fixedPointsAreFixed(
            @ForAll("activations") IActivation activation,
            @ForAll("weightVariances") double sigmaW2,
            @ForAll("biasVariances") double sigmaB2,
            @ForAll("variances") double start) {
        MeanField theory = MeanField.of(activation);
        FixedPoint point = theory.fixedPoint(sigmaW2, sigmaB2, start);
        if (point.kind() == FixedPoint.Kind.DIVERGENT) {
            assertThat(point.q()).isInfinite();
            assertThat(point.growthPerLayer()).isGreaterThanOrEqualTo(1 - 1e-9);
            assertThat(theory.nextVariance(1e15, sigmaW2, sigmaB2)).isGreaterThan(1e15 * (1 - 1e-9));
        } else if (point.q() == 0) {
            assertThat(theory.nextVariance(0, sigmaW2, sigmaB2)).isZero();
            assertThat(point.growthPerLayer()).isLessThanOrEqualTo(1 + 1e-9);
        } else {
            assertThat(theory.nextVariance(point.q(), sigmaW2, sigmaB2) / point.q())
                    .isCloseTo(1, within(1e-9));
        }
    }

    @Property(seed = "4")
    void chiIsOneOnTheCriticalLine(
            @ForAll("activations") IActivation activation, @ForAll("biasVariances") double sigmaB2) {
        MeanField theory = MeanField.of(activation);
        CriticalPoint point = theory.critical(sigmaB2);
        assertThat(point.sigmaB2()).isEqualTo(sigmaB2);
        Assume.that(Double.isFinite(point.sigmaW2()));
        if (Double.isInfinite(point.q())) {
            assertThat(theory.chi(1e16, point.sigmaW2())).isCloseTo(1, within(1e-9));
            return;
        }
        assertThat(theory.chi(point.q(), point.sigmaW2())).isCloseTo(1, within(1e-9));
        // DL4J's leaky slopes are rounded to single precision in the derivative alone.
        assertThat(theory.nextVariance(point.q(), point.sigmaW2(), sigmaB2))
                .isCloseTo(point.q(), within(1e-8 * point.q()));
        Assume.that(point.q() > 0);
        boolean stable = Math.abs(slope(q -> theory.nextVariance(q, point.sigmaW2(), sigmaB2), point.q())) < 1 + 1e-5;
        assertThat(point.stable()).isEqualTo(stable);
    }

    /** A larger variance and larger weights make a larger variance; a bounded φ gives a falling χ. */
    @Property(seed = "5")
    void lengthMapIsMonotone(
            @ForAll("monotone") IActivation activation,
            @ForAll("variances") double q,
            @ForAll("weightVariances") double sigmaW2,
            @ForAll("biasVariances") double sigmaB2) {
        MeanField theory = MeanField.of(activation);
        double next = theory.nextVariance(q, sigmaW2, sigmaB2);
        assertThat(theory.nextVariance(1.1 * q, sigmaW2, sigmaB2)).isGreaterThan(next * (1 - 1e-12));
        assertThat(theory.nextVariance(q, 1.1 * sigmaW2, sigmaB2)).isGreaterThan(next);
        assertThat(theory.varianceSlope(q, sigmaW2)).isGreaterThan(-1e-12);
        assertThat(theory.varianceSlope(q, sigmaW2))
                .isCloseTo(slope(v -> theory.nextVariance(v, sigmaW2, sigmaB2), q), within(1e-5 * sigmaW2));
    }

    /** A power series without negative coefficients: monotone and convex between 0 and 1, and 1 at 1. */
    @Property(seed = "6", tries = 15)
    void correlationMapIsConvex(
            @ForAll("activations") IActivation activation,
            @ForAll("variances") double q,
            @ForAll("weightVariances") double sigmaW2,
            @ForAll("biasVariances") double sigmaB2) {
        MeanField theory = MeanField.of(activation);
        Function<Double, Double> map = c -> theory.nextCorrelation(c, q, sigmaW2, sigmaB2);
        double low = map.apply(0.2);
        double middle = map.apply(0.5);
        double high = map.apply(0.8);
        assertThat(map.apply(0.0)).isBetween(-1e-9, low + 1e-9);
        assertThat(low).isLessThanOrEqualTo(middle + 1e-9);
        assertThat(middle).isLessThanOrEqualTo((low + high) / 2 + 1e-9);
        assertThat(high).isLessThanOrEqualTo(map.apply(1.0) + 1e-9);
        assertThat(Math.abs(map.apply(-0.5))).isLessThanOrEqualTo(middle + 1e-9);
        if (!(activation instanceof ActivationRReLU)) {
            assertThat(map.apply(1.0)).isCloseTo(1, within(1e-12));
        }
    }

    /** Depth scales agree with what they are made of, and no combination hangs. */
    @Property(seed = "7", tries = 15)
    void depthScalesArePositive(
            @ForAll("activations") IActivation activation,
            @ForAll("weightVariances") double sigmaW2,
            @ForAll("biasVariances") double sigmaB2) {
        DepthScale scale = MeanField.of(activation).depthScale(sigmaW2, sigmaB2);
        assertThat(scale.variance()).isNotNaN().isNotNegative();
        assertThat(scale.correlation()).isNotNaN().isNotNegative();
        assertThat(scale.gradient()).isNotNaN().isNotNegative();
    }

    @Property(seed = "8")
    void skipConnectionsNeverShrinkAnything(
            @ForAll("activations") IActivation activation,
            @ForAll("variances") double q,
            @ForAll("weightVariances") double sigmaW2,
            @ForAll("biasVariances") double sigmaB2) {
        ResidualMeanField residual = MeanField.of(activation).residual(0.3);
        assertThat(residual.nextVariance(q, sigmaW2, sigmaB2)).isGreaterThanOrEqualTo(q);
        assertThat(residual.chi(q, sigmaW2)).isGreaterThanOrEqualTo(1);
    }

    @Property(seed = "9")
    void gainsOfScaledFunctionsAreScaled(@ForAll("weightVariances") double factor) {
        IActivation scaled = new Custom(x -> factor * Math.tanh(x), x -> factor / Math.pow(Math.cosh(x), 2));
        assertThat(Gains.forward(scaled) * factor).isCloseTo(1.5925374197228312, within(1e-12));
    }

    @Property(seed = "10")
    void variancesThatAreNoneAreRefused(@ForAll("activations") IActivation activation) {
        MeanField theory = MeanField.of(activation);
        for (double bad : new double[] {-1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> theory.fixedPoint(bad, 0))
                    .withMessage("sigmaW2 must be positive and finite, received " + bad);
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> theory.critical(bad))
                    .withMessage("sigmaB2 must be zero or more and finite, received " + bad);
        }
    }

    private static double slope(Function<Double, Double> function, double at) {
        double step = 1e-5 * at;
        return (function.apply(at + step) - function.apply(at - step)) / (2 * step);
    }
}
