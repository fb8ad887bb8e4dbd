// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.diagnosis;

import io.github.dl4jinit.internal.measure.NodeFacts;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Layers that are to be trained and get no gradient, and the node that lets none through. */
public final class GradientCheck {

    /** In place of a node: nothing that the layer puts out leads to an output. */
    private static final int NOWHERE = -1;

    private final List<NodeFacts> nodes;

    /** Checks a network, given all its nodes. */
    public GradientCheck(List<NodeFacts> nodes) {
        this.nodes = nodes;
    }

    /**
     * Whether a node gets no gradient for a reason that is found here, or only until the first step: output weights of
     * zero let no gradient through, and do once they have had their own.
     */
    public boolean explainsSilenceAt(NodeFacts node) {
        List<Integer> ends = ends(node.index());
        return !node.hasEpsilon() && (waits(ends) || !stoppers(ends).isEmpty());
    }

    /** A finding for each node that lets no gradient through, at the first layer that waits for it. */
    public List<Finding> findings() {
        Map<Integer, List<NodeFacts>> silenced = new LinkedHashMap<>();
        for (int i = 0; i < nodes.size(); i++) {
            NodeFacts node = nodes.get(i);
            if (!node.trainable() || node.parameterGradient() > 0 || node.hasEpsilon() || node.computesLoss()) {
                continue;
            }
            List<Integer> ends = ends(i);
            if (!waits(ends)) {
                stoppers(ends).stream().findFirst().ifPresent(stopper -> silenced.computeIfAbsent(
                                stopper, key -> new ArrayList<>())
                        .add(node));
            }
        }
        List<Finding> findings = new ArrayList<>();
        silenced.forEach((stopper, layers) -> findings.add(finding(stopper, layers)));
        return findings;
    }

    /** The first nodes behind a silent one that have a gradient or stop it, and {@link #NOWHERE} for dead ends. */
    private List<Integer> ends(int silent) {
        List<Integer> ends = new ArrayList<>();
        BitSet seen = new BitSet();
        List<Integer> open = new ArrayList<>(List.of(silent));
        while (!open.isEmpty()) {
            NodeFacts node = nodes.get(open.remove(open.size() - 1));
            if (node.consumers().isEmpty()) {
                ends.add(NOWHERE);
            }
            for (int consumer : node.consumers()) {
                NodeFacts next = nodes.get(consumer);
                if (seen.get(consumer)) {
                    continue;
                }
                seen.set(consumer);
                if (next.hasEpsilon() || next.stopsGradients() || next.computesLoss()) {
                    ends.add(consumer);
                } else {
                    open.add(consumer);
                }
            }
        }
        return ends;
    }

    /** Whether a gradient will come as soon as weights of zero have had their first update. */
    private boolean waits(List<Integer> ends) {
        return ends.stream().filter(end -> end != NOWHERE).map(nodes::get).anyMatch(NodeFacts::zeroFactor);
    }

    /** Those of the ends that are to blame; a dead end only if there is no other. */
    private List<Integer> stoppers(List<Integer> ends) {
        List<Integer> stoppers = new ArrayList<>();
        for (int end : ends) {
            if (end != NOWHERE && lets(nodes.get(end))) {
                stoppers.add(end);
            }
        }
        return ends.stream().allMatch(end -> end == NOWHERE) ? List.of(NOWHERE) : stoppers;
    }

    /**
     * Whether it is the node itself that lets nothing through: it is frozen, or has no weights and got a gradient that
     * no rounding to zero explains. A loss without an error and dead layers are other faults.
     */
    private static boolean lets(NodeFacts end) {
        return end.stopsGradients()
                || end.takesIndices()
                || !end.computesLoss()
                        && end.activation() > 0
                        && !end.multipliesByWeights()
                        && end.isFarFromUnderflow(end.epsilon().getAsDouble());
    }

    private Finding finding(int stopper, List<NodeFacts> layers) {
        NodeFacts first = layers.get(0);
        String others = layers.size() == 1
                ? ""
                : ", nor to " + (layers.size() == 2 ? layers.get(1).name() : layers.size() - 1 + " others");
        if (stopper == NOWHERE) {
            return new Finding(
                    first.name(),
                    "no gradient gets here" + others + ": its output leads to no output of the network",
                    "Connect what " + first.name() + " puts out to an output, or remove it.");
        }
        NodeFacts node = nodes.get(stopper);
        String sentence =
                "no gradient gets here" + others + ": " + node.name() + " (" + node.type() + ") lets none through";
        return new Finding(first.name(), sentence, advice(node, first));
    }

    private static String advice(NodeFacts stopper, NodeFacts first) {
        String freeze = "freeze " + first.name() + " too, if it is not to be trained.";
        if (stopper.stopsGradients()) {
            return "Wrap " + stopper.name() + " in new FrozenLayerWithBackprop(layer) instead of FrozenLayer,"
                    + " which stops gradients, too; or " + freeze;
        }
        if (stopper.takesIndices()) {
            return "An embedding takes indices, which have no gradient: " + freeze;
        }
        return "Give " + stopper.name() + " a function that has a derivative other than 0; or " + freeze;
    }
}
