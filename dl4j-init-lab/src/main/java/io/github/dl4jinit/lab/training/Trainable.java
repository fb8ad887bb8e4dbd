// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.training;

import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;

/** What DL4J's two kinds of network can both do, each under names of its own. */
sealed interface Trainable {

    /** The network itself, for what they do under the same name. */
    Model network();

    /** Allocates the array that {@link #backpropagate} writes the gradients of all parameters into. */
    void initGradientsView();

    /** One forward and backward pass; leaves the sum of all examples' gradients, and the mean loss as the score. */
    void backpropagate(INDArray features, INDArray labels);

    /** What it answers, in an array that whoever called may close. */
    INDArray output(INDArray features);

    /**
     * Of a network that is initialised.
     *
     * @throws IllegalArgumentException if it is of neither kind
     */
    static Trainable of(Model network) {
        if (network instanceof MultiLayerNetwork list) {
            return new OfList(list);
        }
        if (network instanceof ComputationGraph graph) {
            return new OfGraph(graph);
        }
        throw new IllegalArgumentException(
                "network must be a MultiLayerNetwork or a ComputationGraph, received " + network);
    }

    /** One layer after the other. */
    record OfList(MultiLayerNetwork network) implements Trainable {

        @Override
        public void initGradientsView() {
            network.initGradientsView();
        }

        @Override
        public void backpropagate(INDArray features, INDArray labels) {
            network.setInput(features);
            network.setLabels(labels);
            network.computeGradientAndScore();
            network.clear();
        }

        @Override
        public INDArray output(INDArray features) {
            return network.output(features);
        }
    }

    /** Of one input and one output. */
    record OfGraph(ComputationGraph network) implements Trainable {

        @Override
        public void initGradientsView() {
            network.initGradientsView();
        }

        @Override
        public void backpropagate(INDArray features, INDArray labels) {
            network.setInputs(features);
            network.setLabels(labels);
            network.computeGradientAndScore();
            network.clear();
            network.clearLayersStates(); // the output layer keeps the labels otherwise
        }

        @Override
        public INDArray output(INDArray features) {
            return network.outputSingle(features);
        }
    }
}
