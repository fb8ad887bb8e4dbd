// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.signal;

import io.github.dl4jinit.internal.measure.FunctionSignal;
import io.github.dl4jinit.internal.measure.UnitStatistics;
import java.util.List;
import java.util.Optional;
import org.nd4j.linalg.activations.IActivation;

/** What was measured of a node: what the report tells of it, and what only the diagnosis needs. */
final class NodeSignal {

    private final LayerSignal layer;
    private final List<Integer> inputs;
    private final FunctionSignal function;
    private final boolean pools;
    private final boolean takesIndices;
    private final long samples;
    private final double spread;

    /**
     * Joins what was measured of one node.
     *
     * @param layer what the report tells
     * @param inputs indices of the nodes whose output it takes
     * @param function what its activation function was given; {@code null} if it has none
     * @param pools whether it changes the scale by taking means or maxima, or by repeating
     * @param takesIndices whether what it takes are indices, as an embedding does
     * @param units the statistics of its activations
     */
    NodeSignal(
            LayerSignal layer,
            List<Integer> inputs,
            FunctionSignal function,
            boolean pools,
            boolean takesIndices,
            UnitStatistics units) {
        this.layer = layer;
        this.inputs = inputs;
        this.function = function;
        this.pools = pools;
        this.takesIndices = takesIndices;
        this.samples = units.samples();
        this.spread = units.spread();
    }

    LayerSignal layer() {
        return layer;
    }

    String name() {
        return layer.name();
    }

    List<Integer> inputs() {
        return inputs;
    }

    /** The function that the forward pass asked, if any. */
    Optional<IActivation> function() {
        return Optional.ofNullable(function).map(FunctionSignal::function);
    }

    /** Whether that function is flat on both sides, so that a unit can be stuck there. */
    boolean saturates() {
        return function != null && function.saturates();
    }

    boolean pools() {
        return pools;
    }

    boolean takesIndices() {
        return takesIndices;
    }

    /** How many activations each unit has had: examples times positions. */
    long samples() {
        return samples;
    }

    /** The share of the mean square that tells examples apart, see {@link UnitStatistics#spread()}. */
    double spread() {
        return spread;
    }
}
