// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.signal;

import io.github.dl4jinit.internal.Optionals;
import io.github.dl4jinit.internal.geometry.Geometry;
import io.github.dl4jinit.internal.geometry.PlainNetwork;
import io.github.dl4jinit.internal.measure.BatchFacts;
import io.github.dl4jinit.internal.measure.LossFacts;
import io.github.dl4jinit.internal.measure.NodeFacts;
import io.github.dl4jinit.internal.update.PenaltyFacts;
import io.github.dl4jinit.internal.update.UpdateFacts;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What one batch did in every node of a network. */
final class Measurement {

    private final int iteration;
    private final long examples;
    private final BatchFacts batch;
    private final List<NodeSignal> nodes;
    private final List<LossFacts> losses;
    private final List<UpdateFacts> updates;
    private final List<PenaltyFacts> penalties;
    private final Double lossAfterStep;
    private final Geometry geometry;
    private final PlainNetwork plain;

    /**
     * Joins what was measured of all nodes.
     *
     * @param batch what the user's data are like
     * @param losses what was measured of the outputs that compute a loss
     * @param updates what the next step would do to the weights that are trained
     * @param penalties what penalties on the weights add to that step
     * @param lossAfterStep the sum of the losses after that step; {@code null} if it was not tried
     * @param geometry {@code null} if it was not measured
     * @param plain {@code null} if the network is not plain
     */
    Measurement(
            int iteration,
            long examples,
            BatchFacts batch,
            List<NodeSignal> nodes,
            List<LossFacts> losses,
            List<UpdateFacts> updates,
            List<PenaltyFacts> penalties,
            Double lossAfterStep,
            Geometry geometry,
            PlainNetwork plain) {
        this.iteration = iteration;
        this.examples = examples;
        this.batch = batch;
        this.nodes = List.copyOf(nodes);
        this.losses = List.copyOf(losses);
        this.updates = List.copyOf(updates);
        this.penalties = List.copyOf(penalties);
        this.lossAfterStep = lossAfterStep;
        this.geometry = geometry;
        this.plain = plain;
    }

    /** The number of parameter updates that the network had had. */
    int iteration() {
        return iteration;
    }

    /** The number of examples in the batch. */
    long examples() {
        return examples;
    }

    /** What the user's data are like; none of what the doctor has made up. */
    BatchFacts batch() {
        return batch;
    }

    /** Inputs and labels as the report tells of them. */
    List<DataSignal> data() {
        return Stream.concat(batch.inputs().stream(), batch.labels().stream())
                .map(DataSignal::of)
                .collect(Collectors.toList());
    }

    /** All nodes in the order of the forward pass. */
    List<NodeSignal> nodes() {
        return nodes;
    }

    /** What only the diagnosis needs of the nodes. */
    List<NodeFacts> facts() {
        return nodes.stream().map(NodeSignal::facts).collect(Collectors.toList());
    }

    /** What the report tells of the nodes. */
    List<LayerSignal> layers() {
        return nodes.stream().map(NodeSignal::layer).collect(Collectors.toList());
    }

    /** The losses of the outputs, in the order of the nodes. */
    List<LossFacts> losses() {
        return losses;
    }

    /** Whether all activations, parameters and their gradients are numbers. */
    boolean finite() {
        return nodes.stream().allMatch(node -> node.finiteForward() && node.finiteGradients());
    }

    /** Whether all activations and parameters are. */
    boolean finiteForward() {
        return nodes.stream().allMatch(NodeSignal::finiteForward);
    }

    /** Whether all parameters that training works with are. */
    boolean finiteParameters() {
        return nodes.stream().allMatch(NodeSignal::finiteParameters);
    }

    /** What the next step would do to the weights that are trained, in the order of the nodes. */
    List<UpdateFacts> updates() {
        return updates;
    }

    /** What penalties on the weights add to that step; none if the network has been trained. */
    List<PenaltyFacts> penalties() {
        return penalties;
    }

    /** The sum of the losses after the next step, if its updates are large enough to try it. */
    OptionalDouble lossAfterStep() {
        return Optionals.of(lossAfterStep);
    }

    Optional<NodeSignal> node(String name) {
        return nodes.stream().filter(node -> node.name().equals(name)).findFirst();
    }

    /** What the network does to small differences between inputs, if that was measured. */
    Optional<Geometry> geometry() {
        return Optional.ofNullable(geometry);
    }

    /** The network as a plain one, if it is. */
    Optional<PlainNetwork> plain() {
        return Optional.ofNullable(plain);
    }

    /** The number of layers with weights on the longest way through the network. */
    int depth() {
        return nodes.stream().mapToInt(node -> node.layer().depth()).max().orElse(0);
    }
}
