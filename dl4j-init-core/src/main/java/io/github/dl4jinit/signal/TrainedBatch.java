// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.signal;

import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.api.layers.IOutputLayer;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.TimeSeriesUtils;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;

/** What a network is being trained on, as it stands in its layers after the backward pass. */
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
                masks(featuresMask(network)),
                masks(labelsMask));
    }

    /**
     * DL4J keeps it in the layers only, and not in each; behind a preprocessor for feed-forward layers as a column of
     * all steps.
     */
    private static INDArray featuresMask(MultiLayerNetwork network) {
        INDArray input = network.getInput();
        if (input.rank() != 3) {
            return network.getLayer(0).getMaskArray();
        }
        for (Layer layer : network.getLayers()) {
            INDArray mask = layer.getMaskArray();
            if (mask != null && mask.length() == input.size(0) * input.size(2)) {
                return mask.size(0) == input.size(0)
                        ? mask
                        : TimeSeriesUtils.reshapeVectorToTimeSeriesMask(mask, (int) input.size(0));
            }
        }
        return null;
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
