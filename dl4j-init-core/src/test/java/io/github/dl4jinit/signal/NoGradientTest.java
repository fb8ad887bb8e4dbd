// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.signal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dl4jinit.HeInit;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayerWithBackprop;
import org.deeplearning4j.nn.conf.layers.samediff.SameDiffLambdaVertex;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.transferlearning.TransferLearning;
import org.junit.jupiter.api.Test;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.learning.config.NoOp;

/** Layers that are to be trained and get no gradient are found, and the node that stops it is named. */
class NoGradientTest {

    private static final int WIDTH = 16;
    private static final DataSet BATCH = Nets.batch(1, 3, 64, WIDTH);

    private static DenseLayer.Builder dense() {
        return new DenseLayer.Builder().nIn(WIDTH).nOut(WIDTH);
    }

    private static MultiLayerNetwork list(Layer... layers) {
        var builder = Nets.builder(new HeInit(), Activation.RELU).list();
        for (Layer layer : layers) {
            builder.layer(layer);
        }
        return Nets.initialised(builder.layer(Nets.softmax(WIDTH, 3)).build());
    }

    @Test
    void aFrozenLayerInTheMiddleAndItsCure() {
        MultiLayerNetwork network = list(dense().build(), dense().build(), new FrozenLayer(dense().build()));
        Problem problem = only(SignalProbe.probe(network, BATCH));
        assertThat(problem.layer()).isEqualTo("layer0");
        assertThat(problem.sentence()).contains("nor to layer1").contains("layer2 (FrozenLayer)");
        assertThat(problem.advice())
                .hasValueSatisfying(advice -> assertThat(advice).contains("FrozenLayerWithBackprop"));
        assertThat(changes(network, 0)).isFalse();

        MultiLayerNetwork cured = list(dense().build(), dense().build(), new FrozenLayerWithBackprop(dense().build()));
        assertThat(SignalProbe.probe(cured, BATCH).healthy()).isTrue();
        assertThat(changes(cured, 0)).isTrue();
        assertThat(changes(cured, 2)).isFalse();
    }

    private static boolean changes(MultiLayerNetwork network, int layer) {
        INDArray before = network.getLayer(layer).params().dup();
        network.fit(BATCH);
        return !network.getLayer(layer).params().equals(before);
    }

    @Test
    void everythingBeforeFrozenIsSound() {
        MultiLayerNetwork network = list(dense().build(), dense().build(), dense().build());
        MultiLayerNetwork tuned =
                new TransferLearning.Builder(network).setFeatureExtractor(1).build();
        assertThat(SignalProbe.probe(tuned, BATCH).healthy()).isTrue();

        MultiLayerNetwork kept = list(dense().updater(new NoOp()).build(), new FrozenLayer(dense().build()));
        assertThat(SignalProbe.probe(kept, BATCH).healthy()).isTrue();
    }

    @Test
    void aFrozenVertexOfAGraph() {
        ComputationGraph network = graph(graph -> graph.addLayer("b", new FrozenLayer(dense().build()), "a"));
        Problem problem = only(SignalProbe.probe(network, BATCH));
        assertThat(problem.layer()).isEqualTo("a");
        assertThat(problem.sentence()).contains("b (FrozenLayer)");
    }

    @Test
    void aLambdaWithoutADerivative() {
        ComputationGraph network = graph(graph -> graph.addVertex("b", new Signs(), "a"));
        Problem problem = only(SignalProbe.probe(network, BATCH));
        assertThat(problem.layer()).isEqualTo("a");
        assertThat(problem.sentence()).contains("b (");
        INDArray before = network.getLayer("a").params().dup();
        network.fit(BATCH);
        assertThat(network.getLayer("a").params()).isEqualTo(before);
    }

    /** The sign of each number, whose derivative is 0. */
    public static final class Signs extends SameDiffLambdaVertex {
        private static final long serialVersionUID = 1L;

        @Override
        public SDVariable defineVertex(SameDiff sameDiff, VertexInputs inputs) {
            return sameDiff.math.sign(inputs.getInput(0));
        }
    }

    /** A second way around the node that stops gradients: they arrive, so nothing is wrong. */
    @Test
    void aWayAround() {
        ComputationGraph network = graph(graph -> graph.addLayer("stop", new FrozenLayer(dense().build()), "a")
                .addVertex(
                        "b",
                        new org.deeplearning4j.nn.conf.graph.ElementWiseVertex(
                                org.deeplearning4j.nn.conf.graph.ElementWiseVertex.Op.Add),
                        "a",
                        "stop"));
        assertThat(SignalProbe.probe(network, BATCH).problems(Problem.Kind.NO_GRADIENT))
                .isEmpty();
    }

    /** Weights of zero let no gradient through at the first step, and do at the second. */
    @Test
    void weightsOfZeroAtTheOutputAreSound() {
        MultiLayerNetwork network = list(dense().build(), dense().build());
        network.getLayer(2).getParam("W").assign(0);
        assertThat(SignalProbe.probe(network, BATCH).healthy()).isTrue();
        assertThat(changes(network, 0)).isFalse();
        assertThat(changes(network, 0)).isTrue();
    }

    @Test
    void aDeadLayerIsCalledDead() {
        MultiLayerNetwork network = list(dense().build(), dense().build(), dense().build());
        network.getLayer(1).getParam("b").assign(-100);
        SignalReport report = SignalProbe.probe(network, BATCH);
        assertThat(report.problems(Problem.Kind.NO_GRADIENT)).isEmpty();
        assertThat(report.problems(Problem.Kind.DEAD))
                .extracting(Problem::layer)
                .containsExactly("layer1");
    }

    @Test
    void aSaturatedLayerIsCalledSaturated() {
        MultiLayerNetwork network =
                list(dense().build(), dense().activation(Activation.SIGMOID).build(), dense().build());
        network.getLayer(1).getParam("b").assign(200);
        assertThat(SignalProbe.probe(network, BATCH).problems())
                .extracting(Problem::kind)
                .contains(Problem.Kind.SATURATED)
                .doesNotContain(Problem.Kind.NO_GRADIENT, Problem.Kind.BACKWARD);
    }

    private static ComputationGraph graph(java.util.function.UnaryOperator<GraphBuilder> middle) {
        GraphBuilder graph = Nets.builder(new HeInit(), Activation.RELU)
                .graphBuilder()
                .addInputs("in")
                .addLayer("a", dense().build(), "in");
        ComputationGraph network = new ComputationGraph(middle.apply(graph)
                .addLayer("c", dense().build(), "b")
                .addLayer("out", Nets.softmax(WIDTH, 3), "c")
                .setOutputs("out")
                .build());
        network.init();
        return network;
    }

    private static Problem only(SignalReport report) {
        assertThat(report.problems()).extracting(Problem::kind).containsExactly(Problem.Kind.NO_GRADIENT);
        return report.problems().get(0);
    }
}
