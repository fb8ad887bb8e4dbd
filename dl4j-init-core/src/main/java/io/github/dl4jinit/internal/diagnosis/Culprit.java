// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.diagnosis;

import io.github.dl4jinit.internal.measure.NodeFacts;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.ToDoubleFunction;

/**
 * The one node, of several between two layers with weights, that changes the scale of a signal: a vertex, a
 * normalisation, an activation function. Pooling changes it by design.
 */
public final class Culprit {

    /** The orders of magnitude from which a node's own step is remarkable: half of what is suspicious. */
    private static final double REMARKABLE_ORDERS = 0.5;

    private Culprit() {}

    /** The node that changes the size of the activations most; empty if none stands out. */
    public static Optional<NodeFacts> forward(List<NodeFacts> nodes) {
        return largest(nodes, Culprit::forwardOrders);
    }

    /**
     * The node that changes the size of the gradient most on its way back; empty if none stands out.
     *
     * @param all the nodes of the network
     */
    public static Optional<NodeFacts> backward(List<NodeFacts> nodes, List<NodeFacts> all) {
        List<NodeFacts> reversed = new ArrayList<>(nodes);
        Collections.reverse(reversed);
        return largest(reversed, node -> backwardOrders(node, all));
    }

    /** The first node that makes nothing of something, else the one that does most in the direction of them all. */
    private static Optional<NodeFacts> largest(List<NodeFacts> nodes, ToDoubleFunction<NodeFacts> orders) {
        double total = 0;
        for (NodeFacts node : nodes) {
            double step = node.pools() ? 0 : orders.applyAsDouble(node);
            if (Double.isInfinite(step)) {
                return Optional.of(node);
            }
            total += step;
        }
        NodeFacts largest = null;
        double most = REMARKABLE_ORDERS;
        for (NodeFacts node : nodes) {
            double step = node.pools() ? 0 : Math.signum(total) * orders.applyAsDouble(node);
            if (step >= most) {
                largest = node;
                most = step;
            }
        }
        return Optional.ofNullable(largest);
    }

    private static double forwardOrders(NodeFacts node) {
        return orders(node.activation() / node.handed());
    }

    private static double backwardOrders(NodeFacts node, List<NodeFacts> all) {
        return orders(backwardFactor(node, all));
    }

    /**
     * What a node multiplies the size of the gradient by on its way back; NaN where that is not known.
     *
     * @param all the nodes of the network
     */
    public static double backwardFactor(NodeFacts node, List<NodeFacts> all) {
        double handedOn = node.inputs().stream()
                .map(all::get)
                .filter(input -> input.consumers().size() == 1) // else the gradient there is the sum of several
                .mapToDouble(input -> input.epsilonNorm().orElse(Double.NaN))
                .max()
                .orElse(Double.NaN);
        return handedOn / node.epsilonNorm().orElse(Double.NaN);
    }

    /** Whether a node that multiplies by such a factor can be what changes the scale. */
    public static boolean isRemarkable(double factor) {
        return Math.abs(orders(factor)) >= REMARKABLE_ORDERS;
    }

    /** log₁₀ of a factor; 0 where that is not known. */
    private static double orders(double factor) {
        double orders = Math.log10(factor);
        return Double.isNaN(orders) ? 0 : orders;
    }
}
