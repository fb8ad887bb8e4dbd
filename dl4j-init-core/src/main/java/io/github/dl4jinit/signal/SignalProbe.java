// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.signal;

import io.github.dl4jinit.internal.Check;
import io.github.dl4jinit.internal.RandomState;
import io.github.dl4jinit.internal.measure.RandomData;
import io.github.dl4jinit.internal.topology.NetworkView;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.dataset.api.DataSet;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Sends one batch forward through a network and the gradient of its loss back, and measures both in every layer.
 *
 * <p>The passes are those of a training step: batch normalisation uses the batch's own statistics, dropout is active,
 * padded time steps are masked (and count as zeros in the figures). They run on a copy, so the network's parameters,
 * updater state, iteration count and all else stay as they are, and so does ND4J's random generator, which is seeded
 * for the passes: the same network and batch always give the same figures. Time and memory are those of a few training
 * steps without workspaces, and linear in the depth.
 *
 * <p>All methods throw an {@link IllegalArgumentException} if the network is neither a {@code MultiLayerNetwork} nor a
 * {@code ComputationGraph} or not initialised; what DL4J throws for a batch that does not fit is passed on. The network
 * must not be trained by another thread at the same time.
 */
public final class SignalProbe {

    /** The seed of the passes: any but 0, for which ND4J takes the clock. */
    private static final long SEED = 1;

    private SignalProbe() {}

    /**
     * Probes with 64 examples of standard normal inputs, or random indices for an embedding, and random labels. Only
     * for networks whose configuration tells the shape of their inputs: not where the first layer is a convolution
     * without a preprocessor.
     *
     * @param network a {@code MultiLayerNetwork} or a {@code ComputationGraph}
     * @throws IllegalArgumentException if the configuration does not tell, or no labels can be made up for the output
     *     layer
     */
    public static SignalReport probe(Model network) {
        return probe(NetworkView.of(network), RandomData::forNetwork, true);
    }

    /**
     * Probes with 64 examples of standard normal inputs of the given types, and random labels.
     *
     * @param network a {@code MultiLayerNetwork} or a {@code ComputationGraph}
     * @param inputTypes one for each input of the network
     * @throws IllegalArgumentException if no labels can be made up for the output layer
     */
    public static SignalReport probe(Model network, InputType... inputTypes) {
        return probe(NetworkView.of(network), view -> RandomData.ofTypes(view, inputTypes), true);
    }

    /**
     * Probes with a batch of data.
     *
     * @param network a {@code MultiLayerNetwork} or a {@code ComputationGraph}
     * @param batch inputs and labels; random labels are made up where there are none
     * @throws IllegalArgumentException if the batch is {@code null}, or has no labels and none can be made up
     */
    public static SignalReport probe(Model network, DataSet batch) {
        return probe(network, Check.given("batch", batch).toMultiDataSet());
    }

    /**
     * Probes a network of several inputs or outputs with a batch of data, as {@link #probe(Model, DataSet)} does one of
     * one input.
     *
     * @param network a {@code MultiLayerNetwork} or a {@code ComputationGraph}
     * @param batch inputs and labels; random labels are made up where there are none
     * @throws IllegalArgumentException if the batch is {@code null}, or has no labels and none can be made up
     */
    public static SignalReport probe(Model network, MultiDataSet batch) {
        Check.given("batch", batch);
        return probe(NetworkView.of(network), view -> batch, true);
    }

    /** Probes while a network trains: what costs as much again is left out. */
    static SignalReport probeInTraining(NetworkView network) {
        return probe(network, NetworkView::trainedBatch, false);
    }

    @SuppressWarnings("try") // the scopes are closed, never read
    private static SignalReport probe(
            NetworkView network, Function<NetworkView, MultiDataSet> batch, boolean withGeometry) {
        try (MemoryWorkspace none = Nd4j.getWorkspaceManager().scopeOutOfWorkspaces();
                RandomState state = new RandomState(SEED);
                MeasuredCopy copy = new MeasuredCopy(network)) {
            MultiDataSet data = batch.apply(network);
            Nd4j.getRandom().setSeed(SEED); // making the copy and the batch may have used some of its numbers
            return report(copy.measure(data, withGeometry));
        }
    }

    private static SignalReport report(Measurement measurement) {
        Diagnosis diagnosis = Diagnosis.of(measurement);
        return new SignalReport(
                measurement.iteration(),
                diagnosis.forward(),
                diagnosis.backward(),
                measurement.losses().stream().map(LossSignal::of).collect(Collectors.toList()),
                SignalGeometry.of(measurement),
                diagnosis.problems(),
                new Advice(measurement, diagnosis).text(),
                measurement.layers());
    }
}
