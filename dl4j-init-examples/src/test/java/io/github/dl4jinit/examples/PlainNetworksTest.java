// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.examples;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jinit.HeInit;
import io.github.dl4jinit.MirroredInit;
import io.github.dl4jinit.OrthogonalInit;
import io.github.dl4jinit.network.NetworkInit;
import io.github.dl4jinit.theory.MeanField;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.IWeightInit;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** What the examples of plain networks claim, with fewer layers and fewer updates. */
class PlainNetworksTest {

    /** With 61 layers and 50 steps it is 0.25 against 0.87. */
    @Test
    void plainLayersLearnFromMirroredWeights() {
        assertThat(PlainBesideResidual.testAccuracy(PlainBesideResidual.network(20, false), 35))
                .isLessThan(0.5);
        assertThat(PlainBesideResidual.testAccuracy(PlainBesideResidual.mirrored(20), 35))
                .isGreaterThan(0.7);
    }

    /** He's weights let the signal of GELU vanish; a network that names one class has 0.1135. */
    @Test
    void geluLearnsFromMirroredWeights() {
        assertThat(GeluHundredLayers.testAccuracy(GeluHundredLayers.network(32), 25))
                .isLessThan(0.3);
        assertThat(GeluHundredLayers.testAccuracy(GeluHundredLayers.mirrored(32), 25))
                .isGreaterThan(0.7);
    }

    /** With 60 layers and 40 steps it is 0.14 against 0.88. */
    @Test
    void tanhLearnsFromSmallPreActivations() {
        MultiLayerNetwork usual = TanhHundredFiftyLayers.network(40);
        NetworkInit.builder().orthogonal().build().apply(usual);
        assertThat(TanhHundredFiftyLayers.testAccuracy(usual, 25)).isLessThan(0.3);
        MultiLayerNetwork small = TanhHundredFiftyLayers.network(40);
        TanhHundredFiftyLayers.byDepth().apply(small);
        assertThat(TanhHundredFiftyLayers.testAccuracy(small, 25)).isGreaterThan(0.7);
    }

    /** It is 0.45; with He's weights, 30 layers and twice as many steps 0.28. */
    @Test
    void plainConvolutionsLearnFromMirroredKernels() throws Exception {
        assertThat(PlainConvNet.testAccuracy(PlainConvNet.mirrored(18), 12)).isGreaterThan(0.4);
    }

    /**
     * Over seeds, a standard deviation has itself the standard error 1/√(2 seeds) of its size. The theory's first order
     * is 7 % too small for He's weights at 32 units, and 10 % for orthogonal ones, from the exact distributions of a
     * layer's factor.
     */
    @Test
    void lengthsSpreadWithDepthOverWidth() {
        int seeds = 100;
        int width = 32;
        double[] he = SpreadOfLengths.spreads(new HeInit(), new HeInit(), width, seeds);
        IWeightInit isometry = new OrthogonalInit(Math.sqrt(2));
        double[] orthogonal = SpreadOfLengths.spreads(isometry, isometry, width, seeds);
        double[] mirrored = SpreadOfLengths.spreads(MirroredInit.first(), MirroredInit.hidden(), width, seeds);
        double tolerance = 3 / Math.sqrt(2.0 * seeds);
        for (int i = 0; i < he.length; i++) {
            double layersPerUnit = (double) SpreadOfLengths.DEPTHS.get(i) / width;
            assertThat(he[i] / Math.sqrt(5 * layersPerUnit)).isCloseTo(1.07, within(tolerance));
            assertThat(orthogonal[i] / Math.sqrt(3 * layersPerUnit)).isCloseTo(1.10, within(tolerance));
            assertThat(mirrored[i]).isLessThan(1e-12);
        }
    }

    @Test
    void mirroredGradientsAreAllTheSame() {
        assertThat(ShatteredGradients.correlations(ShatteredGradients.MIRRORED, 25, 2))
                .allSatisfy(correlation -> assertThat(correlation).isCloseTo(1, within(1e-9)));
    }

    /** 1/2^10 is nothing, and 1/√25 is 0.2; at neighbours skip connections keep a little more. */
    @Test
    void gradientsShatterMostlyInNormalisedNetworks() {
        assertThat(ShatteredGradients.correlations(ShatteredGradients.NORMALISED, 10, 2))
                .allSatisfy(correlation -> assertThat(correlation).isBetween(-0.2, 0.2));
        assertThat(ShatteredGradients.correlations(ShatteredGradients.RESIDUAL, 25, 2))
                .allSatisfy(correlation -> assertThat(correlation).isBetween(0.1, 0.5));
        assertThat(ShatteredGradients.correlations(ShatteredGradients.SCALED, 25, 2))
                .allSatisfy(correlation -> assertThat(correlation).isBetween(0.95, 1.0));
    }

    /**
     * A layer of infinite width multiplies the correlation of gradients by C′(c), c being that of the inputs; 5 layers
     * of 200 differ by about depth over width.
     */
    @Test
    void plainGradientsFollowTheTheory() {
        MeanField relu = MeanField.of(new ActivationReLU());
        double theory = IntStream.range(0, ShatteredGradients.INPUTS - ShatteredGradients.DISTANCE)
                .mapToDouble(i -> {
                    double a = -2 + 4.0 * i / 255;
                    double b = -2 + 4.0 * (i + ShatteredGradients.DISTANCE) / 255;
                    double correlation = (a * b + 1) / Math.sqrt((a * a + 1) * (b * b + 1));
                    double gradients = 1;
                    for (int layer = 0; layer < 5; layer++) {
                        gradients *= relu.correlationSlope(correlation, 1, 2, 0);
                        correlation = relu.nextCorrelation(correlation, 1, 2, 0);
                    }
                    return gradients;
                })
                .average()
                .orElseThrow();
        INDArray measured = Nd4j.createFromArray(
                ShatteredGradients.correlations(ShatteredGradients.PLAIN, 5, 10).toArray());
        double standardError = measured.stdNumber().doubleValue() / Math.sqrt(measured.length());
        assertThat(measured.meanNumber().doubleValue()).isCloseTo(theory, within(3 * standardError + 5 / 200.0));
        assertThat(standardError).isLessThan(0.02);
    }
}
