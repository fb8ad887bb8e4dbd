// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.theory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.activations.BaseActivationFunction;
import org.nd4j.linalg.activations.impl.ActivationTanH;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.ops.transforms.Transforms;

/** Numbers from one end of a double's range to the other: no question takes for ever, whatever the answer is. */
class MagnitudesTest {

    /** A question at a variance of 10¹⁶ takes some 2 million; at 10¹⁵⁴ it took 100 million. */
    private static final long MOST_POINTS = 15_000_000;

    @ParameterizedTest
    @ValueSource(doubles = {Double.MIN_VALUE, 1e-154, 1e154, Double.MAX_VALUE})
    void noQuestionTakesForEver(double x) {
        Counting tanh = new Counting();
        MeanField plain = MeanField.of(tanh);
        for (LayerMap map : new LayerMap[] {plain, plain.residual(1)}) {
            Map<String, Runnable> questions = new LinkedHashMap<>();
            questions.put("nextVariance", () -> map.nextVariance(x, 1, 1));
            questions.put("chi", () -> map.chi(x, 1));
            questions.put("nextCorrelation", () -> map.nextCorrelation(0.5, x, 1, 1));
            questions.put("nextCorrelation of opposites", () -> map.nextCorrelation(-0.9999, x, 1, 1));
            questions.put("correlationSlope", () -> map.correlationSlope(0.9999, x, 1, 1));
            questions.put("correlationCurvature", () -> map.correlationCurvature(x, 1, 1));
            questions.put("fixedPoint of large weights", () -> map.fixedPoint(x, 1));
            questions.put("fixedPoint of large biases", () -> map.fixedPoint(1, x));
            questions.put("fixedPoint from there", () -> map.fixedPoint(1, 1, x));
            questions.put("depthScale", () -> map.depthScale(x, 1));
            questions.put("variances", () -> map.variances(x, 1, 1, 10));
            questions.put("gradientGrowth", () -> map.gradientGrowth(x, 1, 1, 10));
            questions.put("critical", () -> plain.critical(x));
            questions.forEach((name, question) -> {
                tanh.points = 0;
                question.run();
                assertThat(tanh.points).as(name).isLessThan(MOST_POINTS);
            });
        }
    }

    /** At such variances tanh is a sign, of which the theory is known: 2/π arcsin(c). */
    @ParameterizedTest
    @ValueSource(doubles = {1e31, 1e154})
    void theAnswerIsRightWhereCutsAreLeftOut(double q) {
        MeanField tanh = MeanField.of(new ActivationTanH());
        for (double c : new double[] {-0.5, 0.3}) {
            assertThat(tanh.nextCorrelation(c, q, 1, 0)).isCloseTo(2 / Math.PI * Math.asin(c), within(1e-11));
        }
    }

    /** A bump is all that there is of such a function, however narrow it is beside the Gaussian. */
    @Test
    void aBump() {
        double q = 1e40;
        MeanField bump = MeanField.of(new Bump());
        // Of independent inputs, the square of the mean, ∫ exp(−x²) / √(2πq) dx = 1 / √(2q).
        assertThat(bump.nextCovariance(0, q, 1, 0) * 2 * q).isCloseTo(1, within(1e-9));
    }

    /** Hyperbolic tangent, which counts what it is asked. */
    private static final class Counting extends ActivationTanH {

        private static final long serialVersionUID = 1L;
        private transient long points;

        @Override
        public INDArray getActivation(INDArray in, boolean training) {
            points += in.length();
            return super.getActivation(in, training);
        }
    }

    /** exp(−x²). */
    private static final class Bump extends BaseActivationFunction {

        private static final long serialVersionUID = 1L;

        @Override
        public INDArray getActivation(INDArray in, boolean training) {
            return Transforms.exp(in.mul(in).negi());
        }

        @Override
        public Pair<INDArray, INDArray> backprop(INDArray in, INDArray epsilon) {
            return new Pair<>(getActivation(in, true).muli(in).muli(-2).muli(epsilon), null);
        }

        @Override
        public String toString() {
            return "bump";
        }
    }
}
