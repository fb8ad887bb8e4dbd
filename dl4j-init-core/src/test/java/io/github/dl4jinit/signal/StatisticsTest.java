// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jinit.HeInit;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.GlobalPoolingLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;

/** Running statistics that no data can have: training does not look at them, inference does. */
class StatisticsTest {

    private static final int WIDTH = 16;
    private static final DataSet BATCH = Nets.batch(1, 3, 64, WIDTH);

    private static MultiLayerNetwork list(boolean logarithmic) {
        return Nets.initialised(Nets.builder(new HeInit(), Activation.RELU)
                .list()
                .layer(new DenseLayer.Builder()
                        .nIn(WIDTH)
                        .nOut(WIDTH)
                        .activation(Activation.IDENTITY)
                        .build())
                .layer(new BatchNormalization.Builder()
                        .nIn(WIDTH)
                        .nOut(WIDTH)
                        .useLogStd(logarithmic)
                        .activation(Activation.IDENTITY)
                        .build())
                .layer(new DenseLayer.Builder().nIn(WIDTH).nOut(WIDTH).build())
                .layer(Nets.softmax(WIDTH, 3))
                .build());
    }

    @ParameterizedTest
    @ValueSource(doubles = {-0.5, 0, Double.NaN, Double.POSITIVE_INFINITY})
    void impossibleVariances(double variance) {
        MultiLayerNetwork network = list(false);
        assertThat(SignalProbe.probe(network, BATCH).problems()).isEmpty();
        network.getLayer(1).getParam("var").putScalar(3, variance);
        Problem problem = only(SignalProbe.probe(network, BATCH));
        assertThat(problem.sentence()).contains("1 of 16 running variances");
    }

    @Test
    void impossibleMeansAndLogarithms() {
        MultiLayerNetwork network = list(true);
        assertThat(SignalProbe.probe(network, BATCH).problems()).isEmpty();
        network.getLayer(1).getParam("log10stdev").assign(-3); // small, but a deviation
        assertThat(SignalProbe.probe(network, BATCH).problems()).isEmpty();
        network.getLayer(1).getParam("log10stdev").putScalar(0, Double.NEGATIVE_INFINITY);
        network.getLayer(1).getParam("mean").putScalar(2, Double.NaN);
        Problem problem = only(SignalProbe.probe(network, BATCH));
        assertThat(problem.sentence()).contains("1 of 16 running log10").contains("1 of 16 running means");
    }

    private static Problem only(SignalReport report) {
        assertThat(report.problems()).extracting(Problem::kind).containsExactly(Problem.Kind.STATISTICS);
        assertThat(report.problems().get(0).layer()).isEqualTo("layer1");
        return report.problems().get(0);
    }

    /** The advice, done: training mode without a learning rate restores what inference needs, and changes no weight. */
    @Test
    void theCure() {
        MultiLayerNetwork network = list(false);
        INDArray sound = network.output(BATCH.getFeatures()).dup();
        network.getLayer(1).getParam("var").assign(-0.5);
        assertThat(network.output(BATCH.getFeatures()).isNaN().any()).isTrue();
        INDArray weights = network.getLayer(0).params().dup();
        network.getLayer(1).getParam("var").assign(1);
        network.getLayer(1).getParam("mean").assign(0);
        network.setLearningRate(0);
        for (int i = 0; i < 60; i++) {
            network.fit(BATCH);
        }
        assertThat(network.getLayer(0).params()).isEqualTo(weights);
        assertThat(SignalProbe.probe(network, BATCH).problems()).isEmpty();
        INDArray output = network.output(BATCH.getFeatures());
        assertThat(output.isNaN().any()).isFalse();
        assertThat(output).isNotEqualTo(sound);
        // What inference now normalises by is the batch's own: the same as in training, to 0.9⁶⁰ and Bessel's factor.
        INDArray trained = network.output(BATCH.getFeatures(), true);
        assertThat(output.sub(trained).amaxNumber().doubleValue()).isCloseTo(0, within(0.05));
    }

    /** A channel that is off for good has no variance, and that is right. */
    @Test
    void aVarianceOfZeroWhereNothingVaries() {
        ComputationGraph network = new ComputationGraph(Nets.builder(new HeInit(), Activation.RELU)
                .graphBuilder()
                .addInputs("in")
                .setInputTypes(InputType.convolutional(6, 6, 2))
                .addLayer("conv", new ConvolutionLayer.Builder(3, 3).nOut(8).build(), "in")
                .addLayer(
                        "bn", new BatchNormalization.Builder().useLogStd(false).build(), "conv")
                .addLayer("pool", new GlobalPoolingLayer(), "bn")
                .addLayer("out", Nets.softmax(8, 3), "pool")
                .setOutputs("out")
                .build());
        network.init();
        DataSet batch = Nets.batch(1, 3, 16, 2, 6, 6);
        network.getLayer("conv").getParam("b").putScalar(5, -100);
        network.getLayer("bn").getParam("var").putScalar(5, 0);
        assertThat(SignalProbe.probe(network, batch).problems()).isEmpty();
        network.getLayer("bn").getParam("var").putScalar(4, 0);
        assertThat(SignalProbe.probe(network, batch).problems())
                .extracting(Problem::kind)
                .containsExactly(Problem.Kind.STATISTICS);
    }
}
