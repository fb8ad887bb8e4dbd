// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.measure;

import io.github.dl4jinit.internal.topology.NetworkNode;
import io.github.dl4jinit.internal.topology.NetworkView;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.util.TimeSeriesUtils;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/** What a user's batch gives to the inputs of a network, and to its outputs as labels. */
public final class BatchFacts {

    /** The facts of a batch that the doctor made up: none. */
    public static final BatchFacts NONE = new BatchFacts(List.of(), List.of());

    private final List<DataFacts> inputs;
    private final List<DataFacts> labels;

    private BatchFacts(List<DataFacts> inputs, List<DataFacts> labels) {
        this.inputs = List.copyOf(inputs);
        this.labels = List.copyOf(labels);
    }

    /** The facts of a batch that the network has been shown, with the masks that its outputs go by. */
    public static BatchFacts of(NetworkView network, MultiDataSet batch) {
        List<DataFacts> inputs = new ArrayList<>();
        List<DataFacts> labels = new ArrayList<>();
        for (NetworkNode node : network.nodes()) {
            if (node.isInput()) {
                int number = node.inputNumber().getAsInt();
                INDArray mask = at(batch.getFeaturesMaskArrays(), number);
                inputs.add(DataScan.ofInput(node, network.nodes(), batch.getFeatures(number), mask));
            } else if (node.outputNumber().isPresent() && node.loss().isPresent()) {
                INDArray given = at(batch.getLabels(), node.outputNumber().getAsInt());
                if (given != null) {
                    labels.add(DataScan.ofLabels(node, network.nodes(), given, mask(node, given)));
                }
            }
        }
        return new BatchFacts(inputs, labels);
    }

    /** The mask that an output goes by; DL4J keeps that of series as a column of all steps. */
    private static INDArray mask(NetworkNode output, INDArray labels) {
        INDArray mask = output.loss().get().getMaskArray();
        return mask == null || mask.size(0) == labels.size(0)
                ? mask
                : TimeSeriesUtils.reshapeVectorToTimeSeriesMask(mask, (int) labels.size(0));
    }

    private static INDArray at(INDArray[] arrays, int number) {
        return arrays == null ? null : arrays[number];
    }

    /** What each input is given, in the order of the forward pass; unmodifiable. */
    public List<DataFacts> inputs() {
        return inputs;
    }

    /** The labels of each output that computes a loss and has been given some; unmodifiable. */
    public List<DataFacts> labels() {
        return labels;
    }
}
