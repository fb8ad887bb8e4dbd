// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.diagnosis;

import io.github.dl4jinit.internal.measure.NodeFacts;
import io.github.dl4jinit.internal.measure.TwinUnits;
import java.util.ArrayList;
import java.util.List;

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
        List<Finding> findings = new ArrayList<>();
        for (NodeFacts node : nodes) {
            node.twins()
                    .filter(twins -> twins.moved() || outgoingAreConstant(node))
                    .ifPresent(twins -> findings.add(finding(node, twins)));
        }
        return findings;
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

    private static Finding finding(NodeFacts node, TwinUnits twins) {
        int different = twins.units() - twins.copies();
        String sentence = different == 1
                ? "all " + twins.units() + " units are the same, and training cannot make them differ"
                : twins.copies() + " of " + twins.units()
                        + " units are copies of others, and training cannot make them differ";
        String weights = node.constantWeights().isPresent()
                ? " (all are " + (float) node.constantWeights().getAsDouble() + ")"
                : "";
        return new Finding(
                node.name(),
                sentence + ": equal weights" + weights + ", equal gradients",
                "Give " + node.name() + " random weights: .weightInit(new HeInit()) for ReLU,"
                        + " .weightInit(new XavierInit()) for tanh and sigmoid.");
    }
}
