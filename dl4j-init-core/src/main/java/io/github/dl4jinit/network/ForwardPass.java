// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.network;

import io.github.dl4jinit.internal.Check;
import io.github.dl4jinit.internal.topology.NetworkNode;
import io.github.dl4jinit.internal.topology.NetworkView;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/** One batch on its way through a network, node by node, in training mode; a node can be run as often as is wanted. */
final class ForwardPass {

    private final NetworkView network;
    private final MultiDataSet batch;

    /** The output of each node, as long as others need it. */
    private final INDArray[] outputs;

    /**
     * Begins a pass of a batch.
     *
     * @throws IllegalArgumentException if the batch is empty or has another number of inputs than the network
     */
    ForwardPass(NetworkView network, MultiDataSet batch) {
        this.network = network;
        this.batch = batch;
        this.outputs = new INDArray[network.nodes().size()];
        int inputs = network.inputs().size();
        INDArray[] features = batch.getFeatures();
        Check.require(
                features != null && features.length == inputs,
                "batch",
                "one of " + inputs + " feature arrays",
                features == null ? "none" : features.length);
        Check.require(
                Arrays.stream(features).noneMatch(array -> array == null || array.isEmpty() || array.size(0) == 0),
                "batch",
                "of at least one example",
                "an empty one");
        network.show(batch);
    }

    /**
     * What a node puts out now. All before it must have been {@linkplain #pass passed}.
     *
     * @throws IllegalArgumentException if what comes in does not fit the node
     */
    INDArray run(NetworkNode node) {
        if (node.isInput()) {
            return batch.getFeatures(node.inputNumber().getAsInt());
        }
        INDArray[] inputs = node.inputs().stream()
                .map(input -> outputs[input].dup()) // layers may work in place
                .toArray(INDArray[]::new);
        try {
            return network.forward(node, inputs);
        } catch (RuntimeException e) { // whatever DL4J throws deep inside when shapes do not fit
            String shapes = Arrays.stream(inputs)
                    .map(input -> Arrays.toString(input.shape()))
                    .collect(Collectors.joining(", "));
            throw new IllegalArgumentException(
                    "batch must be one that fits the network, received one that cannot pass " + node.name() + " as "
                            + shapes + ": " + e.getMessage(),
                    e);
        }
    }

    /** Runs a node and keeps its output for those that take it. */
    void pass(NetworkNode node) {
        outputs[node.index()] = run(node).dup();
        for (int input : node.inputs()) {
            if (network.nodes().get(input).isLastUsedBy(node.index())) {
                outputs[input] = null;
            }
        }
    }
}
