// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.dl4jinit.HeInit;
import io.github.dl4jinit.XavierInit;
import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.api.OptimizationAlgorithm;
import org.deeplearning4j.nn.conf.BackpropType;
import org.deeplearning4j.nn.conf.graph.MergeVertex;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.RnnOutputLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.conf.layers.recurrent.SimpleRnn;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.AdaDelta;
import org.nd4j.linalg.learning.config.NoOp;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** All kinds of networks can be measured and stay as they are, or are refused in a sentence. */
class LearningRateNetworksTest {

    private static final DataSet BATCH = Nets.batch(7, 3, 16, 12);

    /** With dropout, whose masks come from the random generator, batch normalisation and momentum. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void trainingGoesOnAsIfNothingHadHappened(boolean graph) {
        INDArray undisturbed = trained(graph, false);
        INDArray measured = trained(graph, true);
        assertThat(measured.data().asFloat()).isEqualTo(undisturbed.data().asFloat());
    }

    private static INDArray trained(boolean graph, boolean measure) {
        MultiLayerNetwork list = Nets.initialised(Nets.builder(new HeInit(), Activation.RELU)
                .l2(1e-3)
                .list()
                .layer(new DenseLayer.Builder().nIn(12).nOut(20).dropOut(0.8).build())
                .layer(new BatchNormalization.Builder().nIn(20).nOut(20).build())
                .layer(new DenseLayer.Builder().nIn(20).nOut(20).dropOut(0.5).build())
                .layer(Nets.softmax(20, 3))
                .build());
        Model network = graph ? list.toComputationGraph() : list;
        INDArray inputs = BATCH.getFeatures().dup();
        Nd4j.getRandom().setSeed(99);
        for (int step = 0; step < 3; step++) {
            Nets.fit(network, BATCH);
            if (measure && step == 1) {
                assertThat(LearningRateProbe.of(network, List.of(BATCH)).canTell())
                        .isTrue();
            }
        }
        assertThat(BATCH.getFeatures()).isEqualTo(inputs);
        return network.params().dup();
    }

    /** Each series is as long as its mask says, and a whole one is a step where DL4J would cut it. */
    @Test
    void maskedSeriesThatWouldBeCut() {
        MultiLayerNetwork network = Nets.initialised(Nets.builder(new XavierInit(), Activation.TANH)
                .list()
                .layer(new SimpleRnn.Builder().nIn(4).nOut(8).build())
                .layer(new RnnOutputLayer.Builder(LossFunction.MCXENT)
                        .nIn(8)
                        .nOut(3)
                        .activation(Activation.SOFTMAX)
                        .build())
                .backpropType(BackpropType.TruncatedBPTT)
                .tBPTTLength(2)
                .build());
        INDArray labels = Nd4j.zeros(DataType.FLOAT, 8, 3, 4);
        for (int example = 0; example < 8; example++) {
            for (int step = 0; step < 4; step++) {
                labels.putScalar(example, example % 3, step, 1);
            }
        }
        INDArray mask = Nd4j.ones(DataType.FLOAT, 8, 4);
        mask.putColumn(3, Nd4j.zeros(DataType.FLOAT, 8, 1));
        INDArray inputs = Nd4j.zeros(DataType.FLOAT, 8, 4, 4)
                .addi(labels.sum(2).getColumn(0).reshape(8, 1, 1));
        LearningRateReport report = LearningRateProbe.of(network, List.of(new DataSet(inputs, labels, mask, mask)));
        assertThat(report.canTell()).isTrue();
        inputs.tensorAlongDimension(3, 0, 1).assign(1000); // what is masked
        assertThat(LearningRateProbe.of(network, List.of(new DataSet(inputs, labels, mask, mask)))
                        .upperBound())
                .isEqualTo(report.upperBound());
        assertThat(network.getLayerWiseConfigurations().getBackpropType()).isEqualTo(BackpropType.TruncatedBPTT);
    }

    @Test
    void severalInputsAndOutputs() {
        ComputationGraph network = new ComputationGraph(Nets.builder(new HeInit(), Activation.RELU)
                .graphBuilder()
                .addInputs("a", "b")
                .addVertex("both", new MergeVertex(), "a", "b")
                .addLayer("hidden", new DenseLayer.Builder().nIn(24).nOut(10).build(), "both")
                .addLayer("class", Nets.softmax(10, 3), "hidden")
                .addLayer(
                        "number",
                        new OutputLayer.Builder(LossFunction.MSE)
                                .nIn(10)
                                .nOut(12)
                                .activation(Activation.IDENTITY)
                                .build(),
                        "hidden")
                .setOutputs("class", "number")
                .build());
        network.init();
        INDArray x = BATCH.getFeatures();
        MultiDataSet batch = new MultiDataSet(new INDArray[] {x, x.mul(2)}, new INDArray[] {BATCH.getLabels(), x});
        LearningRateReport report = LearningRateProbe.of(network, batch);
        assertThat(report.canTell()).isTrue();
        assertThat(report.lossBefore()).isEqualTo(network.score(batch, true));
    }

    /** What is frozen has no updater that counts, and does not move. */
    @Test
    void frozenLayers() {
        MultiLayerNetwork network = Nets.initialised(Nets.builder(new HeInit(), Activation.RELU)
                .list()
                .layer(new FrozenLayer(new DenseLayer.Builder().nIn(12).nOut(20).build()))
                .layer(Nets.softmax(20, 3))
                .build());
        LearningRateReport report = LearningRateProbe.of(network, List.of(BATCH));
        assertThat(report.canTell()).as(report.toText()).isTrue();
        assertThat(report.recommendation()).startsWith(".updater(new Adam(").doesNotContain("and the like");
    }

    static Stream<Arguments> refused() {
        MultiLayerNetwork lbfgs = Nets.initialised(Nets.builder(new HeInit(), Activation.RELU)
                .optimizationAlgo(OptimizationAlgorithm.LBFGS)
                .list()
                .layer(Nets.softmax(12, 3))
                .build());
        MultiLayerNetwork adaDelta = Nets.initialised(Nets.builder(new HeInit(), Activation.RELU)
                .updater(new AdaDelta())
                .list()
                .layer(new DenseLayer.Builder()
                        .nIn(12)
                        .nOut(12)
                        .updater(new NoOp())
                        .build())
                .layer(Nets.softmax(12, 3))
                .build());
        MultiLayerNetwork withoutLoss = Nets.initialised(Nets.builder(new HeInit(), Activation.RELU)
                .list()
                .layer(new DenseLayer.Builder().nIn(12).nOut(3).build())
                .build());
        DataSet unlabelled = new DataSet(BATCH.getFeatures(), null);
        MultiLayerNetwork sound = Nets.fourLayers();
        return Stream.of(
                Arguments.of(lbfgs, List.of(BATCH), "by STOCHASTIC_GRADIENT_DESCENT"),
                Arguments.of(lbfgs, List.of(BATCH), "received LBFGS"),
                Arguments.of(
                        adaDelta,
                        List.of(BATCH),
                        "network must be trained by an updater that has a learning rate, received [AdaDelta, NoOp]"),
                Arguments.of(
                        withoutLoss,
                        List.of(BATCH),
                        "network must be one whose outputs have a loss (an output layer or a loss layer), received layer0,"
                                + " a DenseLayer"),
                Arguments.of(sound, List.of(), "batches must be one or more, received none"),
                Arguments.of(sound, List.of(unlabelled), "batch must be one with labels, received one without"));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void refusals(Model network, List<DataSet> batches, String message) {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> LearningRateProbe.of(network, batches))
                .withMessageContaining(message);
    }
}
