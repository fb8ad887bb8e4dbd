// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.signal;

import java.util.List;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.layers.wrapper.BaseWrapperLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.workspace.LayerWorkspaceMgr;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/**
 * A copy of a network, on which one batch can be sent forward and back layer by layer while the network itself stays
 * untouched. It costs the memory of the parameters, their gradients and the updater's state once more.
 */
abstract class NetworkCopy implements AutoCloseable {

    /** Everything is measured as soon as it is there, so that nothing needs a workspace to live on. */
    static final LayerWorkspaceMgr NO_WORKSPACES = LayerWorkspaceMgr.noWorkspaces();

    /** @throws IllegalArgumentException if it is neither of DL4J's two kinds of networks, or not initialised */
    static NetworkCopy of(Model network) {
        return network instanceof MultiLayerNetwork
                ? new ListCopy((MultiLayerNetwork) network)
                : new GraphCopy((ComputationGraph) network);
    }

    /** In the order of the forward pass, the inputs first; without measurements. */
    abstract List<Node> nodes();

    /** Hands each node's activations to {@link Node#measureActivations}. */
    abstract void forward(List<Node> nodes, MultiDataSet batch);

    /** Hands each node's gradients to {@link Node#measureGradient} and {@link Node#keepGradients}. */
    abstract void backward(List<Node> nodes, MultiDataSet batch);

    abstract NextUpdate nextUpdate();

    abstract Model original();

    /** Parameter updates that the network has had. */
    abstract int iteration();

    @Override
    public abstract void close();

    /** The nodes with what the batch does in each. */
    final List<Node> measure(MultiDataSet batch) {
        List<Node> nodes = nodes();
        new MainLine(nodes).mark();
        try {
            nodes.forEach(Node::watchFunction);
            forward(nodes, batch);
        } finally {
            nodes.forEach(Node::unwatchFunction);
        }
        backward(nodes, batch);
        int examples = (int) batch.getFeatures(0).size(0);
        boolean meanLoss = original().conf().isMiniBatch(); // as is usual; else the updater is given the sum
        nextUpdate().apply(nodes, meanLoss ? examples : 1);
        nodes.forEach(Node::measureParameters);
        nodes.forEach(Node::measureTime); // last, because it overwrites gradients
        return nodes;
    }

    /** DL4J's name for what a layer is; a wrapper's own, not that of what it wraps. */
    static String type(Layer layer) {
        return layer instanceof BaseWrapperLayer
                ? layer.getClass().getSimpleName()
                : layer.conf().getLayer().getClass().getSimpleName();
    }

    /**
     * Frees what the copy holds for its whole life. DL4J's {@code close()} would destroy all workspaces of the thread,
     * of the user and of a training that goes on, too.
     */
    static void close(INDArray... arrays) {
        for (INDArray array : arrays) {
            if (array != null && array.closeable()) {
                array.close();
            }
        }
    }

    /** Labels of the batch, or random ones for what the network puts out. */
    static INDArray labels(MultiDataSet batch, int output, Node node, INDArray activations) {
        INDArray[] labels = batch.getLabels();
        return labels == null || labels[output] == null
                ? RandomData.labels(node.outputLayer(), activations)
                : labels[output];
    }
}
