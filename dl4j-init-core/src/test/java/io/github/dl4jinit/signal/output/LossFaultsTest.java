// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.signal.output;

import static io.github.dl4jinit.signal.output.Outputs.classes;
import static io.github.dl4jinit.signal.output.Outputs.network;
import static io.github.dl4jinit.signal.output.Outputs.output;
import static io.github.dl4jinit.signal.output.Outputs.trained;
import static io.github.dl4jinit.signal.output.Outputs.withLabels;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.dl4jinit.network.NetworkInit;
import io.github.dl4jinit.signal.LossSignal;
import io.github.dl4jinit.signal.Nets;
import io.github.dl4jinit.signal.Problem;
import io.github.dl4jinit.signal.SignalProbe;
import io.github.dl4jinit.signal.SignalReport;
import java.util.List;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Losses that are no number, cannot fall, or begin far above what guessing costs; and those that only look like it. */
class LossFaultsTest {

    /** What these cannot do does not depend on whether the batch at hand makes the loss NaN. */
    @ParameterizedTest
    @CsvSource({
        "MCXENT, IDENTITY, 4, Activation.SOFTMAX",
        "NEGATIVELOGLIKELIHOOD, IDENTITY, 4, Activation.SOFTMAX",
        "MCXENT, RELU, 4, Activation.SOFTMAX",
        "MCXENT, TANH, 4, Activation.SOFTMAX",
        "MCXENT, SOFTPLUS, 4, Activation.SOFTMAX",
        "MCXENT, SIGMOID, 4, Activation.SOFTMAX",
        "MCXENT, SIGMOID, 1, LossFunction.XENT",
        "KL_DIVERGENCE, SIGMOID, 4, Activation.SOFTMAX",
        "SPARSE_MCXENT, SIGMOID, 4, Activation.SOFTMAX",
        "XENT, IDENTITY, 1, Activation.SIGMOID",
        "XENT, RELU, 4, Activation.SIGMOID",
        "XENT, TANH, 1, Activation.SIGMOID",
        "XENT, SOFTPLUS, 1, Activation.SIGMOID",
        "POISSON, IDENTITY, 1, Activation.SOFTPLUS",
        "POISSON, TANH, 1, Activation.SOFTPLUS",
        "POISSON, RELU, 1, Activation.SOFTPLUS",
        "MEAN_SQUARED_LOGARITHMIC_ERROR, IDENTITY, 1, Activation.SOFTPLUS",
        "MEAN_SQUARED_LOGARITHMIC_ERROR, TANH, 4, Activation.SOFTPLUS",
        "MEAN_SQUARED_LOGARITHMIC_ERROR, ELU, 1, Activation.SOFTPLUS"
    })
    void pairsThatDoNotFit(LossFunction loss, Activation activation, int units, String advice) {
        DataSet batch = classes(units);
        if (loss == LossFunction.SPARSE_MCXENT) {
            batch = withLabels(
                    batch, batch.getLabels().argMax(1).castTo(DataType.FLOAT).reshape(batch.numExamples(), 1));
        }
        for (boolean graph : new boolean[] {false, true}) {
            SignalReport report = SignalProbe.probe(network(graph, output(loss, activation, units)), batch);
            requireOne(report, Problem.Kind.LOSS, advice);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "MCXENT, SOFTMAX, 4",
        "NEGATIVELOGLIKELIHOOD, SOFTMAX, 2",
        "XENT, SIGMOID, 1",
        "XENT, SIGMOID, 4",
        "XENT, SOFTMAX, 4",
        "XENT, HARDSIGMOID, 4",
        "KL_DIVERGENCE, SOFTMAX, 4",
        "POISSON, SIGMOID, 1",
        "POISSON, SOFTPLUS, 1",
        "MEAN_SQUARED_LOGARITHMIC_ERROR, RELU, 1",
        "POISSON, SOFTMAX, 4",
        "COSINE_PROXIMITY, IDENTITY, 4",
        "HINGE, SOFTMAX, 4",
        "MSE, SOFTMAX, 4",
        "MSE, SIGMOID, 1",
        "MSE, TANH, 4",
        "MSE, RELU, 4",
        "L1, IDENTITY, 4"
    })
    void pairsThatFit(LossFunction loss, Activation activation, int units) {
        for (boolean graph : new boolean[] {false, true}) {
            requireHealthy(SignalProbe.probe(network(graph, output(loss, activation, units)), classes(units)));
        }
        requireHealthy(SignalProbe.probe(network(false, output(loss, activation, units)))); // labels are made up
    }

    @Test
    void theFunctionThatFitsTrains() {
        double wrong = trained(network(false, output(LossFunction.MCXENT, Activation.IDENTITY, 4)), classes(4), 30);
        double right = trained(network(false, output(LossFunction.MCXENT, Activation.SOFTMAX, 4)), classes(4), 30);
        assertThat(wrong).isNaN();
        assertThat(right).isLessThan(0.2);
    }

    /** The loss of a sigmoid with MCXENT falls, and the accuracy stays: nothing pushes the wrong classes down. */
    @Test
    void aFallingLossIsNotEnough() {
        assertThat(accuracy(LossFunction.MCXENT)).isLessThan(0.7);
        assertThat(accuracy(LossFunction.XENT)).isGreaterThan(0.95);
    }

    private static double accuracy(LossFunction loss) {
        DataSet batch = classes(4);
        MultiLayerNetwork network = (MultiLayerNetwork) network(false, output(loss, Activation.SIGMOID, 4));
        trained(network, batch, 150);
        INDArray answers = network.output(batch.getFeatures()).argMax(1);
        return answers.eq(batch.getLabels().argMax(1))
                .castTo(DataType.FLOAT)
                .meanNumber()
                .doubleValue();
    }

    /** What a loss layer without weights is given has been through a function already. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void lossLayersBehindAFunction(boolean graph) {
        DenseLayer softmax = dense(Activation.SOFTMAX, 4);
        LossLayer loss = loss(LossFunction.MCXENT, Activation.IDENTITY);
        Model after = network(graph, dense(Activation.IDENTITY, 4), new ActivationLayer(Activation.SOFTMAX), loss);
        Model within = network(graph, dense(Activation.IDENTITY, 4), loss(LossFunction.MCXENT, Activation.SOFTMAX));
        for (Model network : new Model[] {network(graph, softmax, loss), after, within}) {
            assertThat(SignalProbe.probe(network, classes(4)).problems(Problem.Kind.LOSS))
                    .isEmpty();
            assertThat(SignalProbe.probe(network).problems(Problem.Kind.LOSS)).isEmpty(); // labels are made up
        }
    }

    @ParameterizedTest
    @CsvSource({"SOFTMAX, MCXENT, SOFTMAX, 4", "SIGMOID, XENT, SIGMOID, 1"})
    void functionsAppliedTwice(Activation first, LossFunction function, Activation second, int units) {
        for (boolean graph : new boolean[] {false, true}) {
            Model network = network(graph, dense(first, units), loss(function, second));
            List<Problem> problems = SignalProbe.probe(network, classes(units)).problems(Problem.Kind.LOSS);
            assertThat(problems).extracting(Problem::layer).containsExactly("out");
            assertThat(problems.get(0).advice().get()).contains(".activation(Activation.IDENTITY)");
        }
    }

    @Test
    void softmaxOnceTrainsFurther() {
        DataSet batch = classes(4);
        LossLayer loss = loss(LossFunction.MCXENT, Activation.SOFTMAX);
        double twice = trained(network(false, dense(Activation.SOFTMAX, 4), loss), batch, 60);
        double once = trained(network(false, dense(Activation.IDENTITY, 4), loss), batch, 60);
        assertThat(twice).isGreaterThan(0.5);
        assertThat(once).isLessThan(0.1);
    }

    /** Guessing that a rare class does not come costs next to nothing, and an untrained network cannot know. */
    @Test
    void aRareClassIsNoFault() {
        INDArray labels = Nd4j.zeros(DataType.FLOAT, 64, 1);
        labels.putScalar(5, 0, 1);
        SignalReport report = SignalProbe.probe(
                network(false, output(LossFunction.XENT, Activation.SIGMOID, 1)), withLabels(classes(1), labels));
        LossSignal loss = report.losses().get(0);
        assertThat(loss.loss()).isGreaterThan(5 * loss.guessing().getAsDouble());
        requireHealthy(report);
    }

    @Test
    void logitsOfTens() {
        DataSet batch =
                new DataSet(Outputs.normal(1, 64, 32), Nets.batch(1, 10, 64, 32).getLabels());
        SignalReport report = SignalProbe.probe(residual(), batch);
        requireOne(report, Problem.Kind.LOSS, "NetworkInit.builder().build().apply(network)");
        ComputationGraph cured = residual();
        NetworkInit.builder().build().apply(cured);
        requireHealthy(SignalProbe.probe(cured, batch));
        assertThat(trained(residual(), batch, 30)).isNaN();
        assertThat(trained(cured, batch, 30)).isLessThan(0.8);
    }

    /** Once a network is trained, a loss above guessing's has many causes that its figures do not tell. */
    @Test
    void aLossIsComparedWithGuessingBeforeTrainingOnly() {
        ComputationGraph network = residual();
        DataSet batch =
                new DataSet(Outputs.normal(1, 64, 32), Nets.batch(1, 10, 64, 32).getLabels());
        network.setLearningRate(0);
        network.getConfiguration().setIterationCount(1);
        assertThat(SignalProbe.probe(network, batch).problems(Problem.Kind.LOSS))
                .isEmpty();
    }

    /** What to do depends on the output's units and on what it can put out. */
    @Test
    void whatIsSaidOfAPairThatDoesNotFit() {
        Problem several = pair(LossFunction.MCXENT, Activation.IDENTITY, 4);
        assertThat(several.sentence()).contains("it takes the logarithm of the output");
        assertThat(several.advice().get()).contains("if one class is right");
        Problem one = pair(LossFunction.MCXENT, Activation.SIGMOID, 1);
        assertThat(one.advice().get()).endsWith("for labels of 0 and 1.");
    }

    private static Problem pair(LossFunction loss, Activation activation, int units) {
        Model network = network(false, output(loss, activation, units));
        return SignalProbe.probe(network, classes(units))
                .problems(Problem.Kind.LOSS)
                .get(0);
    }

    @Test
    void valuesThatAreNotFiniteAreTheNewsAndNotTheirLoss() {
        MultiLayerNetwork network =
                (MultiLayerNetwork) network(false, output(LossFunction.MCXENT, Activation.SOFTMAX, 4));
        network.getLayer(1).getParam("b").putScalar(0, Float.NaN);
        assertThat(SignalProbe.probe(network, classes(4)).problems())
                .extracting(Problem::kind)
                .containsExactly(Problem.Kind.NOT_FINITE);
    }

    /** Six residual blocks behind He weights: each doubles the mean square. */
    private static ComputationGraph residual() {
        GraphBuilder graph = Nets.builder(new io.github.dl4jinit.HeInit(), Activation.IDENTITY)
                .updater(new Sgd(0.03))
                .seed(1)
                .graphBuilder()
                .addInputs("in")
                .addLayer("stem", new DenseLayer.Builder().nIn(32).nOut(64).build(), "in");
        String before = "stem";
        for (int i = 0; i < 6; i++) {
            graph.addLayer(
                            "a" + i,
                            new DenseLayer.Builder()
                                    .nIn(64)
                                    .nOut(64)
                                    .activation(Activation.RELU)
                                    .build(),
                            before)
                    .addLayer("b" + i, new DenseLayer.Builder().nIn(64).nOut(64).build(), "a" + i)
                    .addVertex("sum" + i, new ElementWiseVertex(ElementWiseVertex.Op.Add), before, "b" + i);
            before = "sum" + i;
        }
        ComputationGraph network = new ComputationGraph(graph.addLayer("out", Nets.softmax(64, 10), before)
                .setOutputs("out")
                .build());
        network.init();
        return network;
    }

    /** Activations that have become alike make the same large numbers for every example, and no bias is to blame. */
    @Test
    void logitsThatAreAlikeWithoutBiases() {
        MultiLayerNetwork network =
                (MultiLayerNetwork) network(false, output(LossFunction.MCXENT, Activation.SOFTMAX, 4));
        network.getLayer(0).getParam("b").assign(8);
        network.getLayer(1).getParam("W").muli(2);
        SignalReport report = SignalProbe.probe(network, classes(4));
        assertThat(report.problems(Problem.Kind.LOSS)).singleElement().satisfies(problem -> {
            assertThat(problem.sentence()).contains("for every example");
            assertThat(problem.advice())
                    .hasValueSatisfying(
                            line -> assertThat(line).contains("NetworkInit").doesNotContain("biasInit"));
        });
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aBiasThatSaysNoToEverything(boolean graph) {
        Model network = network(graph, Outputs.biased(LossFunction.XENT, Activation.SIGMOID, -20));
        requireOne(SignalProbe.probe(network, classes(1)), Problem.Kind.LOSS, ".biasInit(0)");
        Model cured = network(graph, Outputs.biased(LossFunction.XENT, Activation.SIGMOID, 0));
        requireHealthy(SignalProbe.probe(cured, classes(1)));
        assertThat(trained(network, classes(1), 30)).isGreaterThan(0.8);
        assertThat(trained(cured, classes(1), 30)).isLessThan(0.3);
    }

    /** Series with a mask, whose steps are rows. */
    @Test
    void series() {
        DataSet batch = new DataSet(Outputs.normal(1, 16, 8, 12), Nd4j.zeros(DataType.FLOAT, 16, 3, 12));
        INDArray mask = Nd4j.ones(DataType.FLOAT, 16, 12);
        for (int i = 0; i < 16; i++) {
            for (int step = 0; step < 12; step++) {
                batch.getLabels().putScalar(new int[] {i, (i + step) % 3, step}, 1);
                mask.putScalar(i, step, step < 6 + i % 7 ? 1 : 0);
            }
        }
        batch.setFeaturesMaskArray(mask);
        batch.setLabelsMaskArray(mask);
        requireHealthy(SignalProbe.probe(lstm(Activation.SOFTMAX), batch));
        SignalReport report = SignalProbe.probe(lstm(Activation.SIGMOID), batch);
        assertThat(report.problems()).extracting(Problem::kind).containsExactly(Problem.Kind.LOSS);
    }

    private static MultiLayerNetwork lstm(Activation activation) {
        return Nets.initialised(Nets.builder(new io.github.dl4jinit.XavierInit(), Activation.TANH)
                .list()
                .layer(new LSTM.Builder().nIn(8).nOut(16).build())
                .layer(new RnnOutputLayer.Builder(LossFunction.MCXENT)
                        .activation(activation)
                        .nIn(16)
                        .nOut(3)
                        .build())
                .validateOutputLayerConfig(false)
                .build());
    }

    private static DenseLayer dense(Activation activation, int units) {
        return new DenseLayer.Builder()
                .nIn(Outputs.WIDTH)
                .nOut(units)
                .activation(activation)
                .build();
    }

    private static LossLayer loss(LossFunction function, Activation activation) {
        return new LossLayer.Builder(function).activation(activation).build();
    }

    private static void requireOne(SignalReport report, Problem.Kind kind, String advice) {
        assertThat(report.problems()).as(report.toText()).hasSize(1);
        Problem problem = report.problems().get(0);
        assertThat(problem.kind()).isEqualTo(kind);
        assertThat(problem.layer()).isEqualTo("out");
        assertThat(problem.advice().get()).contains(advice);
        assertThat(report.recommendation()).contains(advice);
    }

    private static void requireHealthy(SignalReport report) {
        assertThat(report.problems()).as(report.toText()).isEmpty();
    }
}
