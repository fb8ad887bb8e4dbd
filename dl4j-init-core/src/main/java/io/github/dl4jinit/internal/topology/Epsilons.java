// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.topology;

import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Gradients on their way back through a network. The gradient with respect to what a node puts out is the sum over all
 * nodes that take it.
 */
public final class Epsilons {

    private final INDArray[] arrived;

    /** Nothing has arrived yet at any of so many nodes. */
    public Epsilons(int nodes) {
        this.arrived = new INDArray[nodes];
    }

    /** Adds what a node hands on to each of its inputs; {@code null}, as from an embedding, adds nothing. */
    public void add(List<Integer> inputs, INDArray... parts) {
        for (int j = 0; j < inputs.size() && parts != null; j++) {
            if (parts[j] != null) {
                INDArray before = arrived[inputs.get(j)];
                arrived[inputs.get(j)] = before == null ? parts[j] : before.add(parts[j]);
            }
        }
    }

    /** Hands over what has arrived at a node, and keeps it no longer; {@code null} if nothing has. */
    public INDArray take(int node) {
        INDArray epsilon = arrived[node];
        arrived[node] = null;
        return epsilon;
    }
}
