// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.network.planned;

import static io.github.dl4jinit.network.Variances.mean;
import static io.github.dl4jinit.network.Variances.standardError;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jinit.network.Nets;
import io.github.dl4jinit.network.NetworkInit;
import io.github.dl4jinit.network.NetworkInitSummary;
import io.github.dl4jinit.network.Variances;
import io.github.dl4jinit.theory.Preserve;
import java.util.Map;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.graph.L2NormalizeVertex;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.graph.ScaleVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** Vertices without weights change the mean square; what follows them is scaled for it. */
class VertexVarianceTest {

    private static final int UNITS = 200;
    private static final int SEEDS = 30;

    /** Divided by its norm, an example has the mean square 1/200, whatever came in. */
    @Test
    void whatFollowsANormalisationToUnitLength() {
        double[] variances = new double[SEEDS];
        double[] normalised = new double[SEEDS];
        NetworkInitSummary summary = null;
        for (int seed = 1; seed <= SEEDS; seed++) {
            ComputationGraph network = unitLength(new L2NormalizeVertex());
            summary = NetworkInit.builder().seed(seed).build().apply(network);
            Nd4j.getRandom().setSeed(seed);
            Map<String, INDArray> activations = network.feedForward(Nd4j.randn(DataType.FLOAT, 50, 30), false);
            normalised[seed - 1] = Variances.meanSquare(activations.get("unit"));
            variances[seed - 1] = Variances.meanSquare(activations.get("next"));
        }
        assertThat(mean(normalised)).isCloseTo(1.0 / UNITS, within(1e-6));
        assertThat(mean(variances)).isCloseTo(1, within(3 * standardError(variances)));
        assertThat(standardError(variances)).isLessThan(Variances.STANDARD_ERROR);
        assertThat(summary.assumptions())
                .containsEntry(
                        "unit",
                        "its inputs are taken to have one position each: divided by their norm, their mean square"
                                + " becomes 0.005000");
    }

    /** The gradient is divided by the norm, √(200 · 0.5) behind ReLU; half of ReLU's slopes are 0. */
    @Test
    void gradientsOfANormalisationToUnitLength() {
        ComputationGraph network = unitLength(new L2NormalizeVertex(new int[] {1}, 1e-8));
        NetworkInitSummary summary =
                NetworkInit.builder().preserve(Preserve.BACKWARD).build().apply(network);
        double slope = 0.5 / (UNITS * 0.5);
        assertThat(std(summary, "next")).isCloseTo(1 / Math.sqrt(UNITS * slope), within(1e-9));
        assertThat(summary.assumptions()).isEmpty();
    }

    /** A norm is at least ε. */
    @Test
    void theSmallestNorm() {
        ComputationGraph network = unitLength(new L2NormalizeVertex(new int[] {1}, 20));
        NetworkInitSummary summary = NetworkInit.builder().build().apply(network);
        assertThat(std(summary, "next")).isCloseTo(20 / Math.sqrt(UNITS * 0.5), within(1e-9));
    }

    /** 20 units of data and 60 behind ReLU: the mean square is (20 · 1 + 60 · 0.5) / 80. */
    @Test
    void widthsOfInputsFollowFromWhatReadsTheMerge() {
        assertMerged(
                graph().addVertex("merge", new MergeVertex(), "data", "relu").addLayer("next", dense(80), "merge"), 20);
    }

    /** 20 units by the other reader, and 5 are left for the second input. */
    @Test
    void widthsOfInputsFollowFromOtherReaders() {
        assertMerged(
                graph().addInputs("data2")
                        .addLayer("other", dense(20), "data")
                        .addVertex("merge", new MergeVertex(), "data", "data2", "relu")
                        .addLayer("next", dense(85), "merge"),
                25);
    }

    /** Through vertices that keep widths, on both sides of the merge. */
    @Test
    void widthsPassVertices() {
        assertMerged(
                graph().addVertex("scaled", new ScaleVertex(1), "data")
                        .addVertex("sum", new ElementWiseVertex(ElementWiseVertex.Op.Max), "scaled", "scaled")
                        .addVertex("merge", new MergeVertex(), "sum", "relu")
                        .addVertex("same", new ScaleVertex(1), "merge")
                        .addLayer("next", dense(80), "same"),
                20);
    }

    /** An LSTM of 20 inputs reads the other input of a merge; two inputs of unknown widths leave both open. */
    @Test
    void whatCannotBeKnownIsAssumed() {
        ComputationGraph network = Nets.initialised(Nets.builder()
                .graphBuilder()
                .addInputs("sequence", "a", "b")
                .addLayer("lstm", new LSTM.Builder().nIn(20).nOut(5).build(), "sequence")
                .addLayer("pool", new GlobalPoolingLayer(PoolingType.AVG), "lstm")
                .addVertex("merge", new MergeVertex(), "a", "b", "pool")
                .addLayer("next", dense(30), "merge")
                .addLayer("out", Nets.softmax().nIn(UNITS).build(), "next")
                .setOutputs("out"));
        assertThat(NetworkInit.builder().build().apply(network).assumptions())
                .containsEntry("merge", "its inputs are taken to be of equal width");
    }

    private static void assertMerged(GraphBuilder graph, int unitsOfData) {
        ComputationGraph network = Nets.initialised(
                graph.addLayer("out", Nets.softmax().nIn(UNITS).build(), "next").setOutputs("out"));
        NetworkInitSummary summary = NetworkInit.builder().build().apply(network);
        assertThat(summary.assumptions()).doesNotContainKey("merge");
        assertThat(std(summary, "next")).isCloseTo(1 / Math.sqrt(unitsOfData + 60 * 0.5), within(1e-9));
    }

    private static GraphBuilder graph() {
        return Nets.builder()
                .graphBuilder()
                .allowDisconnected(true)
                .addInputs("data", "more")
                .addLayer(
                        "relu",
                        new DenseLayer.Builder()
                                .nIn(10)
                                .nOut(60)
                                .activation(Activation.RELU)
                                .build(),
                        "more");
    }

    private static ComputationGraph unitLength(L2NormalizeVertex vertex) {
        return Nets.initialised(Nets.builder()
                .graphBuilder()
                .addInputs("in")
                .setInputTypes(InputType.feedForward(30))
                .addLayer(
                        "relu",
                        new DenseLayer.Builder()
                                .nOut(UNITS)
                                .activation(Activation.RELU)
                                .build(),
                        "in")
                .addVertex("unit", vertex, "relu")
                .addLayer("next", dense(UNITS), "unit")
                .addLayer("out", Nets.softmax().build(), "next")
                .setOutputs("out"));
    }

    private static DenseLayer dense(int in) {
        return new DenseLayer.Builder().nIn(in).nOut(UNITS).build();
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
