// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.signal;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** What one batch did in every node of a network. */
final class Measurement {

    private final int iteration;
    private final List<NodeSignal> nodes;

    Measurement(int iteration, List<NodeSignal> nodes) {
        this.iteration = iteration;
        this.nodes = List.copyOf(nodes);
    }

    /** The number of parameter updates that the network had had. */
    int iteration() {
        return iteration;
    }

    /** All nodes in the order of the forward pass. */
    List<NodeSignal> nodes() {
        return nodes;
    }

    /** What the report tells of the nodes. */
    List<LayerSignal> layers() {
        return nodes.stream().map(NodeSignal::layer).collect(Collectors.toList());
    }

    Optional<NodeSignal> node(String name) {
        return nodes.stream().filter(node -> node.name().equals(name)).findFirst();
    }

    /** The number of layers with weights on the longest way through the network. */
    int depth() {
        return nodes.stream().mapToInt(node -> node.layer().depth()).max().orElse(0);
    }
}
