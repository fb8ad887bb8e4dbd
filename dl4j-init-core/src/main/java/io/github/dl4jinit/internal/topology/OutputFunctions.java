// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.topology;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.deeplearning4j.nn.conf.layers.objdetect.Yolo2OutputLayer;
import org.nd4j.linalg.activations.impl.ActivationIdentity;

/**
 * The function that makes each output of a network what it is, wherever it stands: in the output layer, in a layer of
 * its own before the loss, or in a dense layer that is the last node, as Keras import leaves it. YOLO's output layer is
 * one by itself: it makes boxes and classes of what it is given. Where nothing but the identity is found before a loss,
 * it is the loss's.
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
        Deque<NetworkNode> way = new ArrayDeque<>(List.of(output));
        while (way.getLast().parameters().isEmpty() && way.getLast().inputs().size() == 1) {
            NetworkNode before = nodes.get(way.getLast().inputs().get(0));
            if (before.isInput() || before.consumers().size() > 1) {
                break;
            }
            way.add(before);
        }
        way.stream()
                .filter(OutputFunctions::appliesFunction)
                .findFirst()
                .or(() -> Optional.of(output).filter(last -> last.loss().isPresent()))
                .ifPresent(function -> way.forEach(node -> functions.put(node.index(), function.index())));
    }

    private static boolean appliesFunction(NetworkNode node) {
        boolean activates = node.activation()
                .filter(function -> !(function instanceof ActivationIdentity))
                .isPresent();
        return activates || node.innerConfiguration() instanceof Yolo2OutputLayer;
    }

    /**
     * The node whose function makes an output of what a node puts out, which is no more than reshaped on the way: the
     * node itself, or one behind it or before it. Empty for nodes before the last weights.
     */
    public OptionalInt of(NetworkNode node) {
        Integer function = functions.get(node.index());
        return function == null ? OptionalInt.empty() : OptionalInt.of(function);
    }
}
