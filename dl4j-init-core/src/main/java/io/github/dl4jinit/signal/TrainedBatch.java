// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.signal;

import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.api.layers.IOutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;

/** What a network has just been trained on, as it still stands in its layers when listeners are told. */
final class TrainedBatch {

    private TrainedBatch() {}

    static MultiDataSet of(Model network) {
        return network instanceof MultiLayerNetwork
                ? ofList((MultiLayerNetwork) network)
                : ofGraph((ComputationGraph) network);
    }

    private static MultiDataSet ofList(MultiLayerNetwork network) {
        INDArray labelsMask = network.getOutputLayer().getMaskArray();
        return new MultiDataSet(
                new INDArray[] {network.getInput()},
                new INDArray[] {network.getLabels()},
                masks(network.getMaskArray()),
                masks(labelsMask));
    }

    private static INDArray[] masks(INDArray mask) {
        return mask == null ? null : new INDArray[] {mask};
    }

    private static MultiDataSet ofGraph(ComputationGraph network) {
        INDArray[] labels = network.getConfiguration().getNetworkOutputs().stream()
                .map(name -> labels(network.getLayer(name)))
                .toArray(INDArray[]::new);
        return new MultiDataSet(
                network.getInputs(), labels, network.getInputMaskArrays(), network.getLabelMaskArrays());
    }

    private static INDArray labels(Layer layer) {
        return layer instanceof IOutputLayer ? ((IOutputLayer) layer).getLabels() : null;
    }
}
