// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.measure;

import io.github.dl4jinit.internal.Check;
import io.github.dl4jinit.internal.topology.NetworkNode;
import io.github.dl4jinit.internal.topology.NetworkView;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/** Whether a user's batch has what a network takes; shapes are left to DL4J, which tells more about them. */
public final class Batches {

    private Batches() {}

    /**
     * Requires features for each input, and labels, if there are any, for each output; some of them may be missing.
     *
     * @throws IllegalArgumentException if there are more or fewer
     */
    public static void requireFitting(NetworkView network, MultiDataSet batch) {
        INDArray[] features = batch.getFeatures();
        List<NetworkNode> inputs = network.inputs();
        Check.require(
                features != null
                        && features.length == inputs.size()
                        && Arrays.stream(features).allMatch(Objects::nonNull),
                "batch",
                "one with features for each of the network's inputs " + names(inputs),
                shapes(features));
        INDArray[] labels = batch.getLabels();
        List<NetworkNode> outputs = network.nodes().stream()
                .filter(node -> node.outputNumber().isPresent())
                .collect(Collectors.toList());
        Check.require(
                labels == null || labels.length == 0 || labels.length == outputs.size(),
                "batch",
                "one with labels for each of the network's outputs " + names(outputs) + ", or without any",
                shapes(labels));
    }

    private static List<String> names(List<NetworkNode> nodes) {
        return nodes.stream().map(NetworkNode::name).collect(Collectors.toList());
    }

    private static String shapes(INDArray... arrays) {
        return arrays == null
                ? "none"
                : "arrays of shapes "
                        + Arrays.stream(arrays)
                                .map(array -> array == null ? "none" : Arrays.toString(array.shape()))
                                .collect(Collectors.toList());
    }
}
