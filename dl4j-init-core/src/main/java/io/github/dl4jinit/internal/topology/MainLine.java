// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.topology;

import java.util.BitSet;
import java.util.List;

/**
 * The nodes that everything passes through, and the depth of every node. A node is on the main line if no connection
 * leads past it, from a node before it to one behind it in the order of the forward pass. All inputs count as fed by
 * one source before the first node, and all outputs as leading to one sink behind the last.
 */
public final class MainLine {

    private final BitSet members = new BitSet();
    private final int[] depths;

    /**
     * Finds the main line of a network.
     *
     * @param nodes all of its nodes, in the order of the forward pass
     */
    public MainLine(List<NetworkNode> nodes) {
        this.depths = new int[nodes.size()];
        int furthest = 0; // how far a connection from the nodes so far leads; those of the source go to all inputs
        for (NetworkNode node : nodes) {
            furthest = node.isInput() ? node.index() : furthest;
        }
        for (NetworkNode node : nodes) {
            members.set(node.index(), furthest <= node.index());
            furthest = Math.max(furthest, node.lastUse().orElse(nodes.size()));
            int before = node.inputs().stream()
                    .mapToInt(input -> depths[input])
                    .max()
                    .orElse(0);
            depths[node.index()] = before + (node.multipliesByWeights() ? 1 : 0);
        }
    }

    /** Whether everything passes this node. */
    public boolean contains(NetworkNode node) {
        return members.get(node.index());
    }

    /** Nodes that multiply by weights on the longest way from an input to this node, itself included. */
    public int depth(NetworkNode node) {
        return depths[node.index()];
    }
}
