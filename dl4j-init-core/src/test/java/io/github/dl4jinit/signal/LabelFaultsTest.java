// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.signal;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dl4jinit.HeInit;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.dataset.api.preprocessor.NormalizerStandardize;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Labels that are not scaled, not numbers, or not what the output can give; each with a control. */
class LabelFaultsTest {

    private static final int EXAMPLES = 32;

    private static OutputLayer output(int units, LossFunction loss, Activation activation) {
        return new OutputLayer.Builder(loss)
                .nIn(20)
                .nOut(units)
                .activation(activation)
                .build();
    }

    private static SignalReport probe(LossFunction loss, Activation activation, INDArray labels) {
        MultiLayerNetwork network = Nets.initialised(Nets.builder(new HeInit(), Activation.RELU)
                .list()
                .layer(new DenseLayer.Builder().nIn(20).nOut(20).build())
                .layer(output((int) labels.size(1), loss, activation))
                .build());
        return SignalProbe.probe(network, new DataSet(features(), labels));
    }

    private static INDArray features() {
        return Nets.batch(3, 4, EXAMPLES, 20).getFeatures();
    }

    private static INDArray classes() {
        return Nets.batch(3, 4, EXAMPLES, 20).getLabels();
    }

    private static INDArray numbers(double std, double mean) {
        Nd4j.getRandom().setSeed(4);
        return Nd4j.randn(DataType.FLOAT, EXAMPLES, 1).muli(std).addi(mean);
    }

    private static void assertLabels(SignalReport report, String sentence, String advice) {
        assertThat(report.problems()).extracting(Problem::kind).containsExactly(Problem.Kind.LABELS);
        assertThat(report.firstSuspicious()).hasValue("labels");
        assertThat(report.problems().get(0).sentence()).contains(sentence);
        assertThat(report.recommendation()).contains(advice).doesNotContain("Initialise");
    }

    private static void assertFine(SignalReport report) {
        assertThat(report.problems(Problem.Kind.LABELS)).isEmpty();
    }

    @Test
    void numbersThatAreNotScaled() {
        for (double[] scale :
                new double[][] {{1e5, 2e5}, {50, 200}, {30, 0}, {1, 100}, {0.001, 0}, {0.01, 0}, {0.01, 1}}) {
            for (LossFunction loss : new LossFunction[] {LossFunction.MSE, LossFunction.MEAN_ABSOLUTE_ERROR}) {
                assertLabels(
                        probe(loss, Activation.IDENTITY, numbers(scale[0], scale[1])),
                        "column 0 is not scaled: mean",
                        "normalizer.fitLabel(true); normalizer.fit(train); train.setPreProcessor(normalizer);");
            }
        }
        INDArray besideAConstant = Nd4j.hstack(numbers(1, 0), numbers(0, 0.5));
        assertFine(probe(LossFunction.MSE, Activation.IDENTITY, besideAConstant));
        for (double[] scale : new double[][] {{1, 0}, {5, 10}, {1, 10}, {0.3, 0.5}, {0.1, 0}}) {
            assertFine(probe(LossFunction.MSE, Activation.IDENTITY, numbers(scale[0], scale[1])));
        }
    }

    @Test
    void sharesOfClassesThatDoNotSumToOne() {
        INDArray labels = classes();
        assertFine(probe(LossFunction.MCXENT, Activation.SOFTMAX, labels));
        assertFine(
                probe(LossFunction.MCXENT, Activation.SOFTMAX, labels.mul(0.9).add(0.025)));
        INDArray several = labels.dup();
        several.getRow(5).assign(1);
        assertLabels(
                probe(LossFunction.MCXENT, Activation.SOFTMAX, several),
                "those of example 5 sum to 4",
                ".activation(Activation.SIGMOID) with LossFunction.XENT");
        INDArray none = labels.dup();
        none.getRow(5).assign(0);
        assertLabels(
                probe(LossFunction.MCXENT, Activation.SOFTMAX, none),
                "those of example 5 sum to 0",
                "by a labels mask");
        INDArray indices = labels.mul(Nd4j.createFromArray(0f, 1f, 2f, 3f).broadcast(labels.shape()));
        assertLabels(probe(LossFunction.NEGATIVELOGLIKELIHOOD, Activation.SOFTMAX, indices), "sum to", "one-hot");
    }

    @Test
    void labelsThatTheOutputCannotGive() {
        INDArray shares = Nd4j.rand(DataType.FLOAT, EXAMPLES, 3);
        assertFine(probe(LossFunction.XENT, Activation.SIGMOID, shares));
        assertLabels(
                probe(LossFunction.XENT, Activation.SIGMOID, shares.mul(255)),
                "LossBinaryXENT takes labels from 0 to 1",
                "new NormalizerMinMaxScaler(0, 1)");
        assertLabels(
                probe(LossFunction.XENT, Activation.SIGMOID, classes().mul(2).sub(1)),
                "the values go from -1 to 1",
                "labels.addi(1).divi(2);");
        assertLabels(probe(LossFunction.HINGE, Activation.IDENTITY, classes()), "takes labels of -1 and 1", "muli(2)");
        assertFine(
                probe(LossFunction.HINGE, Activation.IDENTITY, classes().mul(2).sub(1)));
        assertLabels(
                probe(LossFunction.MSE, Activation.SIGMOID, numbers(1, 5)),
                "only gives numbers from 0 to 1",
                "new NormalizerMinMaxScaler(0, 1)");
        assertLabels(
                probe(LossFunction.MSE, Activation.TANH, numbers(1, 5)),
                "only gives numbers from -1 to 1",
                "NormalizerMinMaxScaler(-1, 1)");
        assertLabels(probe(LossFunction.MSE, Activation.RELU, numbers(1, 0)), "only gives numbers above 0", "IDENTITY");
        assertFine(probe(LossFunction.MSE, Activation.RELU, Nd4j.rand(DataType.FLOAT, EXAMPLES, 1)));
        assertFine(probe(LossFunction.MSE, Activation.TANH, Nd4j.rand(DataType.FLOAT, EXAMPLES, 1)));
    }

    /** The loss and all gradients are no numbers, which is news of the labels alone. */
    @Test
    void labelsThatTheLossDividesBy() {
        INDArray labels = numbers(1, 0).putScalar(3, 0, 0);
        assertLabels(
                probe(LossFunction.MEAN_ABSOLUTE_PERCENTAGE_ERROR, Activation.IDENTITY, labels),
                "LossMAPE divides by labels, of which some are 0",
                "LossFunction.MEAN_ABSOLUTE_ERROR");
        assertLabels(
                probe(LossFunction.MEAN_SQUARED_LOGARITHMIC_ERROR, Activation.SOFTPLUS, numbers(3, 0)),
                "LossMSLE takes the logarithm of 1 + label",
                "LossFunction.MSE");
    }

    @Test
    void oneClassOnly() {
        INDArray one = Nd4j.zeros(DataType.FLOAT, EXAMPLES, 4);
        one.getColumn(2).assign(1);
        assertLabels(probe(LossFunction.MCXENT, Activation.SOFTMAX, one), "all examples are of class 2", "shuffle");
        assertLabels(
                probe(LossFunction.XENT, Activation.SIGMOID, Nd4j.zeros(DataType.FLOAT, EXAMPLES, 1)),
                "all labels are 0",
                "shuffle");
    }

    @Test
    void notANumberInOneOfTwoOutputs() {
        ComputationGraph network = new ComputationGraph(Nets.builder(new HeInit(), Activation.RELU)
                .graphBuilder()
                .addInputs("in")
                .addLayer("hidden", new DenseLayer.Builder().nIn(20).nOut(20).build(), "in")
                .addLayer("A", output(1, LossFunction.MSE, Activation.IDENTITY), "hidden")
                .addLayer("B", output(1, LossFunction.MSE, Activation.IDENTITY), "hidden")
                .setOutputs("A", "B")
                .build());
        network.init();
        INDArray[] labels = {numbers(1, 0), numbers(1, 0)};
        labels[1].putScalar(3, 0, Double.NaN);
        INDArray shown = Nd4j.ones(DataType.FLOAT, EXAMPLES, 1);
        INDArray hidden = shown.dup().putScalar(3, 0, 0);
        for (INDArray mask : new INDArray[] {shown, hidden}) {
            SignalReport report = SignalProbe.probe(
                    network, new MultiDataSet(new INDArray[] {features()}, labels, null, new INDArray[] {shown, mask}));
            assertThat(report.problems()).extracting(Problem::layer).containsExactly("labels of B");
            assertThat(report.problems().get(0).sentence())
                    .contains("column 0 is NaN in example 3")
                    .matches(sentence -> sentence.contains("a mask does not help") == (mask == hidden));
        }
    }

    @Test
    void theNormaliserThatIsAdvisedLetsTheNetworkLearn() {
        assertThat(unexplained(false)).isGreaterThan(0.9);
        assertThat(unexplained(true)).isLessThan(0.1);
    }

    /** The share of the labels' variance that is left after training. */
    private static double unexplained(boolean advised) {
        MultiLayerNetwork network = Nets.initialised(Nets.builder(new HeInit(), Activation.RELU)
                .updater(new Adam(0.01))
                .list()
                .layer(new DenseLayer.Builder().nIn(20).nOut(20).build())
                .layer(output(1, LossFunction.MSE, Activation.IDENTITY))
                .build());
        INDArray features = features();
        DataSet train = new DataSet(features, features.sum(true, 1).mul(3e4).add(2e5));
        if (advised) {
            NormalizerStandardize normalizer = new NormalizerStandardize();
            normalizer.fitLabel(true);
            normalizer.fit(train);
            normalizer.transform(train);
        }
        assertThat(SignalProbe.probe(network, train).healthy()).isEqualTo(advised);
        for (int i = 0; i < 100; i++) {
            network.fit(train);
        }
        return network.score(train) / train.getLabels().varNumber().doubleValue();
    }
}
