// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.signal;

import io.github.dl4jinit.internal.measure.NodeFacts;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The part of the main line from one layer with weights up to the next. What pooling has done to the signal up to the
 * end of a stage is kept beside it: a change of scale, but none that a layer could be blamed for. Nothing is left of it
 * behind a normalisation.
 */
final class Stage {

    private final LayerSignal first;
    private final NodeSignal last;
    private final List<NodeFacts> nodes;
    private final boolean normalises;
    private final boolean makesOutput;
    private final double poolingForward;
    private final double poolingBackward;

    private Stage(
            LayerSignal first,
            NodeSignal last,
            List<NodeFacts> nodes,
            boolean normalises,
            boolean makesOutput,
            double poolingForward,
            double poolingBackward) {
        this.first = first;
        this.last = last;
        this.nodes = nodes;
        this.normalises = normalises;
        this.makesOutput = makesOutput;
        this.poolingForward = poolingForward;
        this.poolingBackward = poolingBackward;
    }

    /**
     * The stages of the main line before the loss. Indices are no signal, so a line starts behind an embedding. What a
     * softmax or sigmoid makes an output of is the end, because the function leaves nothing of its scale; so is what a
     * loss without weights is given.
     */
    static List<Stage> of(Measurement measurement) {
        List<NodeSignal> nodes = measurement.nodes();
        Set<Integer> indices = new HashSet<>();
        nodes.stream().filter(NodeSignal::takesIndices).forEach(node -> indices.addAll(node.inputs()));
        List<Stage> stages = new ArrayList<>();
        LayerSignal first = null;
        int begin = 0;
        boolean normalises = false;
        double poolingForward = 1;
        double poolingBackward = 1;
        for (int i = 0; i < nodes.size(); i++) {
            NodeSignal node = nodes.get(i);
            LayerSignal layer = node.layer();
            Optional<NodeSignal> function = outputFunction(node, nodes);
            boolean isBehind = function.isPresent() && function.get().index() < i;
            if (!layer.mainLine() || layer.output() || indices.contains(i) || isBehind) {
                continue;
            }
            if (node.pools()) {
                LayerSignal before = nodes.get(node.inputs().get(0)).layer();
                poolingForward *=
                        factor(layer.activation().rms(), before.activation().rms());
                poolingBackward *= factor(
                        before.gradientNorm().orElse(Double.NaN),
                        layer.gradientNorm().orElse(Double.NaN));
            }
            poolingForward = node.facts().normalises() ? 1 : poolingForward;
            if (first != null && first.depth() == layer.depth()) {
                stages.remove(stages.size() - 1); // goes on, and ends later
            } else {
                first = layer;
                normalises = false;
                begin = stages.isEmpty()
                        ? 0
                        : stages.get(stages.size() - 1).last.index() + 1;
            }
            normalises |= node.facts().normalises();
            List<NodeFacts> within = nodes.subList(begin, i + 1).stream()
                    .filter(inner -> !function.isPresent() || isBefore(inner, function.get()))
                    .map(NodeSignal::facts)
                    .collect(Collectors.toList());
            stages.add(
                    new Stage(first, node, within, normalises, function.isPresent(), poolingForward, poolingBackward));
        }
        return stages;
    }

    /** Whether a node has a part in what an output function is given. */
    private static boolean isBefore(NodeSignal node, NodeSignal function) {
        return node.index() < function.index() || !node.layer().parameters().isEmpty();
    }

    /** The node whose function makes an output of what a node puts out, if it squashes or a loss follows. */
    private static Optional<NodeSignal> outputFunction(NodeSignal node, List<NodeSignal> nodes) {
        OptionalInt function = node.facts().outputFunction();
        return function.isPresent()
                ? Optional.of(nodes.get(function.getAsInt()))
                        .filter(output -> output.squashes() || endsInLoss(output, nodes))
                : Optional.empty();
    }

    /** Whether a loss takes what an output function puts out. */
    private static boolean endsInLoss(NodeSignal function, List<NodeSignal> nodes) {
        NodeSignal last = function;
        while (!last.facts().consumers().isEmpty()) {
            last = nodes.get(last.facts().consumers().get(0));
        }
        return last.layer().output();
    }

    /** The ratio of two amplitudes; 1 where one of them is zero, infinite or NaN. */
    private static double factor(double after, double before) {
        double factor = after / before;
        return factor > 0 && factor < Double.POSITIVE_INFINITY ? factor : 1;
    }

    /** The number of layers with weights up to here. */
    int depth() {
        return first.depth();
    }

    /** The layer that begins the stage; of branches side by side the first. */
    String place() {
        return nodes.stream()
                .filter(NodeFacts::multipliesByWeights)
                .map(NodeFacts::name)
                .findFirst()
                .orElse(first.name());
    }

    /** The node that ends the stage. */
    NodeSignal last() {
        return last;
    }

    /** All nodes from the stage before to the end of this one, branches included; but no output function of its own. */
    List<NodeFacts> nodes() {
        return nodes;
    }

    /** Whether what the stage hands on becomes an output: a softmax, a sigmoid or a loss takes it. */
    boolean makesOutput() {
        return makesOutput;
    }

    /** Whether the scale of what it hands on is its own, whatever it is given. */
    boolean normalises() {
        return normalises;
    }

    /** What the stage hands on, without what pooling has done; to an output function, what that is given. */
    double amplitude() {
        boolean isFunction = makesOutput && last.facts().outputFunction().getAsInt() == last.index();
        Moments handedOn =
                isFunction ? last.layer().preActivation().get() : last.layer().activation();
        return handedOn.rms() / poolingForward;
    }

    /** The norm of the gradient that the stage is handed, without what pooling has done; empty if none gets here. */
    OptionalDouble gradientNorm() {
        OptionalDouble norm = last.layer().gradientNorm();
        return norm.isPresent() ? OptionalDouble.of(norm.getAsDouble() * poolingBackward) : norm;
    }
}
