// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.signal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dl4jinit.HeInit;
import io.github.dl4jinit.XavierInit;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;

/** The first line of a report says what is wrong and what to do, to people who know no theory. */
class SummaryTest {

    @Test
    void aHealthyNetworkIsCalledSo() {
        SignalReport report = SignalProbe.probe(Nets.mlp(new HeInit(), Activation.RELU, 32, 5));
        assertThat(report.summary()).isEqualTo("Healthy: signal and gradients reach every layer.");
        assertThat(report.toText()).startsWith(report.summary() + "\n\n");
    }

    @Test
    void aHealthyOneThatCouldTrainBetterToo() {
        SignalReport report = SignalProbe.probe(Nets.mlp(new HeInit(), Activation.RELU, 64, 60));
        assertThat(report.summary())
                .isEqualTo(
                        "Healthy: signal and gradients reach every layer, but another start would train better (below).");
    }

    @Test
    void aSignalThatDiesOut() {
        SignalReport report = SignalProbe.probe(Nets.mlp(new XavierInit(), Activation.RELU, 64, 30));
        assertThat(report.summary())
                .isEqualTo(
                        "The signal dies out on its way to the output. One more problem is below."
                                + " To do: .weightInit(new HeInit())   // in theory +0.0 orders of magnitude forward, +0.0 back");
    }

    @Test
    void aSignalThatGrows() {
        assertThat(SignalProbe.probe(Nets.mlp(new HeInit(2), Activation.RELU, 64, 30))
                        .summary())
                .startsWith("The signal grows without measure on its way to the output.")
                .contains("To do: .weightInit(new HeInit())");
    }

    @Test
    void oneLayerThatIsOff() {
        MultiLayerNetwork network = Nets.mlp(new HeInit(), Activation.RELU, 64, 12);
        network.getLayer(6).getParam("W").muli(100);
        assertThat(SignalProbe.probe(network).summary())
                .startsWith("The signal changes its size out of all proportion in layer6.")
                .contains("To do: Initialise layer6");
    }

    @Test
    void aFaultOfALayerNamesItAndCountsTheOthers() {
        MultiLayerNetwork network = Nets.mlp(new HeInit(), Activation.RELU, 64, 12);
        network.getLayer(3).getParam("W").putScalar(0, Float.NaN);
        SignalReport report = SignalProbe.probe(network);
        assertThat(report.summary()).startsWith("Fault in layer3: from here on values are NaN or infinite.");
        int others = report.problems().size() - 1;
        assertThat(report.summary().contains("below.")).isEqualTo(others > 0);
    }
}
