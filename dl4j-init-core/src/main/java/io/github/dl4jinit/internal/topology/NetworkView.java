// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.topology;

import io.github.dl4jinit.internal.Check;
import java.util.List;
import java.util.stream.Collectors;
import org.deeplearning4j.nn.api.Layer;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.gradient.Gradient;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.nn.updater.BaseMultiLayerUpdater;
import org.nd4j.common.primitives.Pair;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/**
 * A network of either of DL4J's kinds: what nodes it consists of, and under one name what the two do under names of
 * their own. The nodes are those at the time when the view was made.
 */
public abstract class NetworkView {

    private final Model network;
    private final List<NetworkNode> nodes;

    NetworkView(Model network, List<NetworkNode> nodes) {
        this.network = network;
        this.nodes = nodes;
    }

    /**
     * The view of an initialised network.
     *
     * @throws IllegalArgumentException if it is neither a {@code MultiLayerNetwork} nor a {@code ComputationGraph}, or
     *     not initialised
     */
    public static NetworkView of(Model network) {
        Check.given("network", network);
        Check.require(
                isNetwork(network),
                "network",
                "a MultiLayerNetwork or a ComputationGraph",
                network.getClass().getName());
        boolean list = network instanceof MultiLayerNetwork;
        // A graph's params() are empty, not null, before init().
        boolean initialised = list
                ? ((MultiLayerNetwork) network).isInitCalled()
                : ((ComputationGraph) network).getVertices() != null;
        Check.require(initialised, "network", "initialised: call init() first", "one that is not");
        return list ? new ListView((MultiLayerNetwork) network) : new GraphView((ComputationGraph) network);
    }

    /** Whether it is a whole network; a single layer, which is pretrained, is a {@code Model} too. */
    public static boolean isNetwork(Model model) {
        return model instanceof MultiLayerNetwork || model instanceof ComputationGraph;
    }

    /** The network itself, for what both kinds do under the same name. */
    public final Model network() {
        return network;
    }

    /** Inputs, layers and vertices in the order of the forward pass; unmodifiable. */
    public final List<NetworkNode> nodes() {
        return nodes;
    }

    /** The inputs among the nodes. */
    public final List<NetworkNode> inputs() {
        return nodes.stream().filter(NetworkNode::isInput).collect(Collectors.toList());
    }

    /**
     * An initialised copy with the same parameters and a new updater. It shares nothing with the original, unless the
     * configuration holds something that cannot be serialised: then what DL4J's {@code clone()} shares.
     */
    public abstract NetworkView copy();

    /** DL4J's class of such networks, even if this one is of a user's subclass. */
    public abstract Class<? extends Model> kind();

    /** The configuration as DL4J writes it. */
    public abstract String configurationJson();

    /** The seed in the configuration. */
    public abstract long seed();

    /** The number of parameter updates that the network has had. */
    public abstract int iteration();

    /** The number of passes over its data that the network has had. */
    public abstract int epoch();

    /** Shows the network a batch's features and masks, which node by node passes are about from then on. */
    public abstract void show(MultiDataSet batch);

    /**
     * What a node puts out for these inputs, in training mode; {@link #show} must have been called. Layers may
     * overwrite what they are given.
     *
     * @param node one that is no input
     * @param inputs the outputs of its {@linkplain NetworkNode#inputs() inputs}
     */
    public abstract INDArray forward(NetworkNode node, INDArray... inputs);

    /**
     * The gradients of a node's parameters, and those that it hands on to each of its inputs, after a forward pass.
     *
     * @param node one that is no input
     * @param epsilon the gradient with respect to what the node puts out; {@code null} for a loss
     * @return {@code null} instead of the one or the other where there is none
     */
    public abstract Pair<Gradient, INDArray[]> backward(NetworkNode node, INDArray epsilon);

    /** {@link #backward}, but what is handed on to the network's inputs is computed in a list too. */
    public abstract Pair<Gradient, INDArray[]> backwardToInputs(NetworkNode node, INDArray epsilon);

    /** Allocates the array that the gradients of all parameters are written into. */
    public abstract void initGradients();

    /**
     * One forward and backward pass of a network of one input and one output. Leaves the sum of all examples' gradients
     * in the gradients' array, and the loss as the network's score: the mean, unless configured with miniBatch(false).
     */
    public abstract void computeGradients(INDArray features, INDArray labels);

    /**
     * Prepares a copy for {@link #step} and {@link #loss}: each step is one update, also of series that DL4J would cut
     * (truncated backpropagation), and no workspace of the thread is used.
     *
     * @param iteration the number of updates that the copy shall believe it has had
     * @param epoch the number of passes over the data that it shall believe it has had
     */
    public abstract void prepareSteps(int iteration, int epoch);

    /** One update by a batch, as DL4J's {@code fit} makes it; returns the {@link #loss} of the batch before it. */
    public abstract double step(MultiDataSet batch);

    /** The loss of a batch in training mode, regularisation included; nothing is learnt. */
    public abstract double loss(MultiDataSet batch);

    /** The loss of a batch as the network is used after training, without dropout and without regularisation. */
    public abstract double testLoss(MultiDataSet batch);

    /** What a network of one input and one output answers where no step is masked. */
    public final INDArray output(INDArray features) {
        return outputs(new org.nd4j.linalg.dataset.MultiDataSet(features, null))[0];
    }

    /** What each output of the network answers to a batch's features and masks, in arrays that the caller may close. */
    public abstract INDArray[] outputs(MultiDataSet batch);

    /** What the network is being trained on, as it stands in its layers after the backward pass. */
    public abstract MultiDataSet trainedBatch();

    /** The updater; a new one if the network has none yet. */
    public abstract BaseMultiLayerUpdater<?> updater();

    /** The updater's state, such as momentum; {@code null} if there is none. */
    public abstract INDArray updaterState();

    /** Forgets the updater and its state: the next step makes a new one, as a network's first does. */
    public abstract void forgetUpdater();

    /**
     * Frees what a copy holds for its whole life. DL4J's {@code close()} would destroy all workspaces of the thread, of
     * the user and of a training that goes on, too.
     */
    public final void free() {
        free(network.params());
        free(network.getGradientsViewArray());
        free(updaterState());
    }

    private static void free(INDArray array) {
        if (array != null && array.closeable()) {
            array.close();
        }
    }

    /** Tells a layer where training is: schedules of dropout go by it. */
    final void tell(Layer layer) {
        layer.setIterationCount(iteration());
        layer.setEpochCount(epoch());
    }
}
