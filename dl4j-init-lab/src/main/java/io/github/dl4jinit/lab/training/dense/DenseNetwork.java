// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.training.dense;

import io.github.dl4jinit.internal.topology.NetworkNode;
import io.github.dl4jinit.internal.topology.NetworkView;
import java.util.ArrayList;
import java.util.List;
import org.deeplearning4j.nn.conf.layers.ActivationLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.params.DefaultParamInitializer;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A DL4J network as nodes that share its parameters and the vector of its gradients. */
final class DenseNetwork {

    private final FlatVector parameters;
    private final FlatVector gradient;
    private final List<Node> nodes = new ArrayList<>();
    private InputNode input;
    private OutputNode output;
    private Scratch scratch;
    private int examples;

    /** @param network one that is {@linkplain Eligibility eligible} */
    DenseNetwork(NetworkView network) {
        network.initGradients();
        this.parameters = new FlatVector(network.network().params());
        this.gradient = new FlatVector(network.network().getGradientsViewArray());
        for (NetworkNode node : network.nodes()) {
            nodes.add(node.isInput() ? input = new InputNode() : node(node));
        }
    }

    private Node node(NetworkNode node) {
        List<Node> inputs = node.inputs().stream().map(nodes::get).toList();
        Node before = inputs.get(0);
        if (node.layer() == null) {
            return new SumNode(inputs);
        }
        if (node.configuration() instanceof ActivationLayer layer) {
            return new ActivationNode(before, Nonlinearities.of(layer.getActivationFn()));
        }
        if (node.configuration() instanceof DenseLayer layer) {
            return new DenseNode(before, map(node), Nonlinearities.of(layer.getActivationFn()));
        }
        OutputLayer layer = (OutputLayer) node.configuration();
        output = new OutputNode(before, map(node), layer.getActivationFn(), layer.getLossFn());
        return output;
    }

    private AffineMap map(NetworkNode node) {
        INDArray weights = node.parameters().get(DefaultParamInitializer.WEIGHT_KEY);
        long w = parameters.offsetOf(weights);
        long b = parameters.offsetOf(node.parameters().get(DefaultParamInitializer.BIAS_KEY));
        return new AffineMap(
                Math.toIntExact(weights.size(0)),
                Math.toIntExact(weights.size(1)),
                parameters.from(w),
                parameters.from(b),
                gradient.from(w),
                gradient.from(b));
    }

    /** All parameters. */
    FlatVector parameters() {
        return parameters;
    }

    /** The gradient of all parameters, summed over the examples of the last batch. */
    FlatVector gradient() {
        return gradient;
    }

    /** Computes the gradient, and returns the loss. */
    double computeGradient(INDArray features, INDArray labels) {
        Matrix batch = Matrix.of(features);
        resize(batch.rows());
        input.show(batch);
        for (Node node : nodes) {
            node.forward(scratch);
        }
        double loss = output.compare(labels, scratch);
        for (int i = nodes.size() - 1; i >= 0; i--) {
            nodes.get(i).backward(scratch);
        }
        return loss;
    }

    /** Makes room: the last batch of an epoch is smaller. */
    private void resize(int size) {
        if (size != examples) {
            free();
            nodes.forEach(node -> node.resize(size));
            int widest = nodes.stream().mapToInt(Node::units).max().orElseThrow();
            scratch = new Scratch(Math.multiplyExact(size, widest));
            examples = size;
        }
    }

    void free() {
        if (examples > 0) {
            nodes.forEach(Node::free);
            scratch.free();
            examples = 0;
        }
    }
}
