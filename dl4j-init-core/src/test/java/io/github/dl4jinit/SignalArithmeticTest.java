// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.IWeightInit;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** What the papers' arithmetic promises happens in real networks: 50 ReLU layers of width 256, ten seeds. */
class SignalArithmeticTest {

    private static final int WIDTH = 256;
    private static final int DEPTH = 50;
    private static final int SEEDS = 10;

    /** The mean square is multiplied by gain² · numerator / 2 a layer: 1 for He. */
    @Test
    void heKeepsTheSignal() {
        assertThat(meanSquareAfterAllLayers(new HeInit())).isBetween(0.5, 2.0);
    }

    /** The mean square is multiplied by 1/2 a layer, because ReLU passes half of the second moment. */
    @Test
    void xavierHalvesItInEveryLayer() {
        assertThat(growthPerLayer(new XavierInit())).isBetween(0.5 / 1.02, 0.5 * 1.02);
    }

    /** The mean square is multiplied by 1.2² a layer; a gain applied to the variance would give 1.2. */
    @Test
    void aGainMultipliesTheDeviationInEveryLayer() {
        assertThat(growthPerLayer(new HeInit(1.2))).isBetween(1.44 / 1.02, 1.44 * 1.02);
    }

    private static double growthPerLayer(IWeightInit init) {
        return Math.pow(meanSquareAfterAllLayers(init), 1.0 / DEPTH);
    }

    /** The mean square of the last activations over that of the input, averaged over the seeds. */
    private static double meanSquareAfterAllLayers(IWeightInit init) {
        return IntStream.rangeClosed(1, SEEDS) // not 0, which ND4J replaces by the clock
                .mapToDouble(seed -> {
                    MultiLayerNetwork network = Networks.dense(init, Activation.RELU, WIDTH, DEPTH, seed);
                    INDArray input = Nd4j.randn(DataType.FLOAT, 32, WIDTH);
                    return meanSquare(network.output(input)) / meanSquare(input);
                })
                .average()
                .getAsDouble();
    }

    private static double meanSquare(INDArray array) {
        INDArray doubles = array.castTo(DataType.DOUBLE);
        return doubles.muli(doubles).meanNumber().doubleValue();
    }
}
