// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.network;

import io.github.dl4jinit.internal.Check;
import java.util.Arrays;
import java.util.List;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.InputPreProcessor;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/** One batch on its way through a network, node by node, in training mode; a node can be run as often as is wanted. */
final class ForwardPass {

    private static final LayerWorkspaceMgr NO_WORKSPACES = LayerWorkspaceMgr.noWorkspaces();

    private final Model network;
    private final List<NetworkNode> nodes;
    private final MultiDataSet batch;

    /** What each node has put out, as long as others need it. */
    private final INDArray[] outputs;

    private final int[] lastUse;

    /** @throws IllegalArgumentException if the batch is empty or has another number of inputs than the network */
    ForwardPass(Model network, List<NetworkNode> nodes, MultiDataSet batch) {
        this.network = network;
        this.nodes = nodes;
        this.batch = batch;
        this.outputs = new INDArray[nodes.size()];
        this.lastUse = NetworkNodes.lastUse(nodes);
        long inputs = nodes.stream().filter(node -> node.inputs.length == 0).count();
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
        if (network instanceof MultiLayerNetwork) {
            ((MultiLayerNetwork) network).setInput(features[0]);
            ((MultiLayerNetwork) network)
                    .setLayerMaskArrays(first(batch.getFeaturesMaskArrays()), first(batch.getLabelsMaskArrays()));
        } else {
            ((ComputationGraph) network).setInputs(features);
            ((ComputationGraph) network).setLayerMaskArrays(batch.getFeaturesMaskArrays(), batch.getLabelsMaskArrays());
        }
    }

    private static INDArray first(INDArray[] masks) {
        return masks == null ? null : masks[0];
    }

    /**
     * What a node puts out now. All before it must have been {@linkplain #pass passed}.
     *
     * @throws IllegalArgumentException if what comes in does not fit the node
     */
    INDArray run(int index) {
        NetworkNode node = nodes.get(index);
        if (node.inputs.length == 0) {
            return batch.getFeatures(
                    node.vertex == null
                            ? 0
                            : ((ComputationGraph) network)
                                    .getConfiguration()
                                    .getNetworkInputs()
                                    .indexOf(node.name));
        }
        INDArray[] inputs = Arrays.stream(node.inputs)
                .mapToObj(input -> outputs[input].dup()) // layers may work in place
                .toArray(INDArray[]::new);
        try {
            return node.vertex == null ? runLayer(index - 1, inputs[0]) : runVertex(node, inputs);
        } catch (RuntimeException e) { // whatever DL4J throws deep inside when shapes do not fit
            String shapes = Arrays.stream(inputs)
                    .map(input -> Arrays.toString(input.shape()))
                    .reduce((a, b) -> a + ", " + b)
                    .orElse("");
            throw new IllegalArgumentException(
                    "batch must be one that fits the network, received one that cannot pass " + node.name + " as "
                            + shapes + ": " + e.getMessage(),
                    e);
        }
    }

    private INDArray runLayer(int number, INDArray input) {
        MultiLayerNetwork list = (MultiLayerNetwork) network;
        InputPreProcessor preProcessor = list.getLayerWiseConfigurations().getInputPreProcess(number);
        INDArray in = preProcessor == null
                ? input
                : preProcessor.preProcess(input, list.getInputMiniBatchSize(), NO_WORKSPACES);
        return list.getLayer(number).activate(in, true, NO_WORKSPACES);
    }

    private static INDArray runVertex(NetworkNode node, INDArray[] inputs) {
        for (int i = 0; i < inputs.length; i++) {
            node.vertex.setInput(i, inputs[i], NO_WORKSPACES);
        }
        return node.vertex.doForward(true, NO_WORKSPACES);
    }

    /** Runs a node and keeps what it puts out for those that take it. */
    void pass(int index) {
        outputs[index] = run(index).dup();
        for (int input : nodes.get(index).inputs) {
            outputs[input] = lastUse[input] == index ? null : outputs[input];
        }
    }
}
