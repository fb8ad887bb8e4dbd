// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.signal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dl4jinit.HeInit;
import io.github.dl4jinit.network.NetworkInit;
import io.github.dl4jinit.theory.Preserve;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.activations.Activation;

/** What must not be followed way by way: 80 skip connections make 2⁸⁰ of them, which would take for ever. */
class ManyWaysTest {

    @Test
    void eightySkipConnectionsAreProbed() {
        GraphBuilder graph = Nets.builder(new HeInit(), Activation.RELU)
                .graphBuilder()
                .addInputs("in")
                .addLayer("stem", new DenseLayer.Builder().nIn(8).nOut(8).build(), "in");
        String before = "stem";
        for (int i = 0; i < 80; i++) {
            graph.addLayer("act" + i, new ActivationLayer(Activation.TANH), before)
                    .addLayer("gate" + i, new ActivationLayer(Activation.IDENTITY), before)
                    .addVertex("sum" + i, new ElementWiseVertex(ElementWiseVertex.Op.Average), "act" + i, "gate" + i);
            before = "sum" + i;
        }
        ComputationGraph network = new ComputationGraph(graph.addLayer("out", Nets.softmax(8, 3), before)
                .setOutputs("out")
                .build());
        network.init();
        assertThat(SignalProbe.probe(network).layers()).hasSize(2 + 3 * 80 + 1);
        assertThat(NetworkInit.builder().build().apply(network).parameters()).isNotEmpty();
    }

    /** A narrow output behind a wide layer: scaled by its fan-out, its logits would be 20 times as large. */
    @ParameterizedTest
    @EnumSource(Preserve.class)
    void networkInitMakesHealthyOutputsInAnyMode(Preserve preserve) {
        ComputationGraph network = new ComputationGraph(Nets.builder(new HeInit(), Activation.RELU)
                .graphBuilder()
                .addInputs("in")
                .addLayer("a", new DenseLayer.Builder().nIn(32).nOut(2048).build(), "in")
                .addLayer("out", Nets.softmax(2048, 4), "a")
                .setOutputs("out")
                .build());
        network.init();
        NetworkInit.builder().preserve(preserve).build().apply(network);
        SignalReport report = SignalProbe.probe(network);
        assertThat(report.problems()).as(report.toText()).isEmpty();
    }
}
