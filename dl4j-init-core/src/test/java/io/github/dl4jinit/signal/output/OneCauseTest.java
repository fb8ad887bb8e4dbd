// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.signal.output;

import static io.github.dl4jinit.signal.output.Outputs.classes;
import static io.github.dl4jinit.signal.output.Outputs.network;
import static io.github.dl4jinit.signal.output.Outputs.output;
import static io.github.dl4jinit.signal.output.Outputs.withLabels;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.dl4jinit.HeInit;
import io.github.dl4jinit.XavierInit;
import io.github.dl4jinit.signal.Nets;
import io.github.dl4jinit.signal.Problem;
import io.github.dl4jinit.signal.SignalProbe;
import io.github.dl4jinit.signal.SignalReport;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration.ListBuilder;
import org.deeplearning4j.nn.conf.distribution.NormalDistribution;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** One cause, one problem; and two causes, two. */
class OneCauseTest {

    private static Problem.Kind[] kinds(SignalReport report) {
        return report.problems().stream().map(Problem::kind).toArray(Problem.Kind[]::new);
    }

    private static DataSet raw(DataSet batch) {
        return new DataSet(batch.getFeatures().mul(300).addi(500), batch.getLabels());
    }

    /** A loss that its output does not fit is no effect of raw inputs, and stays when they are standardised. */
    @ParameterizedTest
    @CsvSource({
        "MCXENT, IDENTITY, 4, LOSS",
        "MCXENT, SIGMOID, 4, LOSS",
        "MCXENT, RELU, 4, LOSS",
        "XENT, TANH, 1, LOSS",
        "POISSON, TANH, 4, LOSS",
        "MEAN_SQUARED_LOGARITHMIC_ERROR, IDENTITY, 4, LOSS",
        "MCXENT, SOFTMAX, 1, OUTPUT"
    })
    void aPairThatDoesNotFitBesideRawInputs(LossFunction loss, Activation activation, int units, Problem.Kind kind) {
        SignalReport report =
                SignalProbe.probe(network(false, new Sgd(0.05), output(loss, activation, units)), raw(classes(units)));
        assertThat(kinds(report)).as(report.toText()).containsExactly(Problem.Kind.INPUTS, kind);
    }

    /** With a fitting pair, the loss on raw inputs says nothing else than that they are raw. */
    @Test
    void rawInputsAlone() {
        SignalReport report = SignalProbe.probe(
                network(false, new Sgd(0.05), output(LossFunction.MCXENT, Activation.SOFTMAX, 4)), raw(classes(4)));
        assertThat(kinds(report)).containsExactly(Problem.Kind.INPUTS);
    }

    @Test
    void aFunctionAppliedTwiceBesideRawInputs() {
        LossLayer loss = new LossLayer.Builder(LossFunction.XENT)
                .activation(Activation.SIGMOID)
                .build();
        DenseLayer first = new DenseLayer.Builder()
                .nIn(Outputs.WIDTH)
                .nOut(1)
                .activation(Activation.SIGMOID)
                .build();
        SignalReport report = SignalProbe.probe(network(false, new Sgd(0.05), first, loss), raw(classes(1)));
        assertThat(kinds(report)).as(report.toText()).containsExactly(Problem.Kind.INPUTS, Problem.Kind.LOSS);
    }

    @Test
    void aPairThatDoesNotFitBesideLabels() {
        INDArray labels = classes(4).getLabels();
        labels.putScalar(3, 1, Double.NaN);
        SignalReport report = SignalProbe.probe(
                network(false, output(LossFunction.MCXENT, Activation.IDENTITY, 4)), withLabels(classes(4), labels));
        assertThat(kinds(report)).as(report.toText()).containsExactly(Problem.Kind.LABELS, Problem.Kind.LOSS);
    }

    @ParameterizedTest
    @CsvSource({"MSE, IDENTITY, 1", "MCXENT, SOFTMAX, 1", "MCXENT, SOFTMAX, 0"})
    void labelsThatAreAllMaskedLeaveNoErrorToPass(LossFunction loss, Activation activation, double label) {
        DataSet batch = withLabels(classes(4), classes(4).getLabels().mul(label));
        batch.setLabelsMaskArray(Nd4j.zeros(DataType.FLOAT, batch.numExamples(), 1));
        SignalReport report = SignalProbe.probe(network(false, output(loss, activation, 4)), batch);
        assertThat(kinds(report)).as(report.toText()).containsExactly(Problem.Kind.LABELS);
    }

    /** These losses multiply their error by the labels, so that nothing is sent back where all are 0. */
    @ParameterizedTest
    @CsvSource({"HINGE, IDENTITY", "SQUARED_HINGE, IDENTITY", "COSINE_PROXIMITY, IDENTITY", "KL_DIVERGENCE, SOFTMAX"})
    void labelsOfZerosLeaveNoErrorToPass(LossFunction loss, Activation activation) {
        DataSet batch = withLabels(classes(4), classes(4).getLabels().mul(0));
        SignalReport report = SignalProbe.probe(network(false, output(loss, activation, 4)), batch);
        assertThat(kinds(report)).as(report.toText()).containsExactly(Problem.Kind.LABELS);
    }

    private static MultiLayerNetwork deep(int depth, ListBuilder layers) {
        for (int i = 0; i < depth; i++) {
            layers.layer(new DenseLayer.Builder().nIn(20).nOut(20).build());
        }
        return Nets.initialised(layers.layer(Nets.softmax(20, 4)).build());
    }

    /** Behind inputs of nothing but zeros no figure means anything, whether units are off or not. */
    @Test
    void nothingBehindInputsOfZerosIsNews() {
        ComputationGraph network = new ComputationGraph(Nets.builder(new HeInit(), Activation.RELU)
                .graphBuilder()
                .addInputs("in")
                .addLayer("a", off(), "in")
                .addLayer("out", Nets.softmax(20, 4), "a")
                .setOutputs("out")
                .build());
        network.init();
        DataSet zeros = new DataSet(classes(4).getFeatures().mul(0), classes(4).getLabels());
        for (double bias : new double[] {-10, 0, 100}) {
            network.getLayer("a").getParam("b").assign(bias);
            assertThat(kinds(SignalProbe.probe(network, zeros))).containsExactly(Problem.Kind.INPUTS);
        }
    }

    /** One setting for all layers turns all of them off. */
    @Test
    void layersThatAreOffOneBehindTheOther() {
        MultiLayerNetwork network =
                deep(3, Nets.builder(new HeInit(), Activation.RELU).list());
        for (int layer = 0; layer < 3; layer++) { // a unit of each is left, or there would be nothing for the next one
            network.getLayer(layer).getParam("b").assign(-10).putScalar(0, 0, 1);
        }
        SignalReport report = SignalProbe.probe(network, classes(4));
        assertThat(kinds(report)).as(report.toText()).containsExactly(Problem.Kind.DEAD);
        assertThat(report.problems().get(0).layer()).isEqualTo("layer0");
        assertThat(report.problems().get(0).sentence()).endsWith("; likewise in layer1, layer2");
    }

    @Test
    void layersThatAreOffSideBySide() {
        ComputationGraph network = new ComputationGraph(Nets.builder(new HeInit(), Activation.RELU)
                .graphBuilder()
                .addInputs("in")
                .addLayer("a", off(), "in")
                .addLayer("b", off(), "in")
                .addVertex("both", new MergeVertex(), "a", "b")
                .addLayer("out", Nets.softmax(40, 4), "both")
                .setOutputs("out")
                .build());
        network.init();
        SignalReport report = SignalProbe.probe(network, classes(4));
        assertThat(report.problems(Problem.Kind.DEAD))
                .extracting(Problem::layer)
                .containsExactly("a", "b");
    }

    private static DenseLayer off() {
        return new DenseLayer.Builder().nIn(20).nOut(20).biasInit(-10).build();
    }

    @Test
    void saturatedLayersOneBehindTheOther() {
        MultiLayerNetwork network = deep(
                3,
                Nets.builder(new XavierInit(), Activation.TANH)
                        .weightInit(new NormalDistribution(0, 30))
                        .list());
        assertThat(SignalProbe.probe(network, classes(4)).problems(Problem.Kind.SATURATED))
                .hasSizeLessThanOrEqualTo(1);
    }

    /** The slopes that let gradients die out on their way back let differences die out on their way forward. */
    @Test
    void gradientsAndDifferencesThatDieOut() {
        MultiLayerNetwork network =
                deep(12, Nets.builder(new XavierInit(), Activation.SIGMOID).list());
        SignalReport report = SignalProbe.probe(network, classes(4));
        assertThat(kinds(report)).as(report.toText()).containsExactly(Problem.Kind.BACKWARD);
    }
}
