// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.theory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.Arrays;
import org.hipparchus.special.Erf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvFileSource;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.BaseActivationFunction;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationELU;
import org.nd4j.linalg.activations.impl.ActivationLReLU;
import org.nd4j.linalg.activations.impl.ActivationPReLU;
import org.nd4j.linalg.activations.impl.ActivationRReLU;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.activations.impl.ActivationThresholdedReLU;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

class GainsTest {

    /**
     * moments.csv comes from formulas, by moments.py beside it; only DL4J's leaky slope is rounder than 10⁻¹² (0.01f).
     */
    @ParameterizedTest
    @CsvFileSource(resources = "moments.csv", numLinesToSkip = 1)
    void everyBuiltInActivation(Activation activation, double mean, double square, double slopeSquare) {
        IActivation function = activation.getActivationFunction();
        MeanField theory = MeanField.of(function);
        assertThat(theory.mean(1)).isCloseTo(mean, within(1e-12));
        assertThat(theory.secondMoment(1)).isCloseTo(square, relative(square, 1e-12));
        assertThat(theory.derivativeSecondMoment(1)).isCloseTo(slopeSquare, relative(slopeSquare, 1e-11));
        assertThat(Gains.forward(function)).isCloseTo(1 / Math.sqrt(square), relative(1 / Math.sqrt(square), 1e-12));
        assertThat(Gains.backward(function))
                .isCloseTo(1 / Math.sqrt(slopeSquare), relative(1 / Math.sqrt(slopeSquare), 1e-11));
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "SOFTMAX")
    void noBuiltInActivationIsLeftOut(Activation activation) {
        assertThat(Gains.forward(activation.getActivationFunction())).isBetween(0.1, 10.0);
        assertThat(Gains.backward(activation.getActivationFunction())).isBetween(0.1, 10.0);
    }

    /** What PyTorch's table has as √2, 5/3, 3/4 and 1. */
    @ParameterizedTest
    @CsvSource({"RELU, 1.4142135624", "TANH, 1.5925374197", "SELU, 1.0", "SIGMOID, 1.8462285453"})
    void publishedGains(Activation activation, double gain) {
        assertThat(Gains.forward(activation.getActivationFunction())).isCloseTo(gain, within(1e-10));
    }

    /** E[a²] = (l² + lu + u²) / 3 for a slope a ~ U(l, u): E[φ²] = E[φ′²] = (1 + E[a²]) / 2. */
    @Test
    void rreluCountsWithTheExpectationOfItsSlopes() {
        double meanSquareSlope = (0.01 + 0.1 * 0.5 + 0.25) / 3;
        IActivation rrelu = new ActivationRReLU(0.1, 0.5);
        assertThat(Gains.forward(rrelu)).isCloseTo(Math.sqrt(2 / (1 + meanSquareSlope)), within(1e-12));
        assertThat(Gains.backward(rrelu)).isCloseTo(Math.sqrt(2 / (1 + meanSquareSlope)), within(1e-12));
        assertThat(MeanField.of(rrelu).mean(1)).isCloseTo(0.7 / Math.sqrt(2 * Math.PI), within(1e-12));
    }

    /** Why DL4J's object is not asked: its gradient is 1 everywhere, its evaluation max(x, mean slope). */
    @Test
    void dl4jsOwnRreluIsNotTheFunction() {
        ActivationRReLU rrelu = new ActivationRReLU(0.1, 0.5);
        INDArray x = Nd4j.createFromArray(-1.0, 0.2, 1.0).reshape(1, 3);
        rrelu.getActivation(x.dup(), true);
        assertThat(rrelu.backprop(x.dup(), Nd4j.onesLike(x)).getFirst().toDoubleVector())
                .containsExactly(1, 1, 1);
        assertThat(rrelu.getActivation(x.dup(), false).toDoubleVector()).containsExactly(0.3, 0.3, 1);
    }

    @Test
    void parametersOfAnActivationCount() {
        assertThat(Gains.forward(new ActivationLReLU(0.2))).isCloseTo(Math.sqrt(2 / 1.04), within(1e-12));
        // E[elu²] = 1/2 + α² (e² Φ(−2) − 2 √e Φ(−1) + 1/2), with Φ(−2) = 0.0227501319481792, Φ(−1) = 0.158655253931457.
        double left = Math.E * Math.E * 0.0227501319481792 - 2 * Math.sqrt(Math.E) * 0.158655253931457 + 0.5;
        assertThat(MeanField.of(new ActivationELU(0.5)).secondMoment(1)).isCloseTo(0.5 + left / 4, within(1e-12));
    }

    /** E[φ²] = 2 ∫ from θ of z² is θ·pdf(θ) + 1 − Φ(θ): all of it lies where a Gaussian has 10⁻¹⁵ of its mass. */
    @Test
    void farTailsAreNotLost() {
        double density = Math.exp(-32) / Math.sqrt(2 * Math.PI);
        double tail = 6.22096057427178e-16; // 1 − Φ(8)
        assertThat(MeanField.of(new ActivationThresholdedReLU(8)).secondMoment(1))
                .isCloseTo(8 * density + tail, relative(8 * density + tail, 1e-9));
    }

    /** A kink that is no binary fraction and is not at 0: clip(x, −b, b) with b = 1/√3. */
    @Test
    void kinksAreFoundWhereverTheyAre() {
        double b = 1 / Math.sqrt(3);
        IActivation clip = new Custom(x -> Math.max(-b, Math.min(b, x)), x -> Math.abs(x) < b ? 1 : 0);
        double inside = 0.436297138349227; // 2Φ(b) − 1
        double square = inside - 2 * b * Math.exp(-b * b / 2) / Math.sqrt(2 * Math.PI) + b * b * (1 - inside);
        assertThat(MeanField.of(clip).secondMoment(1)).isCloseTo(square, within(1e-12));
        assertThat(MeanField.of(clip).derivativeSecondMoment(1)).isCloseTo(inside, within(1e-12));
    }

    /** A step at θ: E[φ²] = 1 − Φ(θ). In the middle of a power of two's octave, too, and beside larger steps. */
    @ParameterizedTest
    @CsvSource({
        "0.25, 0.401293674317076",
        "0.3, 0.382088577811047",
        "0.5, 0.308537538725987",
        "0.75, 0.226627352376868",
        "1.5, 0.0668072012688581",
        "2.5, 0.00620966532577613",
    })
    void stepsAreFoundWhereverTheyAre(double threshold, double tail) {
        IActivation step = new Custom(x -> x > threshold ? 1 : 0, x -> 0);
        assertThat(MeanField.of(step).secondMoment(1)).isCloseTo(tail, relative(tail, 1e-10));
        // Two more steps, of which only the outer ones tell: rint(x) for |x| < 1.5 is −1, 0, 1 with steps at ±1/2.
        IActivation rounded = new Custom(Math::rint, x -> 0);
        double expected = 0;
        for (int k = 1; k <= 12; k++) {
            expected += (2 * k - 1) * Erf.erfc((k - 0.5) / Math.sqrt(2));
        }
        assertThat(MeanField.of(rounded).secondMoment(1)).isCloseTo(expected, within(1e-10));
    }

    /** What grows fast far out must not hide a kink near 0: max(0, eˣ − 2) bends at ln 2. */
    @Test
    void kinksNearTheOriginAreNotHiddenByGrowth() {
        IActivation bent = new Custom(x -> Math.max(0, Math.exp(x) - 2), x -> Math.exp(x) > 2 ? Math.exp(x) : 0);
        // E[e²ᶻ; z > ln 2] = e² Φ(2 − ln 2).
        double expected = Math.exp(2) * 0.5 * Erf.erfc((Math.log(2) - 2) / Math.sqrt(2));
        assertThat(MeanField.of(bent).derivativeSecondMoment(1)).isCloseTo(expected, relative(expected, 1e-10));
    }

    /** E[sin²(kz)] = (1 − e^(−2k²q)) / 2. */
    @ParameterizedTest
    @CsvSource({"20, 1", "50, 1", "1, 10000"})
    void oscillationsAreResolved(double k, double q) {
        IActivation sine = new Custom(x -> Math.sin(k * x), x -> k * Math.cos(k * x));
        assertThat(MeanField.of(sine).secondMoment(q)).isCloseTo((1 - Math.exp(-2 * k * k * q)) / 2, within(1e-10));
    }

    /** tanh(40(x − 3.3)) has nothing to offer near 0 and changes within 1/40. */
    @Test
    void sharpFeaturesAreResolved() {
        IActivation step = new Custom(x -> Math.tanh(40 * (x - 3.3)), x -> 40 / Math.pow(Math.cosh(40 * (x - 3.3)), 2));
        double expected = trapezoid(x -> Math.pow(40 / Math.pow(Math.cosh(40 * (x - 3.3)), 2), 2));
        assertThat(MeanField.of(step).derivativeSecondMoment(1)).isCloseTo(expected, relative(expected, 1e-10));
    }

    /** An activation that computes in single precision is noise to 10⁻⁷, kinks or not. */
    @Test
    void singlePrecisionGivesWhatItCan() {
        IActivation clip = new Custom(x -> (float) Math.max(-0.7f, Math.min(0.7f, x)), x -> Math.abs(x) < 0.7f ? 1 : 0);
        double inside = 0.516072695553854; // 2Φ(0.7) − 1
        double square = inside - 1.4 * Math.exp(-0.245) / Math.sqrt(2 * Math.PI) + 0.49 * (1 - inside);
        assertThat(MeanField.of(clip).secondMoment(1)).isCloseTo(square, within(1e-7));
    }

    @Test
    void theObjectIsAskedAndNotChanged() {
        // DL4J's ELU forgets its alpha in the derivative; the gradient that a network sees is what counts.
        assertThat(Gains.backward(new ActivationELU(0.5)))
                .isCloseTo(Gains.backward(new ActivationELU()), within(1e-12));
    }

    @Test
    void softmaxIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Gains.forward(new ActivationSoftmax()))
                .withMessage("activation must be element-wise: each output a function of its own input alone,"
                        + " received softmax");
    }

    @Test
    void preluIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Gains.forward(new ActivationPReLU(Nd4j.ones(1, 3), null)))
                .withMessage("activation must be a fixed function, without parameters that are trained as PReLU's"
                        + " slopes are, received prelu");
    }

    @Test
    void nullIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Gains.forward((IActivation) null))
                .withMessage("activation must be given, received null");
    }

    @Test
    void notANumberIsRefusedWithThePoint() {
        refused(
                new Custom(Math::sqrt, x -> 0.5 / Math.sqrt(x)),
                "activation must be finite, and its derivative too, wherever its inputs may be, received custom: its"
                        + " value at -1.0 is NaN");
        refused(
                new Custom(x -> x, x -> x > 7 ? Double.NaN : 1),
                "activation must be finite, and its derivative too, wherever its inputs may be, received custom: its"
                        + " derivative at 8.0 is NaN");
        // Found only when the integral meets it.
        refused(
                new Custom(x -> Math.abs(x - 3) < 0.1 ? Double.NaN : Math.tanh(x), x -> 1),
                "activation must be finite, and its derivative too, wherever its inputs may be, received custom: its"
                        + " value at ");
    }

    private static void refused(IActivation activation, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Gains.forward(activation))
                .withMessageStartingWith(message);
    }

    /** A curve that overflows is infinite, and a network of it diverges; it is not an error. */
    @Test
    void whatOverflowsIsInfinite() {
        MeanField exponential = MeanField.of(new Custom(Math::exp, Math::exp));
        assertThat(exponential.secondMoment(1)).isCloseTo(Math.exp(2), withinPercentage(1e-9));
        assertThat(exponential.secondMoment(1e6)).isInfinite();
        FixedPoint point = exponential.fixedPoint(1, 0, 10);
        assertThat(point.kind()).isEqualTo(FixedPoint.Kind.DIVERGENT);
        assertThat(point.growthPerLayer()).isInfinite();
        assertThat(exponential.depthScale(1, 0).gradient()).isZero();
    }

    @Test
    void functionsThatReturnNothingAreRefused() {
        IActivation broken = new BaseActivationFunction() {
            @Override
            public INDArray getActivation(INDArray in, boolean training) {
                return in;
            }

            @Override
            public Pair<INDArray, INDArray> backprop(INDArray in, INDArray epsilon) {
                return null;
            }

            @Override
            public String toString() {
                return "broken";
            }
        };
        refused(
                broken,
                "activation must be a function that returns as many elements as it is given, here 501, received"
                        + " broken: null");
    }

    @Test
    void constantsHaveNoBackwardGain() {
        IActivation constant = new Custom(x -> 2, x -> 0);
        assertThat(Gains.forward(constant)).isCloseTo(0.5, within(1e-12));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Gains.backward(constant))
                .withMessage("derivative of the activation must be different from zero where N(0, 1) has"
                        + " mass, received custom");
    }

    @Test
    void unknownRandomActivationsAreRefused() {
        IActivation noisy = new Custom(x -> x + Nd4j.getRandom().nextDouble(), x -> 1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Gains.forward(noisy))
                .withMessage("activation must be deterministic, because the expectation of a random one is not known,"
                        + " received custom");
    }

    /** Subtracts the mean of everything, which no shape of the argument shows. */
    @Test
    void hiddenDependenceOnOtherElementsIsRefused() {
        IActivation centring = new BaseActivationFunction() {
            @Override
            public INDArray getActivation(INDArray in, boolean training) {
                return in.subi(in.meanNumber());
            }

            @Override
            public Pair<INDArray, INDArray> backprop(INDArray in, INDArray epsilon) {
                return new Pair<>(epsilon, null);
            }
        };
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Gains.forward(centring))
                .withMessageStartingWith("activation must be element-wise");
    }

    /** The default data type of ND4J is no concern of the theory. */
    @Test
    void doublePrecisionWhateverTheDefault() {
        DataType type = Nd4j.defaultFloatingPointType();
        try {
            Nd4j.setDefaultDataTypes(DataType.FLOAT, DataType.FLOAT);
            double single = Gains.forward(Activation.TANH.getActivationFunction());
            Nd4j.setDefaultDataTypes(DataType.DOUBLE, DataType.DOUBLE);
            assertThat(Gains.forward(Activation.TANH.getActivationFunction())).isEqualTo(single);
        } finally {
            Nd4j.setDefaultDataTypes(type, type);
        }
    }

    /** Exponentially accurate for smooth functions that vanish at both ends. */
    private static double trapezoid(java.util.function.DoubleUnaryOperator function) {
        double step = 1.0 / 4096;
        double[] terms = new double[24 * 4096];
        Arrays.setAll(terms, i -> {
            double z = -12 + i * step;
            return function.applyAsDouble(z) * Math.exp(-z * z / 2);
        });
        return Arrays.stream(terms).sum() * step / Math.sqrt(2 * Math.PI);
    }

    private static org.assertj.core.data.Offset<Double> relative(double value, double share) {
        return within(Math.abs(value) * share);
    }
}
