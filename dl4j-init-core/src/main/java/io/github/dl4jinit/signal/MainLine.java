// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.signal;

import java.util.Arrays;
import java.util.List;

/**
 * Finds the nodes that everything passes through, and the depth of all. A node is on the main line if no connection
 * leads past it: from before it to behind it in topological order, where all inputs come from one source before the
 * first node and all outputs lead to one sink behind the last.
 */
final class MainLine {

    private final List<Node> nodes;

    MainLine(List<Node> nodes) {
        this.nodes = nodes;
    }

    void mark() {
        int[] lastConsumer = lastConsumers();
        int lastInput = 0;
        for (int i = 0; i < nodes.size(); i++) {
            lastInput = nodes.get(i).inputs.length == 0 ? i : lastInput;
        }
        int furthest = lastInput; // the source's connections lead there
        for (int i = 0; i < nodes.size(); i++) {
            Node node = nodes.get(i);
            node.signal.mainLine = furthest <= i;
            furthest = Math.max(furthest, lastConsumer[i]);
            int depth = 0;
            for (int input : node.inputs) {
                depth = Math.max(depth, nodes.get(input).signal.depth);
            }
            node.signal.depth = depth + (node.weighted() ? 1 : 0);
        }
    }

    /** For each node the last one that takes its activations; the sink if none does. */
    private int[] lastConsumers() {
        int[] last = new int[nodes.size()];
        Arrays.fill(last, -1);
        for (int i = 0; i < nodes.size(); i++) {
            for (int input : nodes.get(i).inputs) {
                last[input] = i;
            }
        }
        for (int i = 0; i < last.length; i++) {
            last[i] = last[i] < 0 ? nodes.size() : last[i];
        }
        return last;
    }
}
