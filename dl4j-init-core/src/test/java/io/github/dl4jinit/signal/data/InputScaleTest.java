// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.signal.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dl4jinit.HeInit;
import io.github.dl4jinit.signal.Nets;
import io.github.dl4jinit.signal.Problem;
import io.github.dl4jinit.signal.SignalProbe;
import io.github.dl4jinit.signal.SignalReport;
import java.util.List;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;

/** On which side of each threshold inputs are, before plain descent, which no size of inputs suits but the usual. */
class InputScaleTest {

    private static final int EXAMPLES = 64;
    private static final int WIDTH = 20;

    private static DataSet data(double std) {
        DataSet data = Nets.batch(3, 10, EXAMPLES, WIDTH);
        data.getFeatures().muli(std);
        return data;
    }

    /** Numbers from 0 to so much. */
    private static DataSet upTo(double most, boolean whole) {
        DataSet data = data(1);
        INDArray numbers = Nd4j.rand(DataType.FLOAT, EXAMPLES, WIDTH).mul(most);
        data.setFeatures(whole ? numbers.castTo(DataType.INT32).castTo(DataType.FLOAT) : numbers);
        return data;
    }

    private static MultiLayerNetwork network() {
        return Nets.initialised(Nets.builder(new HeInit(), Activation.RELU)
                .updater(new Sgd(0.001))
                .list()
                .layer(new DenseLayer.Builder().nIn(WIDTH).nOut(WIDTH).build())
                .layer(Nets.softmax(WIDTH, 10))
                .build());
    }

    private static List<Problem> inputs(DataSet data) {
        return SignalProbe.probe(network(), data).problems(Problem.Kind.INPUTS);
    }

    private static String sentence(DataSet data) {
        List<Problem> problems = inputs(data);
        assertThat(problems).hasSize(1);
        return problems.get(0).sentence();
    }

    @Test
    void size() {
        assertThat(inputs(data(12))).isEmpty();
        assertThat(sentence(data(20))).contains("not standardised");
        assertThat(inputs(data(0.04))).isEmpty();
        assertThat(sentence(data(0.01))).contains("all values are tiny");
    }

    /** Biases beside tiny inputs are a jump of which the first layer is innocent. */
    @Test
    void theFirstLayerIsNotToBlameForTinyInputs() {
        MultiLayerNetwork network = network();
        network.getLayer(0).getParam("b").assign(1);
        SignalReport report = SignalProbe.probe(network, data(0.001));
        assertThat(report.problems()).extracting(Problem::kind).containsExactly(Problem.Kind.INPUTS);
    }

    /** A tenth below guessing is no chance any more, and a network that guesses has learnt nothing. */
    @Test
    void whetherTheNetworkHasLearntFromThem() {
        MultiLayerNetwork network = network();
        DataSet raw = data(30);
        network.getLayer(1).getParam("W").assign(0);
        network.setIterationCount(1);
        assertThat(SignalProbe.probe(network, raw).problems(Problem.Kind.INPUTS))
                .hasSize(1);
        double guessing =
                SignalProbe.probe(network, raw).losses().get(0).guessing().getAsDouble();
        network.setLearningRate(1e-4);
        for (int step = 0; step < 300 && network.score(raw) > 0.75 * guessing; step++) {
            network.fit(raw);
        }
        assertThat(network.score(raw) / guessing).isBetween(0.5, 0.75);
        assertThat(SignalProbe.probe(network, raw).problems(Problem.Kind.INPUTS))
                .isEmpty();
    }

    @Test
    void smallColumns() {
        DataSet seen = data(1);
        seen.getFeatures().getColumn(4).muli(0.02);
        assertThat(inputs(seen)).isEmpty();
        DataSet hardlyLit = data(1);
        for (int example = 0; example < EXAMPLES; example++) {
            hardlyLit.getFeatures().putScalar(example, 4, example % 5 == 0 ? 1e-4 * example : 0);
        }
        assertThat(inputs(hardlyLit)).isEmpty();
    }

    @Test
    void largeColumns() {
        DataSet five = data(30);
        five.getFeatures().getColumn(4).muli(5);
        assertThat(sentence(five)).doesNotContain("where most columns");
        DataSet later = data(1);
        later.getFeatures().getColumn(2).muli(1e6).addi(2e10);
        assertThat(sentence(later)).doesNotContain("time stamps");
        DataSet nine = data(1);
        nine.getFeatures().getColumn(3).subi(30).putScalar(7, 9);
        assertThat(sentence(nine)).doesNotContain("mark");
    }

    @Test
    void numbersThatAreNoPixels() {
        assertThat(sentence(upTo(201, true))).contains("pixels");
        assertThat(sentence(upTo(201, false))).contains("not standardised");
        assertThat(sentence(upTo(60, true))).contains("not standardised");
        assertThat(sentence(upTo(300, true))).contains("not standardised");
    }

    /** Inputs that never change are like a bias beside others; zeros are not even that. */
    @Test
    void oneOfTwoInputsSaysNothing() {
        ComputationGraph network = new ComputationGraph(Nets.builder(new HeInit(), Activation.RELU)
                .graphBuilder()
                .addInputs("a", "b")
                .addVertex("both", new MergeVertex(), "a", "b")
                .addLayer(
                        "hidden",
                        new DenseLayer.Builder().nIn(2 * WIDTH).nOut(WIDTH).build(),
                        "both")
                .addLayer("out", Nets.softmax(WIDTH, 10), "hidden")
                .setOutputs("out")
                .build());
        network.init();
        DataSet data = data(1);
        for (double value : new double[] {0, 1}) {
            INDArray constant = data.getFeatures().mul(0).add(value);
            MultiDataSet batch =
                    new MultiDataSet(new INDArray[] {data.getFeatures(), constant}, new INDArray[] {data.getLabels()});
            assertThat(SignalProbe.probe(network, batch).problems(Problem.Kind.INPUTS))
                    .extracting(Problem::layer)
                    .isEqualTo(value == 0 ? List.of("b") : List.of());
        }
    }
}
