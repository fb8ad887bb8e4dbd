// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.topology;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.nd4j.linalg.activations.impl.ActivationIdentity;

/**
 * The activation function that makes each output of a network what it is, wherever it stands: in the output layer, in a
 * layer of its own before the loss, or in a dense layer that is the last node, as Keras import leaves it.
 */
public final class OutputFunctions {

    private final List<NetworkNode> nodes;
    private final Map<Integer, Integer> functions = new HashMap<>();

    /** Finds the output functions of a network, given all of its nodes in the order of the forward pass. */
    public OutputFunctions(List<NetworkNode> nodes) {
        this.nodes = nodes;
        for (NetworkNode node : nodes) {
            if (node.outputNumber().isPresent() && node.consumers().isEmpty()) {
                follow(node);
            }
        }
    }

    /** From an output back to the last weights, as long as nothing else takes what is on the way. */
    private void follow(NetworkNode output) {
        OptionalInt function = OptionalInt.empty();
        NetworkNode node = output;
        while (true) {
            if (function.isEmpty()
                    && node.activation()
                            .filter(f -> !(f instanceof ActivationIdentity))
                            .isPresent()) {
                function = OptionalInt.of(node.index());
                functions.put(output.index(), node.index());
            }
            if (function.isPresent()) {
                functions.put(node.index(), function.getAsInt());
            }
            if (!node.parameters().isEmpty() || node.inputs().size() != 1) {
                return;
            }
            node = nodes.get(node.inputs().get(0));
            if (node.isInput() || node.consumers().size() > 1) {
                return;
            }
        }
    }

    /**
     * The node whose activation function makes an output of what a node puts out, which is no more than reshaped on the
     * way: the node itself, or one behind it or before it. Empty for nodes before the last weights.
     */
    public OptionalInt of(NetworkNode node) {
        Integer function = functions.get(node.index());
        return function == null ? OptionalInt.empty() : OptionalInt.of(function);
    }
}
