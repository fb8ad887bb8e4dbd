// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.signal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dl4jinit.HeInit;
import io.github.dl4jinit.network.NetworkInit;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;

/**
 * Whether another start is recommended to a deep plain network depends on its depth, not on the draw of its weights.
 */
class DeepPlainAdviceTest {

    private static final int DEPTH = 60;

    private static MultiLayerNetwork network(int seed) {
        MultiLayerNetwork network = Nets.mlp(new HeInit(), Activation.RELU, 32, DEPTH);
        NetworkInit.builder().seed(seed).build().apply(network);
        return network;
    }

    /** The theory says 0.2 of all of them, and what is measured scatters around the limit of 0.5. */
    @Test
    void everyDrawOfSixtyLayersIsRecommendedMirroredWeights() {
        double largest = 0;
        for (int seed = 1; seed <= 4 && largest <= 0.5; seed++) {
            SignalReport report = SignalProbe.probe(network(seed));
            largest = Math.max(
                    largest, report.geometry().get().gradientCorrelation().getAsDouble());

            assertThat(report.recommendation()).contains("mirrored()");
        }

        assertThat(largest).as("one that is measured above the limit").isGreaterThan(0.5);
    }

    @Test
    void mirroredWeightsAreLeftAlone() {
        MultiLayerNetwork network = network(1);
        NetworkInit.builder().mirrored().build().apply(network);

        assertThat(SignalProbe.probe(network).recommendation()).isEmpty();
    }
}
