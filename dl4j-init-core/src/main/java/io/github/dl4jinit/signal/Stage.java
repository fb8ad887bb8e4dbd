// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.signal;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Set;

/**
 * The part of the main line from one layer with weights up to the next. What pooling has done to the signal up to the
 * end of a stage is kept beside it: a change of scale, but none that a layer could be blamed for.
 */
final class Stage {

    private final LayerSignal first;
    private final NodeSignal last;
    private final double poolingForward;
    private final double poolingBackward;

    private Stage(LayerSignal first, NodeSignal last, double poolingForward, double poolingBackward) {
        this.first = first;
        this.last = last;
        this.poolingForward = poolingForward;
        this.poolingBackward = poolingBackward;
    }

    /** The stages of the main line before the loss. Indices are no signal, so a line starts behind an embedding. */
    static List<Stage> of(Measurement measurement) {
        List<NodeSignal> nodes = measurement.nodes();
        Set<Integer> indices = new HashSet<>();
        nodes.stream().filter(NodeSignal::takesIndices).forEach(node -> indices.addAll(node.inputs()));
        List<Stage> stages = new ArrayList<>();
        LayerSignal first = null;
        double poolingForward = 1;
        double poolingBackward = 1;
        for (int i = 0; i < nodes.size(); i++) {
            NodeSignal node = nodes.get(i);
            LayerSignal layer = node.layer();
            if (!layer.mainLine() || layer.output() || indices.contains(i)) {
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
            if (first != null && first.depth() == layer.depth()) {
                stages.remove(stages.size() - 1); // goes on, and ends later
            } else {
                first = layer;
            }
            stages.add(new Stage(first, node, poolingForward, poolingBackward));
        }
        return stages;
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

    /** The layer that begins the stage. */
    LayerSignal first() {
        return first;
    }

    /** The node that ends the stage. */
    NodeSignal last() {
        return last;
    }

    /** What the stage hands on, without what pooling has done. */
    double amplitude() {
        return last.layer().activation().rms() / poolingForward;
    }

    /** The norm of the gradient that the stage is handed, without what pooling has done; empty if none gets here. */
    OptionalDouble gradientNorm() {
        OptionalDouble norm = last.layer().gradientNorm();
        return norm.isPresent() ? OptionalDouble.of(norm.getAsDouble() * poolingBackward) : norm;
    }
}
