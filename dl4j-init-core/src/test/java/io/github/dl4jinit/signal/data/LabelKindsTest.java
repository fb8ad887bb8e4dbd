// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.signal.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dl4jinit.HeInit;
import io.github.dl4jinit.signal.Nets;
import io.github.dl4jinit.signal.Problem;
import io.github.dl4jinit.signal.SignalProbe;
import io.github.dl4jinit.signal.SignalReport;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration.ListBuilder;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.layers.BaseOutputLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayerWithBackprop;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Labels of several kinds before loss functions of several kinds: what is meant so, and what is a mistake. */
class LabelKindsTest {

    private static final int EXAMPLES = 32;

    private static INDArray normal(long seed, long... shape) {
        Nd4j.getRandom().setSeed(seed);
        return Nd4j.randn(DataType.FLOAT, shape);
    }

    private static INDArray classes() {
        return Nets.batch(3, 4, EXAMPLES, 20).getLabels();
    }

    private static INDArray yesOrNo() {
        return normal(5, EXAMPLES, 1).gt(0).castTo(DataType.FLOAT);
    }

    private static INDArray indices(int from) {
        return classes().argMax(1).castTo(DataType.FLOAT).reshape(EXAMPLES, 1).addi(from);
    }

    private static INDArray all(double label) {
        return Nd4j.ones(DataType.FLOAT, EXAMPLES, 1).muli(label);
    }

    private static OutputLayer output(LossFunction loss, Activation activation, int units) {
        return new OutputLayer.Builder(loss)
                .nIn(20)
                .nOut(units)
                .activation(activation)
                .build();
    }

    private static ListBuilder hidden() {
        return Nets.builder(new HeInit(), Activation.RELU)
                .list()
                .layer(new DenseLayer.Builder().nIn(20).nOut(20).build());
    }

    private static SignalReport probe(BaseOutputLayer output, INDArray labels) {
        return probe(hidden().layer(output), labels);
    }

    private static SignalReport probe(ListBuilder layers, INDArray labels) {
        return SignalProbe.probe(
                Nets.initialised(layers.validateOutputLayerConfig(false).build()),
                new DataSet(normal(2, EXAMPLES, 20), labels));
    }

    private static void assertFine(SignalReport report) {
        assertThat(report.problems()).as(report.toText()).isEmpty();
    }

    private static void assertOne(SignalReport report, Problem.Kind kind, String sentence, String advice) {
        assertThat(report.problems()).as(report.toText()).hasSize(1);
        Problem problem = report.problems().get(0);
        assertThat(problem.kind()).isEqualTo(kind);
        assertThat(problem.sentence()).contains(sentence);
        assertThat(problem.advice().get()).contains(advice);
    }

    private static DenseLayer sigmoid() {
        return new DenseLayer.Builder()
                .nIn(20)
                .nOut(1)
                .activation(Activation.SIGMOID)
                .build();
    }

    /** Rounding and noise put labels a little out of range, and that is no fault. */
    @Test
    void howFarOutOfRange() {
        OutputLayer probability = output(LossFunction.XENT, Activation.SIGMOID, 1);
        assertFine(probe(probability, yesOrNo().mul(1.0005)));
        String range = "LossBinaryXENT takes labels from 0 to 1";
        assertOne(probe(probability, yesOrNo().mul(1.005)), Problem.Kind.LABELS, range, "Scaler(0, 1)");
        INDArray wide = yesOrNo().mul(2).sub(1).mul(1.03);
        assertFine(probe(output(LossFunction.MSE, Activation.TANH, 1), wide));
        OutputLayer squared = output(LossFunction.MSE, Activation.SIGMOID, 1);
        assertOne(probe(squared, all(1.0005)), Problem.Kind.LABELS, "all labels are", "shuffle");
        OutputLayer logarithm = output(LossFunction.MEAN_SQUARED_LOGARITHMIC_ERROR, Activation.SOFTPLUS, 1);
        assertOne(
                probe(logarithm, yesOrNo().sub(1)),
                Problem.Kind.LABELS,
                "takes the logarithm of 1 + label",
                "standardised");
    }

    /** What to do about labels that are no probabilities depends on what they look like. */
    @Test
    void numbersInPlaceOfProbabilities() {
        OutputLayer probability = output(LossFunction.XENT, Activation.SIGMOID, 1);
        String range = "LossBinaryXENT takes labels from 0 to 1";
        String scaled = "NormalizerMinMaxScaler(0, 1)";
        assertOne(probe(probability, indices(0).mul(16)), Problem.Kind.LABELS, range, "one-hot labels with");
        assertOne(probe(probability, indices(0).mul(160)), Problem.Kind.LABELS, range, scaled);
        assertOne(probe(probability, indices(0).mul(1.3)), Problem.Kind.LABELS, range, scaled);
        assertOne(probe(probability, yesOrNo().mul(4).sub(3)), Problem.Kind.LABELS, range, scaled);
    }

    @Test
    void labelsBeforeASoftmaxThatSaysMore() {
        assertThat(probe(output(LossFunction.HINGE, Activation.SOFTMAX, 4), classes())
                        .problems(Problem.Kind.LABELS))
                .isEmpty();
        assertOne(
                probe(output(LossFunction.MSE, Activation.SOFTMAX, 200), normal(4, EXAMPLES, 200)),
                Problem.Kind.OUTPUT,
                "passes on only",
                "MCXENT");
        OutputLayer policy = output(LossFunction.MCXENT, Activation.SOFTMAX, 4);
        assertFine(probe(policy, classes().neg())); // all lost
        assertOne(probe(policy, classes().sub(0.1)), Problem.Kind.LABELS, "sum to 0.6", "or, for numbers");
        assertOne(probe(policy, classes().mul(0).add(0.25)), Problem.Kind.LABELS, "all labels are the same", "shuffle");
    }

    /** Where a function is applied twice, that is what is wrong. */
    @Test
    void labelsBehindAFunctionThatIsAppliedTwice() {
        LossLayer loss = new LossLayer.Builder(LossFunction.MSE)
                .activation(Activation.SIGMOID)
                .build();
        SignalReport report = probe(
                hidden().layer(sigmoid()).layer(loss), normal(4, EXAMPLES, 1).addi(5));
        assertThat(report.problems(Problem.Kind.LABELS)).as(report.toText()).isEmpty();
    }

    @Test
    void howManyExamplesOfOneClassAreNoChance() {
        OutputLayer plain = output(LossFunction.XENT, Activation.SIGMOID, 1);
        for (int shown : new int[] {9, 10}) {
            DataSet few = new DataSet(normal(2, shown, 20), Nd4j.ones(DataType.FLOAT, shown, 1));
            DataSet hidden = new DataSet(normal(2, EXAMPLES, 20), all(1));
            INDArray mask = Nd4j.zeros(DataType.FLOAT, EXAMPLES, 1);
            for (int i = 0; i < shown; i++) {
                mask.putScalar(i, 0, 1);
            }
            hidden.setLabelsMaskArray(mask);
            for (DataSet batch : new DataSet[] {few, hidden}) {
                SignalReport report =
                        SignalProbe.probe(Nets.initialised(hidden().layer(plain).build()), batch);
                assertThat(report.problems(Problem.Kind.LABELS)).hasSize(shown < 10 ? 0 : 1);
            }
        }
    }

    /** A generator is told that all is real, through a discriminator that is not trained meanwhile. */
    @Test
    void oneClassIsNormalWhereTheOutputDoesNotLearn() {
        OutputLayer plain = output(LossFunction.XENT, Activation.SIGMOID, 1);
        assertOne(probe(plain, all(1)), Problem.Kind.LABELS, "all labels are 1", "shuffle");
        assertFine(probe(hidden().layer(new FrozenLayerWithBackprop(plain)), all(1)));
        OutputLayer stopped = output(LossFunction.XENT, Activation.SIGMOID, 1);
        stopped.setIUpdater(new Sgd(0));
        assertFine(probe(stopped, all(1)));
        OutputLayer untouched = output(LossFunction.XENT, Activation.SIGMOID, 1);
        untouched.setIUpdater(new NoOp());
        assertFine(probe(untouched, all(1)));
        assertFine(probe(output(LossFunction.WASSERSTEIN, Activation.IDENTITY, 1), all(-1))); // a critic
        LossLayer loss = new LossLayer.Builder(LossFunction.XENT)
                .activation(Activation.SIGMOID)
                .build();
        DenseLayer last = new DenseLayer.Builder()
                .nIn(20)
                .nOut(1)
                .activation(Activation.IDENTITY)
                .build();
        assertOne(probe(hidden().layer(last).layer(loss), all(1)), Problem.Kind.LABELS, "all labels are 1", "shuffle");
    }

    /** Which of two answers is to be larger is what the loss is made of, and labels have nothing to say. */
    @Test
    void oneClassIsNormalWhereAnswersAreCompared() {
        ComputationGraph network = new ComputationGraph(Nets.builder(new HeInit(), Activation.RELU)
                .graphBuilder()
                .addInputs("in")
                .addLayer(
                        "a",
                        new DenseLayer.Builder()
                                .nIn(20)
                                .nOut(1)
                                .activation(Activation.IDENTITY)
                                .build(),
                        "in")
                .addLayer(
                        "b",
                        new DenseLayer.Builder()
                                .nIn(20)
                                .nOut(1)
                                .activation(Activation.IDENTITY)
                                .build(),
                        "in")
                .addVertex("difference", new ElementWiseVertex(ElementWiseVertex.Op.Subtract), "a", "b")
                .addLayer(
                        "out",
                        new LossLayer.Builder(LossFunction.HINGE)
                                .activation(Activation.IDENTITY)
                                .build(),
                        "difference")
                .setOutputs("out")
                .build());
        network.init();
        assertFine(SignalProbe.probe(network, new DataSet(normal(2, EXAMPLES, 20), all(1))));
    }

    @Test
    void signs() {
        OutputLayer hinge = output(LossFunction.HINGE, Activation.IDENTITY, 1);
        assertFine(probe(hinge, yesOrNo().mul(2).sub(1)));
        String signs = "LossHinge takes labels of -1 and 1";
        assertOne(probe(hinge, yesOrNo()), Problem.Kind.LABELS, signs, "labels.muli(2).subi(1);");
        assertOne(probe(hinge, all(1)), Problem.Kind.LABELS, "all labels are 1", "shuffle");
        assertOne(
                probe(
                        output(LossFunction.SQUARED_HINGE, Activation.SIGMOID, 1),
                        yesOrNo().mul(2).sub(1)),
                Problem.Kind.LABELS,
                "the output's sigmoid only gives numbers above 0",
                "IDENTITY");
        assertFine(probe(output(LossFunction.HINGE, Activation.TANH, 1), normal(4, EXAMPLES, 1)));
    }

    @Test
    void directions() {
        INDArray labels = normal(4, EXAMPLES, 4);
        assertFine(probe(output(LossFunction.COSINE_PROXIMITY, Activation.TANH, 4), labels.mul(3)));
        assertOne(
                probe(output(LossFunction.COSINE_PROXIMITY, Activation.RELU, 4), labels),
                Problem.Kind.LABELS,
                "only gives numbers above 0",
                "IDENTITY");
        labels.getRow(7).assign(0);
        assertOne(
                probe(output(LossFunction.COSINE_PROXIMITY, Activation.IDENTITY, 4), labels),
                Problem.Kind.LABELS,
                "compares directions, which labels of nothing but zeros do not have (1 of 32)",
                "Leave such examples out");
    }

    /** Policy gradients multiply the action taken, as one-hot, by what it was worth. */
    @Test
    void oneHotTimesWhatAnActionWasWorth() {
        OutputLayer policy = output(LossFunction.MCXENT, Activation.SOFTMAX, 4);
        INDArray worth = normal(6, EXAMPLES, 1);
        assertFine(probe(policy, classes().mulColumnVector(worth)));
        assertFine(probe(policy, classes().mulColumnVector(worth.mul(0).addi(0.7))));
        INDArray steps = Nd4j.arange(1, EXAMPLES + 1).castTo(DataType.FLOAT).reshape(EXAMPLES, 1);
        assertFine(probe(policy, classes().mulColumnVector(steps)));
        assertFine(probe(policy, classes().mulColumnVector(yesOrNo().mul(2).sub(1)))); // won or lost
        String weights = "new LossMCXENT(weights)";
        assertOne(probe(policy, classes().mul(255)), Problem.Kind.LABELS, "sum to 255", weights);
        assertOne(
                probe(policy, classes().mulRowVector(Nd4j.createFromArray(1f, 50f, 1f, 1f))),
                Problem.Kind.LABELS,
                "sum to 50",
                weights);
        OutputLayer squared = output(LossFunction.MSE, Activation.SOFTMAX, 4);
        assertOne(probe(squared, classes().mulColumnVector(worth)), Problem.Kind.LABELS, "sum to", "IDENTITY");
        INDArray several = classes().mulColumnVector(worth);
        several.getRow(9).assign(0.4);
        assertOne(probe(policy, several), Problem.Kind.LABELS, "sum to", "one-hot");
    }

    @Test
    void indicesOfClasses() {
        OutputLayer sparse = output(LossFunction.SPARSE_MCXENT, Activation.SOFTMAX, 4);
        assertFine(probe(sparse, indices(0)));
        String range = "LossSparseMCXENT takes the number of a class, from 0 to 3";
        assertOne(probe(sparse, indices(1)), Problem.Kind.LABELS, range, "labels.subi(1);");
        assertOne(probe(sparse, indices(-1)), Problem.Kind.LABELS, range, "from 0");
        assertOne(probe(sparse, indices(3)), Problem.Kind.LABELS, range, ".nOut(number of classes)");
        assertOne(probe(sparse, indices(0).mul(0.5)), Problem.Kind.LABELS, range, "from 0");
        INDArray betweenTwo = indices(1).putScalar(0, 0, 1.5);
        assertOne(probe(sparse, betweenTwo), Problem.Kind.LABELS, range, ".nOut(number of classes)");
    }

    /** What to do about a softmax of one unit depends on what it is to answer. */
    @ParameterizedTest
    @CsvSource({
        "MSE, 0/1, Activation.SIGMOID",
        "MCXENT, 0/1, Activation.SIGMOID",
        "MSE, numbers, Activation.IDENTITY",
        "XENT, shares, Activation.IDENTITY",
        "NEGATIVELOGLIKELIHOOD, indices, a unit for each class",
        "MSE, indices, Activation.IDENTITY"
    })
    void softmaxOfOneUnit(LossFunction loss, String kind, String advice) {
        INDArray labels = kind.equals("0/1")
                ? yesOrNo()
                : kind.equals("indices")
                        ? indices(0)
                        : kind.equals("shares") ? Nd4j.rand(DataType.FLOAT, EXAMPLES, 1) : normal(4, EXAMPLES, 1);
        SignalReport report = probe(output(loss, Activation.SOFTMAX, 1), labels);
        assertOne(report, Problem.Kind.OUTPUT, "a softmax of one unit answers 1, whatever comes", advice);
    }

    @Test
    void labelsOfNumbersBeforeALossForClasses() {
        SignalReport report = probe(output(LossFunction.KL_DIVERGENCE, Activation.SOFTPLUS, 4), normal(4, EXAMPLES, 4));
        assertThat(report.problems(Problem.Kind.LABELS).get(0).advice().get()).contains("LossFunction.MSE");
    }
}
