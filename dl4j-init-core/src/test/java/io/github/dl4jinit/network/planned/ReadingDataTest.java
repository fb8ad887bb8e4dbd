// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.network.planned;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jinit.network.Nets;
import io.github.dl4jinit.network.NetworkInit;
import io.github.dl4jinit.network.NetworkInitSummary;
import io.github.dl4jinit.theory.Preserve;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.DropoutLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.activations.Activation;

/** No gradient has to be kept before weights that read data: they keep the signal, whatever the others keep. */
class ReadingDataTest {

    private static final int WORDS = 5000;
    private static final int UNITS = 64;

    @ParameterizedTest
    @EnumSource(Preserve.class)
    void weightsThatReadDataKeepTheSignal(Preserve preserve) {
        ComputationGraph network = Nets.initialised(Nets.builder()
                .graphBuilder()
                .addInputs("words", "more")
                .addLayer("direct", dense(WORDS), "words")
                .addVertex("both", new MergeVertex(), "words", "more")
                .addLayer(
                        "normalised",
                        new BatchNormalization.Builder()
                                .nIn(WORDS + 10)
                                .nOut(WORDS + 10)
                                .build(),
                        "both")
                .addLayer("dropped", new DropoutLayer(0.5), "normalised")
                .addLayer("indirect", dense(WORDS + 10), "dropped")
                .addLayer("frozen", new FrozenLayer(dense(WORDS)), "words")
                .addLayer("behindFrozen", dense(UNITS), "frozen")
                .addVertex("mixed", new MergeVertex(), "words", "direct")
                .addLayer("behindBoth", dense(WORDS + UNITS), "mixed")
                .addLayer("behindWeights", dense(UNITS), "direct")
                .addVertex("all", new MergeVertex(), "indirect", "behindFrozen", "behindBoth", "behindWeights")
                .addLayer("out", Nets.softmax().nIn(4 * UNITS).build(), "all")
                .setOutputs("out"));
        NetworkInitSummary summary =
                NetworkInit.builder().preserve(preserve).build().apply(network);

        assertThat(std(summary, "direct")).isCloseTo(Math.sqrt(1.0 / WORDS), within(1e-12));
        assertThat(std(summary, "indirect"))
                .isCloseTo(Math.sqrt(0.5 / (WORDS + 10)), within(1e-8)); // FLOAT: γ is measured
        assertThat(summary.parameters().stream()
                        .filter(parameter -> parameter.layer().equals("behindFrozen"))
                        .findFirst()
                        .orElseThrow()
                        .origin())
                .contains("E[x²]")
                .doesNotContain("E[φ′²]");
        double forward = 1 / Math.sqrt(WORDS + UNITS); // the identity keeps the mean square of data, which is 1
        double backward = 1 / Math.sqrt(UNITS);
        assertThat(std(summary, "behindBoth"))
                .isCloseTo(
                        preserve == Preserve.FORWARD
                                ? forward
                                : preserve == Preserve.BACKWARD ? backward : Math.sqrt(forward * backward),
                        within(1e-12));
        assertThat(std(summary, "behindWeights")).isCloseTo(backward, within(1e-12));
    }

    private static DenseLayer dense(int in) {
        return new DenseLayer.Builder()
                .nIn(in)
                .nOut(UNITS)
                .activation(Activation.IDENTITY)
                .build();
    }

    private static double std(NetworkInitSummary summary, String layer) {
        return summary.parameters().stream()
                .filter(parameter -> parameter.layer().equals(layer) && parameter.drawn())
                .findFirst()
                .orElseThrow()
                .stdAsked()
                .getAsDouble();
    }
}
