// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jinit.XavierInit;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.CenterLossOutputLayer;
import org.deeplearning4j.nn.conf.layers.CnnLossLayer;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.LSTM;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.RnnLossLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossSparseMCXENT;

/** The loss is DL4J's own score, and guessing costs what arithmetic says. */
class LossFiguresTest {

    private static final double FLOAT_ROUNDING = 1e-5;

    @Test
    void denseWithRegularisationLeftOut() {
        DataSet batch = Nets.batch(1, 3, 32, 5);
        SignalReport plain = SignalProbe.probe(network(0), batch);
        assertScore(plain, network(0).score(batch));
        // Regularisation is part of DL4J's score, and none of the loss.
        assertThat(network(0.1).score(batch)).isGreaterThan(network(0).score(batch) + 0.01);
        assertScore(SignalProbe.probe(network(0.1), batch), network(0).score(batch));
    }

    private static MultiLayerNetwork network(double l2) {
        return Nets.initialised(Nets.builder(new XavierInit(), Activation.TANH)
                .l2(l2)
                .list()
                .layer(new DenseLayer.Builder().nIn(5).nOut(12).build())
                .layer(Nets.softmax(12, 3))
                .build());
    }

    /** Three classes in shares of a half, a quarter and a quarter: ln 2 / 2 + 2 · ln 4 / 4. */
    @Test
    void guessingIsTheEntropyOfTheShares() {
        INDArray labels = Nd4j.zeros(32, 3);
        for (int i = 0; i < 32; i++) {
            labels.putScalar(i, i % 4 == 0 ? 1 : i % 4 == 1 ? 2 : 0, 1);
        }
        DataSet batch = new DataSet(Nd4j.randn(DataType.FLOAT, 32, 5), labels);
        LossSignal loss = SignalProbe.probe(network(0), batch).losses().get(0);
        assertThat(loss.guessing().getAsDouble()).isCloseTo(Math.log(2) / 2 + Math.log(4) / 2, within(FLOAT_ROUNDING));
        assertThat(loss.errorPassed().getAsDouble()).isCloseTo(1, within(FLOAT_ROUNDING));

        INDArray indices = Nd4j.argMax(labels, 1).reshape(32, 1).castTo(DataType.FLOAT);
        MultiLayerNetwork sparse = Nets.initialised(Nets.builder(new XavierInit(), Activation.TANH)
                .list()
                .layer(new DenseLayer.Builder().nIn(5).nOut(12).build())
                .layer(new OutputLayer.Builder(new LossSparseMCXENT())
                        .activation(Activation.SOFTMAX)
                        .nIn(12)
                        .nOut(3)
                        .build())
                .build());
        LossSignal same = SignalProbe.probe(sparse, new DataSet(batch.getFeatures(), indices))
                .losses()
                .get(0);
        assertThat(same.loss()).isCloseTo(loss.loss(), within(FLOAT_ROUNDING));
        assertThat(same.guessing().getAsDouble()).isCloseTo(loss.guessing().getAsDouble(), within(FLOAT_ROUNDING));
        assertThat(same.errorPassed().getAsDouble()).isCloseTo(1, within(FLOAT_ROUNDING));
    }

    /** A constant answer's squared error is the variance; the mean is over both units, as DL4J has it. */
    @Test
    void guessingIsTheVarianceOfNumbers() {
        INDArray labels = Nd4j.createFromArray(new float[][] {{1, 10}, {3, 10}, {1, 14}, {3, 14}});
        MultiLayerNetwork network = Nets.initialised(Nets.builder(new XavierInit(), Activation.TANH)
                .list()
                .layer(new OutputLayer.Builder(LossFunction.MSE)
                        .activation(Activation.IDENTITY)
                        .nIn(5)
                        .nOut(2)
                        .build())
                .build());
        DataSet batch = new DataSet(Nd4j.randn(DataType.FLOAT, 4, 5), labels);
        SignalReport report = SignalProbe.probe(network, batch);
        assertScore(report, network.score(batch));
        assertThat(report.losses().get(0).guessing().getAsDouble()).isCloseTo((1 + 4) / 2.0, within(FLOAT_ROUNDING));
    }

    /** What is masked costs nothing, neither the network nor one that guesses. */
    @Test
    void seriesWithMasks() {
        int steps = 7;
        INDArray labels = Nd4j.zeros(6, 2, steps);
        INDArray mask = Nd4j.ones(6, steps);
        for (int i = 0; i < 6; i++) {
            for (int t = 0; t < steps; t++) {
                boolean hidden = t > 3 && i % 2 == 0;
                mask.putScalar(i, t, hidden ? 0 : 1);
                labels.putScalar(new int[] {i, hidden || t % 4 == 0 ? 1 : 0, t}, 1);
            }
        }
        DataSet batch = new DataSet(Nd4j.randn(DataType.FLOAT, 6, 4, steps), labels, mask, mask.dup());
        // 3 full series with ones at steps 0 and 4, 3 of four steps with one at step 0.
        double seen = 3 * 7 + 3 * 4;
        double share = (3 * 2 + 3) / seen;
        double guessing = -seen / 6 * (share * Math.log(share) + (1 - share) * Math.log(1 - share));

        MultiLayerNetwork output = Nets.initialised(Nets.builder(new XavierInit(), Activation.TANH)
                .list()
                .layer(new LSTM.Builder().nIn(4).nOut(8).build())
                .layer(new RnnOutputLayer.Builder(LossFunction.MCXENT)
                        .activation(Activation.SOFTMAX)
                        .nIn(8)
                        .nOut(2)
                        .build())
                .build());
        SignalReport report = SignalProbe.probe(output, batch);
        assertScore(report, output.score(batch));
        assertThat(report.losses().get(0).guessing().getAsDouble()).isCloseTo(guessing, within(FLOAT_ROUNDING));

        MultiLayerNetwork loss = Nets.initialised(Nets.builder(new XavierInit(), Activation.TANH)
                .list()
                .layer(new LSTM.Builder().nIn(4).nOut(2).build())
                .layer(new RnnLossLayer.Builder(LossFunction.MCXENT)
                        .activation(Activation.SOFTMAX)
                        .build())
                .build());
        SignalReport other = SignalProbe.probe(loss, batch);
        assertScore(other, loss.score(batch));
        assertThat(other.losses().get(0).guessing().getAsDouble()).isCloseTo(guessing, within(FLOAT_ROUNDING));
    }

    @Test
    void images() {
        MultiLayerNetwork network = Nets.initialised(Nets.builder(new XavierInit(), Activation.TANH)
                .convolutionMode(ConvolutionMode.Same)
                .list()
                .layer(new ConvolutionLayer.Builder(3, 3).nOut(3).build())
                .layer(new CnnLossLayer.Builder(LossFunction.XENT)
                        .activation(Activation.SIGMOID)
                        .build())
                .setInputType(InputType.convolutional(5, 4, 2))
                .build());
        DataSet batch = new DataSet(
                Nd4j.randn(DataType.FLOAT, 6, 2, 5, 4),
                Nd4j.rand(DataType.FLOAT, 6, 3, 5, 4).gt(0.7).castTo(DataType.FLOAT));
        assertScore(SignalProbe.probe(network, batch), network.score(batch));
    }

    /** Each output of a graph has a loss of its own; some have no label to guess at. */
    @Test
    void outputsOfSeveralKinds() {
        ComputationGraph network = new ComputationGraph(Nets.builder(new XavierInit(), Activation.TANH)
                .graphBuilder()
                .addInputs("in")
                .addLayer("hidden", new DenseLayer.Builder().nIn(5).nOut(8).build(), "in")
                .addLayer("class", Nets.softmax(8, 3), "hidden")
                .addLayer(
                        "centre",
                        new CenterLossOutputLayer.Builder(LossFunction.MCXENT)
                                .activation(Activation.SOFTMAX)
                                .nIn(8)
                                .nOut(3)
                                .build(),
                        "hidden")
                .setOutputs("class", "centre")
                .build());
        network.init();
        DataSet data = Nets.batch(1, 3, 32, 5);
        MultiDataSet batch = new MultiDataSet(
                new INDArray[] {data.getFeatures()}, new INDArray[] {data.getLabels(), data.getLabels()});
        SignalReport report = SignalProbe.probe(network, batch);
        assertThat(report.losses()).extracting(LossSignal::output).containsExactly("class", "centre");
        assertScore(report, network.score(batch));
        assertThat(report.losses().get(0).guessing()).isPresent();
        assertThat(report.losses().get(1).guessing()).isEmpty();
    }

    private static void assertScore(SignalReport report, double score) {
        double sum = report.losses().stream().mapToDouble(LossSignal::loss).sum();
        assertThat(sum).isCloseTo(score, within(FLOAT_ROUNDING * Math.max(1, Math.abs(score))));
    }
}
