// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.training.dense;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.constraint.MaxNormConstraint;
import org.deeplearning4j.nn.conf.graph.ElementWiseVertex;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.misc.FrozenLayer;
import org.deeplearning4j.nn.conf.weightnoise.DropConnect;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.learning.config.AMSGrad;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.Sgd;

class EligibilityTest {

    @Test
    void knowsDenseLayers() {
        assertThat(DenseStep.of(list(dense().build()), new Sgd(0.1))).isPresent();
        assertThat(DenseStep.of(list(new ActivationLayer(Activation.RELU)), new Adam()))
                .isPresent();
        assertThat(DenseStep.of(graph(ElementWiseVertex.Op.Add), new Adam())).isPresent();
    }

    @Test
    void knowsTheOptimisersOfTrialsOnly() {
        assertThat(DenseStep.of(list(dense().build()), new AMSGrad())).isEmpty();
    }

    static Stream<Layer> otherLayers() {
        return Stream.of(
                dense().hasBias(false).build(),
                dense().hasLayerNorm(true).build(),
                dense().dropOut(0.5).build(),
                dense().weightNoise(new DropConnect(0.5)).build(),
                dense().constrainAllParameters(new MaxNormConstraint(1, 1)).build(),
                dense().l2(0.1).build(),
                dense().l1Bias(0.1).build(),
                dense().weightDecay(0.1).build(),
                dense().gradientNormalization(GradientNormalization.ClipL2PerLayer)
                        .build(),
                new FrozenLayer(dense().build()),
                new BatchNormalization.Builder().nOut(4).build(),
                new ActivationLayer.Builder()
                        .activation(Activation.RELU)
                        .dropOut(0.5)
                        .build());
    }

    @ParameterizedTest
    @MethodSource("otherLayers")
    void leavesOtherLayersToDl4j(Layer layer) {
        assertThat(DenseStep.of(list(layer), new Sgd(0.1))).isEmpty();
    }

    @Test
    void leavesOtherNetworksToDl4j() {
        Layer layer = dense().build();
        assertThat(DenseStep.of(list(global -> global.dataType(DataType.DOUBLE), layer), new Sgd(0.1)))
                .isEmpty();
        assertThat(DenseStep.of(list(global -> global.miniBatch(false), layer), new Sgd(0.1)))
                .isEmpty();
        assertThat(DenseStep.of(firstAnActivation(), new Sgd(0.1))).isEmpty();
        assertThat(DenseStep.of(flattened(), new Sgd(0.1))).isEmpty();
        assertThat(DenseStep.of(lossLayer(), new Sgd(0.1))).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"Subtract", "Product", "Average", "Max"})
    void leavesOtherVerticesToDl4j(ElementWiseVertex.Op op) {
        assertThat(DenseStep.of(graph(op), new Sgd(0.1))).isEmpty();
    }

    @Test
    void leavesSumsOfDifferentWidthsToDl4j() {
        DenseLayer narrow = new DenseLayer.Builder().nIn(4).nOut(1).build();
        assertThat(DenseStep.of(graph(ElementWiseVertex.Op.Add, narrow), new Sgd(0.1)))
                .isEmpty();
    }

    @Test
    void leavesDeadEndsToDl4j() {
        ComputationGraph network = new ComputationGraph(new NeuralNetConfiguration.Builder()
                .graphBuilder()
                .addInputs("input")
                .addLayer("first", dense().build(), "input")
                .addLayer("dead end", dense().build(), "first")
                .addLayer("output", output(), "first")
                .setOutputs("output")
                .allowDisconnected(true)
                .build());
        network.init();
        assertThat(DenseStep.of(network, new Sgd(0.1))).isEmpty();
    }

    private static DenseLayer.Builder dense() {
        return new DenseLayer.Builder().nIn(4).nOut(4);
    }

    private static OutputLayer output() {
        return new OutputLayer.Builder().nIn(4).nOut(2).build();
    }

    private static Model list(Layer layer) {
        return list(UnaryOperator.identity(), layer);
    }

    /** The layer in question comes second. */
    private static Model list(UnaryOperator<NeuralNetConfiguration.Builder> global, Layer layer) {
        MultiLayerNetwork network = new MultiLayerNetwork(global.apply(new NeuralNetConfiguration.Builder())
                .list(dense().build(), layer, output())
                .build());
        network.init();
        return network;
    }

    private static Model firstAnActivation() {
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .list(new ActivationLayer(Activation.TANH), dense().build(), output())
                .build());
        network.init();
        return network;
    }

    private static Model flattened() {
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .list(dense().build(), output())
                .setInputType(InputType.convolutional(2, 2, 1))
                .build());
        network.init();
        return network;
    }

    private static Model lossLayer() {
        MultiLayerNetwork network = new MultiLayerNetwork(new NeuralNetConfiguration.Builder()
                .list(dense().build(), new LossLayer.Builder().build())
                .build());
        network.init();
        return network;
    }

    private static Model graph(ElementWiseVertex.Op op) {
        return graph(op, dense().build());
    }

    private static Model graph(ElementWiseVertex.Op op, DenseLayer second) {
        ComputationGraph network = new ComputationGraph(new NeuralNetConfiguration.Builder()
                .graphBuilder()
                .addInputs("input")
                .addLayer("first", dense().build(), "input")
                .addLayer("second", second, "first")
                .addVertex("both", new ElementWiseVertex(op), "first", "second")
                .addLayer("output", output(), "both")
                .setOutputs("output")
                .build());
        network.init();
        return network;
    }
}
