// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.geometry;

import io.github.dl4jinit.internal.measure.LayerTraits;
import io.github.dl4jinit.internal.topology.MainLine;
import io.github.dl4jinit.internal.topology.NetworkNode;
import io.github.dl4jinit.internal.topology.NetworkView;
import java.util.List;
import java.util.Optional;

/**
 * The part of a network whose Jacobian is measured: from the first node that everything passes, which is the input of a
 * network that has one, to the last such node before the loss. Indices have no neighbours, so behind an embedding the
 * part starts at what the embedding puts out.
 */
final class Stretch {

    private final NetworkNode start;
    private final NetworkNode end;

    private Stretch(NetworkNode start, NetworkNode end) {
        this.start = start;
        this.end = end;
    }

    /** The stretch of a network; empty if no layer with weights lies between its two ends. */
    static Optional<Stretch> of(NetworkView network) {
        List<NetworkNode> nodes = network.nodes();
        MainLine mainLine = new MainLine(nodes);
        NetworkNode start = null;
        NetworkNode end = null;
        for (NetworkNode node : nodes) {
            if (!mainLine.contains(node)) {
                continue;
            }
            if (node.loss().isPresent()) {
                break;
            }
            if (node.consumers().stream().anyMatch(consumer -> LayerTraits.takesIndices(nodes.get(consumer)))) {
                continue;
            }
            start = start == null ? node : start;
            end = node;
        }
        return start != null && mainLine.depth(end) > mainLine.depth(start)
                ? Optional.of(new Stretch(start, end))
                : Optional.empty();
    }

    NetworkNode start() {
        return start;
    }

    NetworkNode end() {
        return end;
    }
}
