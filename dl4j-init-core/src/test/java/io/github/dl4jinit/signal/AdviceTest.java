// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.signal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dl4jinit.HeInit;
import io.github.dl4jinit.XavierInit;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration.ListBuilder;
import org.deeplearning4j.nn.conf.graph.ScaleVertex;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.PReLULayer;
import org.deeplearning4j.nn.conf.layers.samediff.SameDiffLambdaVertex;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.weights.IWeightInit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.autodiff.samediff.SDVariable;
import org.nd4j.autodiff.samediff.SameDiff;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.dataset.DataSet;

/** What to do is said for what is wrong, wherever the function stands. */
class AdviceTest {

    private static final int WIDTH = 16;

    /** The function of a dense layer that has none itself stands in the layer behind it. */
    @Test
    void functionsInLayersOfTheirOwn() {
        for (boolean learnt : new boolean[] {false, true}) {
            ListBuilder layers =
                    Nets.builder(new XavierInit(), Activation.IDENTITY).list();
            for (int i = 0; i < 30; i++) {
                layers.layer(new DenseLayer.Builder().nIn(WIDTH).nOut(WIDTH).build());
                layers.layer(
                        learnt
                                ? new PReLULayer.Builder().inputShape(WIDTH).build()
                                : new ActivationLayer(Activation.RELU));
            }
            MultiLayerNetwork network =
                    Nets.initialised(layers.layer(Nets.softmax(WIDTH, 3)).build());
            assertThat(SignalProbe.probe(network).recommendation()).startsWith(".weightInit(new HeInit())");
        }
    }

    /** What already is there is not advised once more: in each block a vertex shrinks what sound weights keep. */
    @Test
    void weightsThatAreNotToBlame() {
        assertThat(shrinking(new HeInit()))
                .startsWith("The weights of layer0 and the like already have the scale")
                .contains("BatchNormalization")
                .doesNotContain("NetworkInit");
        assertThat(shrinking(new XavierInit())).startsWith(".weightInit(new HeInit())");
    }

    private static String shrinking(IWeightInit initialiser) {
        GraphBuilder graph =
                Nets.builder(initialiser, Activation.RELU).graphBuilder().addInputs("in");
        String before = "in";
        for (int i = 0; i < 12; i++) {
            graph.addLayer(
                    "layer" + i, new DenseLayer.Builder().nIn(128).nOut(128).build(), before);
            graph.addVertex("scale" + i, new ScaleVertex(0.3), "layer" + i);
            before = "scale" + i;
        }
        ComputationGraph network = new ComputationGraph(graph.addLayer("out", Nets.softmax(128, 3), before)
                .setOutputs("out")
                .build());
        network.init();
        return SignalProbe.probe(network).recommendation();
    }

    /** An explosion that ends beyond what numbers hold is cured by another start, not by looking for NaN. */
    @Test
    void anExplosionToInfinity() {
        MultiLayerNetwork network = Nets.mlp(new HeInit(1e4), Activation.RELU, WIDTH, 20);
        SignalReport report = SignalProbe.probe(network);
        assertThat(report.problems()).extracting(Problem::kind).contains(Problem.Kind.FORWARD);
        assertThat(report.recommendation()).startsWith(".weightInit(new HeInit())");
    }

    @Test
    void aVertexThatMakesNaN() {
        ComputationGraph network = new ComputationGraph(Nets.builder(new HeInit(), Activation.RELU)
                .graphBuilder()
                .addInputs("in")
                .addLayer("a", new DenseLayer.Builder().nIn(WIDTH).nOut(WIDTH).build(), "in")
                .addVertex("log", new Logarithm(), "a")
                .addLayer("out", Nets.softmax(WIDTH, 3), "log")
                .setOutputs("out")
                .build());
        network.init();
        SignalReport report = SignalProbe.probe(network);
        assertThat(report.problems()).extracting(Problem::kind).containsExactly(Problem.Kind.NOT_FINITE);
        assertThat(report.firstSuspicious()).hasValue("log");
        assertThat(report.recommendation()).startsWith("Look at log: finite numbers go in");
    }

    /** The logarithm of what is often 0. */
    public static final class Logarithm extends SameDiffLambdaVertex {
        private static final long serialVersionUID = 1L;

        @Override
        public SDVariable defineVertex(SameDiff sameDiff, VertexInputs inputs) {
            return sameDiff.math.log(inputs.getInput(0));
        }
    }

    /** Inputs that a vertex makes too small are told from inputs that are too large to begin with. */
    @Test
    void inputsScaledByAVertex() {
        DataSet batch = Nets.batch(1, 3, 32, WIDTH);
        assertThat(scaled(1e-4, batch).firstSuspicious()).hasValue("scale");
        DataSet large = new DataSet(batch.getFeatures().mul(1e4), batch.getLabels());
        assertThat(scaled(1e-4, large).problems(Problem.Kind.FORWARD)).isEmpty();
    }

    private static SignalReport scaled(double factor, DataSet batch) {
        ComputationGraph network = new ComputationGraph(Nets.builder(new HeInit(), Activation.RELU)
                .graphBuilder()
                .addInputs("in")
                .addVertex("scale", new ScaleVertex(factor), "in")
                .addLayer("a", new DenseLayer.Builder().nIn(WIDTH).nOut(WIDTH).build(), "scale")
                .addLayer("out", Nets.softmax(WIDTH, 3), "a")
                .setOutputs("out")
                .build());
        network.init();
        return SignalProbe.probe(network, batch);
    }

    /** Weights and biases of a layer that jumps: whichever makes the jump is named. */
    @ParameterizedTest
    @CsvSource({
        "20, 0, Initialise layer2 as the other layers are",
        "0.05, 0, Initialise layer2 as the other layers are",
        "50, 2, Initialise layer2 as the other layers are",
        "0.001, 0.01, Initialise layer2 as the other layers are",
        "1, 50, Set the biases of layer2 to 0 (their root mean square is 50.0)"
    })
    void aLayerThatJumps(double weights, double biases, String advice) {
        MultiLayerNetwork network = Nets.mlp(new HeInit(), Activation.RELU, 64, 6);
        network.getLayer(2).getParam("W").muli(weights);
        network.getLayer(2).getParam("b").assign(biases);
        SignalReport report = SignalProbe.probe(network, Nets.batch(1, 10, 32, 64));
        assertThat(report.recommendation()).as(report.toText()).contains(advice);
    }
}
