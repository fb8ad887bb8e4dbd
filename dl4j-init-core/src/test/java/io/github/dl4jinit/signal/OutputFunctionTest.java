// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.signal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jinit.HeInit;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration.GraphBuilder;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration.ListBuilder;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.LossLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** The last softmax or sigmoid ends the trend at what it is given, wherever it stands. */
class OutputFunctionTest {

    private static final int WIDTH = 32;
    private static final int HIDDEN = 6;
    private static final int CLASSES = 500;

    /** The ways to write the same classifier, but for those with an output layer. */
    private static Stream<Arguments> tails() {
        return Stream.of(Activation.SOFTMAX, Activation.SIGMOID)
                .flatMap(function -> Stream.of(
                        List.of(dense(function)),
                        List.of(dense(function), loss(function, Activation.IDENTITY)),
                        List.of(dense(Activation.IDENTITY), new ActivationLayer(function)),
                        List.of(
                                dense(Activation.IDENTITY),
                                new ActivationLayer(function),
                                loss(function, Activation.IDENTITY)),
                        List.of(dense(Activation.IDENTITY), loss(function, function))))
                .flatMap(tail -> Stream.of(Arguments.of(false, tail), Arguments.of(true, tail)));
    }

    private static Layer dense(Activation function) {
        return new DenseLayer.Builder()
                .nIn(WIDTH)
                .nOut(CLASSES)
                .activation(function)
                .build();
    }

    private static Layer loss(Activation probabilities, Activation own) {
        LossFunction loss = probabilities == Activation.SOFTMAX ? LossFunction.MCXENT : LossFunction.XENT;
        return new LossLayer.Builder(loss).activation(own).build();
    }

    private static Model network(boolean asGraph, List<Layer> tail) {
        if (asGraph) {
            GraphBuilder graph =
                    Nets.builder(new HeInit(), Activation.RELU).graphBuilder().addInputs("in");
            String before = "in";
            for (Layer layer : layers(tail)) {
                graph.addLayer(before + "-", layer.clone(), before);
                before += "-";
            }
            ComputationGraph network =
                    new ComputationGraph(graph.setOutputs(before).build());
            network.init();
            return network;
        }
        ListBuilder list = Nets.builder(new HeInit(), Activation.RELU).list();
        layers(tail).forEach(layer -> list.layer(layer.clone()));
        return Nets.initialised(list.build());
    }

    private static List<Layer> layers(List<Layer> tail) {
        Stream<Layer> hidden = Stream.generate(() ->
                        (Layer) new DenseLayer.Builder().nIn(WIDTH).nOut(WIDTH).build())
                .limit(HIDDEN);
        return Stream.concat(hidden, tail.stream()).collect(Collectors.toList());
    }

    private static void multiplyLastWeights(Model network, double factor) {
        if (network instanceof ComputationGraph) {
            ((ComputationGraph) network).getLayer(HIDDEN).getParam("W").muli(factor);
        } else {
            ((MultiLayerNetwork) network).getLayer(HIDDEN).getParam("W").muli(factor);
        }
    }

    @ParameterizedTest
    @MethodSource("tails")
    void endsTheTrend(boolean asGraph, List<Layer> tail) {
        DataSet batch = Nets.batch(1, CLASSES, 32, WIDTH);
        Model network = network(asGraph, tail);
        SignalReport sound = SignalProbe.probe(network, batch);
        assertThat(sound.forward().healthy()).isTrue();
        assertThat(sound.backward().healthy()).isTrue();
        assertThat(sound.forward().ordersOfMagnitude()).isCloseTo(0, within(0.4));

        multiplyLastWeights(network, 1e-3); // a small start, which costs nothing
        assertThat(SignalProbe.probe(network, batch).forward().healthy()).isTrue();
        multiplyLastWeights(network, 1e4); // the sure answers of a trained network
        assertThat(SignalProbe.probe(network, batch).forward().healthy()).isTrue();

        multiplyLastWeights(network, 1e3);
        SignalReport exploded = SignalProbe.probe(network, batch);
        assertThat(exploded.forward().verdict()).isEqualTo(Verdict.EXPLODING);
        assertThat(exploded.forward().ordersOfMagnitude())
                .isCloseTo(sound.forward().ordersOfMagnitude() + 4, within(0.2));
        String place = exploded.forward().firstSuspicious().get();
        assertThat(exploded.layer(place).weights()).isPresent();
        assertThat(exploded.layer(place).depth()).isEqualTo(HIDDEN + 1);
    }

    /** Every head of a network of several outputs. */
    @Test
    void severalOutputs() {
        GraphBuilder graph = Nets.builder(new HeInit(), Activation.RELU)
                .graphBuilder()
                .addInputs("in")
                .addLayer("a", new DenseLayer.Builder().nIn(WIDTH).nOut(WIDTH).build(), "in")
                .addLayer("softmax", dense(Activation.SOFTMAX), "a")
                .addLayer("logits", dense(Activation.IDENTITY), "a")
                .addLayer("sigmoid", new ActivationLayer(Activation.SIGMOID), "logits")
                .addLayer("loss", loss(Activation.SIGMOID, Activation.IDENTITY), "sigmoid");
        ComputationGraph network =
                new ComputationGraph(graph.setOutputs("softmax", "loss").build());
        network.init();
        network.getLayer("logits").getParam("W").muli(3000); // nine tenths of the sigmoids are sure
        assertThat(SignalProbe.probe(network).problems())
                .extracting(Problem::kind)
                .doesNotContain(Problem.Kind.SATURATED, Problem.Kind.FORWARD, Problem.Kind.BACKWARD);
    }

    /** A sigmoid that the network goes on behind is no output's. */
    @Test
    void aHiddenSigmoidStaysPartOfTheTrend() {
        MultiLayerNetwork network = Nets.initialised(Nets.builder(new HeInit(), Activation.RELU)
                .list()
                .layer(new DenseLayer.Builder().nIn(WIDTH).nOut(WIDTH).build())
                .layer(new DenseLayer.Builder()
                        .nIn(WIDTH)
                        .nOut(WIDTH)
                        .activation(Activation.SIGMOID)
                        .build())
                .layer(Nets.softmax(WIDTH, 3))
                .build());
        network.getLayer(1).getParam("b").assign(40);
        assertThat(SignalProbe.probe(network).problems())
                .extracting(Problem::kind)
                .contains(Problem.Kind.SATURATED);
    }
}
