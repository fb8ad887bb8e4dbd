// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jinit.HeInit;
import io.github.dl4jinit.XavierInit;
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

/** Faults of networks with skip connections. */
class ResidualFaultsTest {

    private static final int WIDTH = 64;
    private static final int DEPTH = 50;

    @Test
    void inABranchAndOnTheMainLineOfAGraph() {
        ComputationGraph network = residual(12);
        SignalReport healthy = SignalProbe.probe(network);
        // Twelve blocks double the variance twelve times, so the logits are too large; the signal is not.
        assertThat(healthy.problems()).extracting(Problem::kind).containsExactly(Problem.Kind.LOSS);
        assertThat(healthy.layer("add5").mainLine()).isTrue();
        assertThat(healthy.layer("b5").mainLine()).isFalse();
        assertThat(healthy.layer("add5").depth()).isEqualTo(13);

        // A branch that starts switched off is a scheme, not a fault.
        network.getLayer("b5").getParam("W").assign(0);
        assertThat(SignalProbe.probe(network).problems())
                .extracting(Problem::kind)
                .containsExactly(Problem.Kind.LOSS);

        network.getLayer("b5").getParam("W").assign(Float.NaN);
        assertThat(SignalProbe.probe(network).firstSuspicious()).hasValue("b5");
        network.getLayer("b5").getParam("W").assign(0);
        network.getLayer("a7").getParam("b").assign(-100);
        SignalReport dead = SignalProbe.probe(network);
        assertThat(dead.problems(Problem.Kind.DEAD)).extracting(Problem::layer).containsExactly("a7");
        assertThat(dead.forward().verdict()).isEqualTo(Verdict.HEALTHY);
    }

    /** x + f(x), whose two parts are equally large: the variance doubles in each block. */
    @Test
    void skipConnectionsWithoutScalingExplode() {
        SignalReport report = SignalProbe.probe(residual(30));
        assertThat(report.forward().verdict()).isEqualTo(Verdict.EXPLODING);
        assertThat(report.forward().ordersOfMagnitude()).isCloseTo(29 * Math.log10(Math.sqrt(2)), within(0.5));
        assertThat(report.backward().verdict()).isEqualTo(Verdict.EXPLODING);
    }

    /** What must not be followed way by way: 80 skip connections make 2⁸⁰ of them. */
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

    /** Blocks x + b(relu(a(x))) of two dense layers. */
    private static ComputationGraph residual(int blocks) {
        GraphBuilder graph = Nets.builder(new HeInit(), Activation.RELU)
                .graphBuilder()
                .addInputs("in")
                .addLayer(
                        "stem", new DenseLayer.Builder().nIn(WIDTH).nOut(WIDTH).build(), "in");
        String before = "stem";
        for (int i = 0; i < blocks; i++) {
            graph.addLayer(
                            "a" + i,
                            new DenseLayer.Builder().nIn(WIDTH).nOut(WIDTH).build(),
                            before)
                    .addLayer(
                            "b" + i,
                            new DenseLayer.Builder()
                                    .nIn(WIDTH)
                                    .nOut(WIDTH)
                                    .weightInit(new XavierInit())
                                    .activation(Activation.IDENTITY)
                                    .build(),
                            "a" + i)
                    .addVertex("add" + i, new ElementWiseVertex(ElementWiseVertex.Op.Add), before, "b" + i);
            before = "add" + i;
        }
        ComputationGraph network = new ComputationGraph(graph.addLayer("out", Nets.softmax(WIDTH, 10), before)
                .setOutputs("out")
                .build());
        network.init();
        return network;
    }
}
