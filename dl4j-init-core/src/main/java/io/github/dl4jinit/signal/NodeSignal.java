// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.signal;

import io.github.dl4jinit.internal.diagnosis.StepCause;
import io.github.dl4jinit.internal.measure.FunctionSignal;
import io.github.dl4jinit.internal.measure.NodeFacts;
import io.github.dl4jinit.internal.measure.RunningStatistics;
import io.github.dl4jinit.internal.measure.UnitStatistics;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.nd4j.linalg.activations.IActivation;

/** What was measured of a node: what the report tells of it, and what only the diagnosis needs. */
final class NodeSignal {

    private final LayerSignal layer;
    private final List<Integer> inputs;
    private final FunctionSignal function;
    private final NodeFacts facts;
    private final long samples;
    private final double spread;

    /**
     * Joins what was measured of one node.
     *
     * @param layer what the report tells
     * @param inputs indices of the nodes whose output it takes
     * @param function what its activation function was given; {@code null} if it has none
     * @param facts what is known beside
     * @param units the statistics of its activations
     */
    NodeSignal(
            LayerSignal layer, List<Integer> inputs, FunctionSignal function, NodeFacts facts, UnitStatistics units) {
        this.layer = layer;
        this.inputs = inputs;
        this.function = function;
        this.facts = facts;
        this.samples = units.samples();
        this.spread = units.spread();
    }

    LayerSignal layer() {
        return layer;
    }

    int index() {
        return facts.index();
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

    NodeFacts facts() {
        return facts;
    }

    /** Whether activations are finite, and the parameters that training works with. */
    boolean finiteForward() {
        return Double.isFinite(layer.activation().rms()) && finiteParameters();
    }

    /** Whether the parameters that training works with are finite. */
    boolean finiteParameters() {
        return trained()
                .allMatch(parameter -> Double.isFinite(parameter.values().rms()));
    }

    /** Whether the gradients of all parameters are finite. */
    boolean finiteGradients() {
        return trained()
                .allMatch(parameter -> Double.isFinite(parameter.gradientNorm().orElse(0)));
    }

    /** The parameters but for running statistics, which only inference uses. */
    private Stream<ParameterSignal> trained() {
        return layer.parameters().stream()
                .filter(parameter ->
                        facts.statistics().isEmpty() || !RunningStatistics.NAMES.contains(parameter.name()));
    }

    /** Whether that function leaves nothing of the scale of what it is given. */
    boolean squashes() {
        return function != null && function.squashes();
    }

    /** Why the scale of the signal changes here out of proportion. */
    StepCause stepCause() {
        return new StepCause(
                facts,
                layer.weights().map(weights -> weights.values().rms()).orElse(Double.NaN),
                layer.parameters().stream()
                        .filter(parameter -> parameter.name().equals("b"))
                        .mapToDouble(parameter -> parameter.values().rms())
                        .findFirst()
                        .orElse(Double.NaN),
                layer.preActivation().map(Moments::rms).orElse(Double.NaN),
                squashes());
    }

    boolean pools() {
        return facts.pools();
    }

    boolean takesIndices() {
        return facts.takesIndices();
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
