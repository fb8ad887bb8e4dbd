// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.diagnosis;

import io.github.dl4jinit.internal.advice.InitialiserChoice;
import io.github.dl4jinit.internal.measure.NodeFacts;
import io.github.dl4jinit.internal.measure.TwinUnits;
import java.util.List;
import java.util.stream.Collectors;

/** Units that have the same weights, and will have them for ever: the layer is as good as a narrower one. */
public final class SymmetryCheck {

    private final List<NodeFacts> nodes;

    private SymmetryCheck(List<NodeFacts> nodes) {
        this.nodes = nodes;
    }

    /** Which layers have units that training cannot tell apart. */
    public static List<Finding> findings(List<NodeFacts> nodes) {
        return new SymmetryCheck(nodes).findings();
    }

    private List<Finding> findings() {
        List<NodeFacts> symmetric = nodes.stream()
                .filter(node -> node.twins()
                        .filter(twins -> twins.moved() || outgoingAreConstant(node))
                        .isPresent())
                .collect(Collectors.toList());
        return symmetric.isEmpty() ? List.of() : List.of(finding(symmetric));
    }

    /**
     * Whether all that takes the layer's units multiplies them by the same, so that no later gradient tells them apart.
     */
    private boolean outgoingAreConstant(NodeFacts node) {
        return !node.consumers().isEmpty()
                && node.consumers().stream().map(nodes::get).allMatch(consumer -> {
                    if (consumer.hasNoise()) {
                        return false;
                    }
                    if (consumer.multipliesByWeights()) {
                        return consumer.constantWeights().isPresent();
                    }
                    return consumer.inputs().size() == 1 && outgoingAreConstant(consumer);
                });
    }

    /** One finding for all layers, which have one cause: how they were initialised. */
    private static Finding finding(List<NodeFacts> symmetric) {
        NodeFacts node = symmetric.get(0);
        TwinUnits twins = node.twins().get();
        String which = twins.copies() == twins.units() - 1
                ? "all " + twins.units() + " units are the same"
                : twins.copies() + " of " + twins.units() + " units are copies of others";
        String weights = node.constantWeights().isPresent()
                ? " (all are " + (float) node.constantWeights().getAsDouble() + ")"
                : "";
        String others = symmetric.size() == 1
                ? ""
                : "; likewise in "
                        + symmetric.stream().skip(1).map(NodeFacts::name).collect(Collectors.joining(", "));
        return new Finding(
                node.name(),
                which + ", and training cannot make them differ: equal weights" + weights + ", equal gradients"
                        + others,
                "Give " + (symmetric.size() == 1 ? node.name() : "all of these layers") + " random weights: "
                        + InitialiserChoice.java(node.function(), symmetric.size()) + ".");
    }
}
