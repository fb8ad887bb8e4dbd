// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.signal.output;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jinit.HeInit;
import io.github.dl4jinit.signal.LayerSignal;
import io.github.dl4jinit.signal.Nets;
import io.github.dl4jinit.signal.SignalListener;
import io.github.dl4jinit.signal.SignalProbe;
import io.github.dl4jinit.signal.SignalReport;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;

/** What a layer's figures do not tell: how its numbers are distributed, and what it is fed by. */
class HistogramsTest {

    private static final DataSet BATCH = Nets.batch(7, 3, 16, 12);

    /** Against a count over DL4J's own forward pass and the formula of its backward pass. */
    @Test
    void countTheNumbersOfTheNetworksPasses() {
        MultiLayerNetwork network = Nets.fourLayers();
        LayerSignal third = SignalProbe.probe(network, BATCH).layers().get(3);
        requireCounts(
                third.activationHistogram().orElseThrow(),
                network.feedForward(BATCH.getFeatures(), true).get(3));
        // softmax and cross entropy: ∂L/∂a = (p − y) Wᵀ, of the mean over 16 examples
        INDArray gradient = network.output(BATCH.getFeatures())
                .sub(BATCH.getLabels())
                .mmul(network.getLayer(3).getParam("W").transpose())
                .divi(16);
        requireCounts(third.gradientHistogram().orElseThrow(), gradient);
    }

    private static void requireCounts(LayerSignal.Histogram histogram, INDArray array) {
        double[] values = array.castTo(DataType.DOUBLE).dup('c').data().asDouble();
        double width = (histogram.to() - histogram.from()) / histogram.counts().size();
        List<Long> counted =
                new ArrayList<>(Collections.nCopies(histogram.counts().size(), 0L));
        for (double value : values) {
            int bin = (int) Math.floor((value - histogram.from()) / width);
            bin = Math.max(0, Math.min(counted.size() - 1, bin));
            counted.set(bin, counted.get(bin) + 1);
        }
        long elsewhere = 0;
        for (int bin = 0; bin < counted.size(); bin++) {
            elsewhere += Math.abs(counted.get(bin) - histogram.counts().get(bin));
        }
        assertThat(histogram.counts().stream().mapToLong(count -> count).sum()).isEqualTo(values.length);
        assertThat(elsewhere).as("rounding may move one over an edge").isLessThanOrEqualTo(2);
        double mean = array.castTo(DataType.DOUBLE).meanNumber().doubleValue();
        double std = array.castTo(DataType.DOUBLE).stdNumber(false).doubleValue();
        double smallest = array.minNumber().doubleValue();
        assertThat(histogram.from()).isCloseTo(Math.max(smallest, mean - 4 * std), within(1e-6 * std));
    }

    @Test
    void aGraphSaysWhatEachNodeIsFedBy() {
        ComputationGraph graph = new ComputationGraph(Nets.builder(new HeInit(), Activation.RELU)
                .graphBuilder()
                .addInputs("in")
                .addLayer("a", new DenseLayer.Builder().nIn(12).nOut(12).build(), "in")
                .addLayer("b", new DenseLayer.Builder().nIn(12).nOut(12).build(), "a")
                .addVertex("sum", new ElementWiseVertex(ElementWiseVertex.Op.Add), "b", "a")
                .addLayer("out", Nets.softmax(12, 3), "sum")
                .setOutputs("out")
                .build());
        graph.init();
        SignalReport report = SignalProbe.probe(graph, BATCH);
        assertThat(SignalReport.fromJson(report.toJson()).layers())
                .extracting(LayerSignal::name, LayerSignal::inputs)
                .containsExactly(
                        tuple("in", List.of()),
                        tuple("a", List.of(0)),
                        tuple("b", List.of(1)),
                        tuple("sum", List.of(2, 1)),
                        tuple("out", List.of(3)));
    }

    /** They would make its lines a quarter longer. */
    @Test
    void aListenersReportsHaveNone() {
        MultiLayerNetwork network = Nets.fourLayers();
        SignalListener listener = new SignalListener();
        network.setListeners(listener);
        network.fit(BATCH);
        LayerSignal layer = listener.lastReport().orElseThrow().layers().get(1);
        assertThat(layer.inputs()).containsExactly(0);
        assertThat(layer.activationHistogram()).isEmpty();
        assertThat(layer.gradientHistogram()).isEmpty();
    }
}
