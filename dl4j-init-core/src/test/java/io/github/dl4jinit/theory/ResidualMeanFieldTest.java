// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.theory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.activations.Activation;

/** The theory of layers with skip connections. */
class ResidualMeanFieldTest {

    private static final MeanField RELU = MeanField.of(Activation.RELU.getActivationFunction());
    private static final MeanField TANH = MeanField.of(Activation.TANH.getActivationFunction());

    @Test
    void residualMapsAddToWhatIsThere() {
        ResidualMeanField residual = RELU.residual(0.5);
        assertThat(residual.alpha()).isEqualTo(0.5);
        // q + α² (σ_w² q/2 + σ_b²), 1 + α² σ_w²/2, and the branch's covariance by the arc-cosine kernel.
        assertThat(residual.nextVariance(3, 2, 0.1)).isCloseTo(3 + 0.25 * 3.1, within(1e-12));
        assertThat(residual.varianceSlope(3, 2)).isCloseTo(1.25, within(1e-12));
        assertThat(residual.chi(3, 2)).isCloseTo(1.25, within(1e-12));
        assertThat(residual.nextCorrelation(0, 3, 2, 0.1)).isCloseTo(0.25 * (3 / Math.PI + 0.1) / 3.775, within(1e-12));
        assertThat(residual.nextCorrelation(1, 3, 2, 0.1)).isCloseTo(1, within(1e-12));
        assertThat(residual.correlationSlope(0, 3, 2, 0.1))
                .isCloseTo((3 + 0.25 * 3 * 0.5 * 2 / 2) / 3.775, within(1e-9));
    }

    /** With α = 1/√L the variance after L layers tends to e, whatever the depth; without skip connections it is 2⁻ᴸ. */
    @ParameterizedTest
    @CsvSource({"152", "1000"})
    void scaledBranchesKeepAnyDepth(int depth) {
        ResidualMeanField residual = RELU.residual(1 / Math.sqrt(depth));
        double expected = Math.pow(1 + 1.0 / depth, depth);
        assertThat(residual.variances(1, 2, 0, depth)[depth]).isCloseTo(expected, within(1e-9));
        assertThat(residual.gradientGrowth(1, 2, 0, depth)).isCloseTo(expected, within(1e-9));
    }

    /** Bounded branches add at most a constant: polynomial growth where the plain network decays exponentially. */
    @Test
    void tanhWithSkipConnectionsIsPolynomial() {
        ResidualMeanField residual = TANH.residual(1);
        FixedPoint point = residual.fixedPoint(1, 0);
        assertThat(point.kind()).isEqualTo(FixedPoint.Kind.DIVERGENT);
        assertThat(point.growthPerLayer()).isCloseTo(1, within(1e-9));
        double[] variances = residual.variances(1, 1, 0, 1000);
        assertThat(variances[1000]).isBetween(800.0, 1001.0);
        // χ − 1 falls like 1/√layer, so ln of the gradient's growth like √layers: e^(4/(3√π)·√L·…), not e^L.
        double halfway = Math.log(residual.gradientGrowth(1, 1, 0, 500));
        assertThat(Math.log(residual.gradientGrowth(1, 1, 0, 1000)) / halfway).isBetween(1.3, 1.5);
        DepthScale scale = residual.depthScale(1, 0);
        assertThat(scale.variance()).isInfinite();
        assertThat(scale.correlation()).isInfinite();
    }
}
