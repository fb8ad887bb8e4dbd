// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.signal.data;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dl4jinit.HeInit;
import io.github.dl4jinit.XavierInit;
import io.github.dl4jinit.signal.Nets;
import io.github.dl4jinit.signal.Problem;
import io.github.dl4jinit.signal.SignalProbe;
import io.github.dl4jinit.signal.SignalReport;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.AMSGrad;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.RmsProp;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Inputs of tens, such as percentages and degrees: Adam learns classes from them as they are, nothing else does. */
class LargeInputsTest {

    private static final int EXAMPLES = 64;
    private static final int COLUMNS = 6;

    /** Two classes on the two sides of a plane through the inputs' mean. */
    private static DataSet data(double std, double mean) {
        Nd4j.getRandom().setSeed(1);
        INDArray features = Nd4j.randn(DataType.FLOAT, EXAMPLES, COLUMNS);
        INDArray first = features.sum(true, 1).gt(0).castTo(DataType.FLOAT);
        return new DataSet(features.mul(std).addi(mean), Nd4j.hstack(first, first.rsub(1)));
    }

    private static MultiLayerNetwork network(Activation activation, IUpdater updater, OutputLayer output) {
        return Nets.initialised(
                Nets.builder(activation == Activation.RELU ? new HeInit() : new XavierInit(), activation)
                        .updater(updater)
                        .list()
                        .layer(new DenseLayer.Builder().nIn(COLUMNS).nOut(64).build())
                        .layer(new DenseLayer.Builder().nIn(64).nOut(64).build())
                        .layer(output)
                        .build());
    }

    private static SignalReport probe(Activation activation, IUpdater updater, DataSet data) {
        return SignalProbe.probe(network(activation, updater, Nets.softmax(64, 2)), data);
    }

    private static void assertRaw(SignalReport report) {
        assertThat(report.problems()).extracting(Problem::kind).containsExactly(Problem.Kind.INPUTS);
    }

    /** Percentages, a sensor's ±50, and degrees of longitude. */
    @ParameterizedTest
    @CsvSource({"29, 50", "25, 0", "100, 8", "40, 90"})
    void adamLearnsClassesFromThem(double std, double mean) {
        for (Activation activation : new Activation[] {Activation.RELU, Activation.TANH}) {
            for (IUpdater updater : new IUpdater[] {new Adam(1e-3), new AMSGrad(1e-3)}) {
                SignalReport report = probe(activation, updater, data(std, mean));
                assertThat(report.problems()).as(report.toText()).isEmpty();
            }
            for (IUpdater updater : new IUpdater[] {new Sgd(0.1), new Nesterovs(0.01, 0.9), new RmsProp(1e-3)}) {
                assertRaw(probe(activation, updater, data(std, mean)));
            }
        }
    }

    @Test
    void adamDoesLearn() {
        assertThat(trained(new Adam(1e-3))).isLessThan(0.3);
        assertThat(trained(new Sgd(0.1))).isGreaterThan(0.6);
    }

    private static double trained(IUpdater updater) {
        MultiLayerNetwork network = network(Activation.RELU, updater, Nets.softmax(64, 2));
        DataSet data = data(29, 50);
        for (int i = 0; i < 100; i++) {
            network.fit(data);
        }
        return network.score(data);
    }

    @Test
    void adamDoesNotHelpEverywhere() {
        assertRaw(probe(Activation.RELU, new Adam(1e-3), data(74, 127))); // as large as pixels
        assertRaw(probe(Activation.RELU, new Adam(1e-3), data(5, 100))); // alike beside what they have in common
        assertRaw(probe(Activation.RELU, new Adam(0.3), data(29, 50))); // at a rate that is large for any inputs
        assertRaw(probe(Activation.RELU, new Adam(0.1), data(29, 50)));
        assertThat(probe(Activation.RELU, new Adam(0.01), data(29, 50)).problems())
                .isEmpty();
        OutputLayer divergence = new OutputLayer.Builder(LossFunction.KL_DIVERGENCE)
                .nIn(64)
                .nOut(2)
                .activation(Activation.SOFTMAX)
                .build();
        DataSet shares = data(10, 16); // of classes: their logarithms are finite
        shares.getLabels().muli(0.8).addi(0.1);
        assertRaw(SignalProbe.probe(network(Activation.RELU, new Adam(1e-3), divergence), shares));
        DataSet columns = data(29, 50);
        columns.getFeatures()
                .getColumn(3)
                .assign(Nd4j.rand(DataType.FLOAT, EXAMPLES).muli(0.2));
        assertRaw(probe(Activation.RELU, new Adam(1e-3), columns)); // one of them is not seen beside the others
        DataSet pixels = data(29, 50);
        pixels.setFeatures(Nd4j.rand(DataType.FLOAT, EXAMPLES, COLUMNS).mul(130));
        pixels.setFeatures(pixels.getFeatures().castTo(DataType.INT32).castTo(DataType.FLOAT));
        assertRaw(probe(Activation.RELU, new Adam(1e-3), pixels));
    }

    /** A network for numbers answers with numbers as large as its inputs, and has a long way to go. */
    @Test
    void numbersAreNotLearntFromThem() {
        OutputLayer output = new OutputLayer.Builder(LossFunction.MSE)
                .nIn(64)
                .nOut(2)
                .activation(Activation.IDENTITY)
                .build();
        assertRaw(SignalProbe.probe(network(Activation.RELU, new Adam(1e-3), output), data(29, 50)));
    }

    /** Dead units may be the work of such inputs, which are named then. */
    @Test
    void whatElseIsWrongMayComeFromThem() {
        MultiLayerNetwork network = network(Activation.RELU, new Adam(1e-3), Nets.softmax(64, 2));
        network.getLayer(1).getParam("b").assign(-1e4);
        assertRaw(SignalProbe.probe(network, data(29, 50)));
    }
}
