// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.signal.output;

import static io.github.dl4jinit.signal.output.Outputs.biased;
import static io.github.dl4jinit.signal.output.Outputs.classes;
import static io.github.dl4jinit.signal.output.Outputs.network;
import static io.github.dl4jinit.signal.output.Outputs.output;
import static io.github.dl4jinit.signal.output.Outputs.trained;
import static io.github.dl4jinit.signal.output.Outputs.withLabels;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.dl4jinit.signal.Problem;
import io.github.dl4jinit.signal.SignalProbe;
import io.github.dl4jinit.signal.SignalReport;
import org.deeplearning4j.nn.api.Model;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.learning.config.AdaGrad;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Outputs that let next to nothing of their error through, or that cannot answer but the same. */
class OutputFaultsTest {

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void softmaxWithSquaredErrorOverHundredsOfUnits(boolean graph) {
        DataSet batch =
                withLabels(classes(1), Outputs.normal(3, 64, 784).gt(0.8).castTo(DataType.FLOAT));
        IUpdater updater = new AdaGrad(0.05);
        Model softmax = network(graph, updater, output(LossFunction.MSE, Activation.SOFTMAX, 784));
        SignalReport report = SignalProbe.probe(softmax, batch);
        requireOne(report, ".activation(Activation.SIGMOID)");
        assertThat(report.losses().get(0).errorPassed().getAsDouble()).isLessThan(0.01);
        assertThat(trained(softmax, batch, 20)).isGreaterThan(0.99);
        Model sigmoid = network(graph, updater, output(LossFunction.XENT, Activation.SIGMOID, 784));
        requireHealthy(SignalProbe.probe(sigmoid, batch));
        assertThat(trained(sigmoid, batch, 20)).isLessThan(0.8);
    }

    /** Adam's steps do not shrink with the gradient: where the labels can be had, it gets there. */
    @Test
    void anUpdaterThatDividesByTheGradientGetsThrough() {
        DataSet batch = classes(400);
        Model plain = network(false, new Sgd(0.1), output(LossFunction.MSE, Activation.SOFTMAX, 400));
        requireOne(SignalProbe.probe(plain, batch), "MCXENT");
        assertThat(trained(plain, batch, 50)).isGreaterThan(0.99);
        Model scaled = network(false, new Adam(3e-3), output(LossFunction.MSE, Activation.SOFTMAX, 400));
        requireHealthy(SignalProbe.probe(scaled, batch));
        assertThat(trained(scaled, batch, 50)).isLessThan(0.8);
    }

    @ParameterizedTest
    @CsvSource({"MSE", "XENT", "MCXENT", "L1"})
    void softmaxOfOneUnit(LossFunction loss) {
        for (boolean graph : new boolean[] {false, true}) {
            Model network = network(graph, output(loss, Activation.SOFTMAX, 1));
            requireOne(SignalProbe.probe(network, classes(1)), "LossFunctions.LossFunction.XENT");
        }
    }

    @Test
    void oneUnitLearnsWithASigmoid() {
        assertThat(trained(network(false, output(LossFunction.XENT, Activation.SIGMOID, 1)), classes(1), 50))
                .isLessThan(0.2);
    }

    @ParameterizedTest
    @CsvSource({
        "RELU, -9, 0.003",
        "HARDSIGMOID, -9, 0.003",
        "HARDTANH, 9, 0.003",
        "SIGMOID, -9, 0",
        "TANH, -9, 0",
        "SIGMOID, -25, 0.003"
    })
    void functionsThatAreFlatWhereTheyAre(Activation activation, double bias, double adamsRate) {
        IUpdater updater = adamsRate > 0 ? new Adam(adamsRate) : new Sgd(0.1);
        for (boolean graph : new boolean[] {false, true}) {
            Model flat = network(graph, updater, biased(LossFunction.MSE, activation, bias));
            requireOne(SignalProbe.probe(flat, classes(1)), ".biasInit(0)");
        }
        Model flat = network(false, updater, biased(LossFunction.MSE, activation, bias));
        Model cured = network(false, updater, biased(LossFunction.MSE, activation, 0));
        requireHealthy(SignalProbe.probe(cured, classes(1)));
        assertThat(trained(flat, classes(1), 50)).isGreaterThan(0.9);
        assertThat(trained(cured, classes(1), 50)).isLessThan(0.7);
    }

    /** A network that has learnt its labels is sure of them, and has no error left to pass on. */
    @Test
    void beingSureAndRightIsNoFault() {
        Model network = network(false, new Sgd(0.1), output(LossFunction.MSE, Activation.SIGMOID, 1));
        trained(network, classes(1), 300);
        network.getParam("1_W").muli(10);
        network.getParam("1_b").muli(10);
        SignalReport report = SignalProbe.probe(network, classes(1));
        assertThat(report.losses().get(0).errorPassed().getAsDouble()).isLessThan(0.03);
        assertThat(report.problems(Problem.Kind.OUTPUT)).isEmpty();
    }

    /** Output weights of zero answer the same to everything, until the first step. */
    @Test
    void outputWeightsOfZero() {
        Model network = network(false, output(LossFunction.MCXENT, Activation.SOFTMAX, 4));
        network.getParam("1_W").assign(0);
        assertThat(SignalProbe.probe(network, classes(4)).problems(Problem.Kind.OUTPUT))
                .isEmpty();
        assertThat(trained(network, classes(4), 50)).isLessThan(0.3);
    }

    private static void requireOne(SignalReport report, String advice) {
        assertThat(report.problems()).as(report.toText()).hasSize(1);
        Problem problem = report.problems().get(0);
        assertThat(problem.kind()).as(report.toText()).isEqualTo(Problem.Kind.OUTPUT);
        assertThat(problem.layer()).isEqualTo("out");
        assertThat(problem.advice().get()).contains(advice);
    }

    private static void requireHealthy(SignalReport report) {
        assertThat(report.problems()).as(report.toText()).isEmpty();
    }
}
