// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.signal;

import io.github.dl4jinit.internal.Check;
import io.github.dl4jinit.internal.RandomState;
import io.github.dl4jinit.internal.madeup.ExampleCount;
import io.github.dl4jinit.internal.madeup.RandomInputs;
import io.github.dl4jinit.internal.measure.Batches;
import io.github.dl4jinit.internal.topology.NetworkView;
import io.github.dl4jinit.signal.MeasuredCopy.Occasion;
import java.util.function.Function;
import java.util.function.Supplier;
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
     * Probes with 64 examples of standard normal inputs, or random indices for an embedding, and random labels. Where
     * 64 take more than about 1 GB, as large images do, there are fewer, and the report says so.
     *
     * <p>The shapes of the inputs are read from the layers and preprocessors that take them. For images that go to a
     * convolution directly, height and width are those that the network was built for, as far as can be seen where
     * images become vectors. A series of no particular length has 50 steps.
     *
     * @param network a {@code MultiLayerNetwork} or a {@code ComputationGraph}
     * @throws IllegalArgumentException if the configuration does not tell the shapes, or no labels can be made up for
     *     an output layer: those of object detection and mixture densities, and of output layers that are not DL4J's
     */
    public static SignalReport probe(Model network) {
        return probe(NetworkView.of(network), RandomInputs::forNetwork);
    }

    /**
     * Probes as {@link #probe(Model)} does, with so many examples. Of few examples, a layer's dead units say little.
     *
     * @param network a {@code MultiLayerNetwork} or a {@code ComputationGraph}
     * @throws IllegalArgumentException as {@link #probe(Model)}, and if there is not one example at least, or there are
     *     more than memory holds
     */
    public static SignalReport probe(Model network, int examples) {
        Check.inRange("examples", examples, 1, Integer.MAX_VALUE);
        NetworkView view = NetworkView.of(network);
        RandomInputs inputs = RandomInputs.forNetwork(view);
        inputs.affordable().requireRoomFor(examples);
        return probe(view, () -> inputs.draw(examples), Occasion.MADE_UP_DATA, null);
    }

    /**
     * Probes with 64 examples, or as many as {@link #probe(Model)}, of standard normal inputs of the given types, or
     * random indices for an embedding, and random labels.
     *
     * @param network a {@code MultiLayerNetwork} or a {@code ComputationGraph}
     * @param inputTypes one for each input of the network
     * @throws IllegalArgumentException if it is not one type for each input, or no labels can be made up for an output
     *     layer, as {@link #probe(Model)} says
     */
    public static SignalReport probe(Model network, InputType... inputTypes) {
        return probe(NetworkView.of(network), view -> RandomInputs.ofTypes(view, inputTypes));
    }

    /**
     * Probes as {@link #probe(Model, InputType...)} does, with so many examples.
     *
     * @param network a {@code MultiLayerNetwork} or a {@code ComputationGraph}
     * @param inputTypes one for each input of the network
     * @throws IllegalArgumentException as {@link #probe(Model, InputType...)}, and if there is not one example at
     *     least, or there are more than memory holds
     */
    public static SignalReport probe(Model network, int examples, InputType... inputTypes) {
        Check.inRange("examples", examples, 1, Integer.MAX_VALUE);
        NetworkView view = NetworkView.of(network);
        RandomInputs inputs = RandomInputs.ofTypes(view, inputTypes);
        inputs.affordable().requireRoomFor(examples);
        return probe(view, () -> inputs.draw(examples), Occasion.MADE_UP_DATA, null);
    }

    /**
     * Probes with a batch of data.
     *
     * @param network a {@code MultiLayerNetwork} or a {@code ComputationGraph}
     * @param batch inputs and labels; random labels are made up where there are none
     * @throws IllegalArgumentException if the batch or its inputs are {@code null}, or it has no labels and none can be
     *     made up, as {@link #probe(Model)} says
     */
    public static SignalReport probe(Model network, DataSet batch) {
        NetworkView view = NetworkView.of(network);
        Check.given("batch", batch);
        return probe(view, batch.toMultiDataSet());
    }

    /**
     * Probes a network of several inputs or outputs with a batch of data, as {@link #probe(Model, DataSet)} does one of
     * one input.
     *
     * @param network a {@code MultiLayerNetwork} or a {@code ComputationGraph}
     * @param batch inputs and labels; random labels are made up where there are none
     * @throws IllegalArgumentException if the batch is {@code null} or has not one array for each input, or it has no
     *     labels and none can be made up, as {@link #probe(Model)} says
     */
    public static SignalReport probe(Model network, MultiDataSet batch) {
        return probe(NetworkView.of(network), Check.given("batch", batch));
    }

    private static SignalReport probe(NetworkView network, MultiDataSet batch) {
        Batches.requireFitting(network, batch);
        return probe(network, () -> batch, Occasion.USERS_DATA, null);
    }

    /** Probes with as many made-up examples as memory allows. */
    private static SignalReport probe(NetworkView network, Function<NetworkView, RandomInputs> madeUp) {
        RandomInputs inputs = madeUp.apply(network);
        ExampleCount examples = inputs.affordable();
        return probe(
                network,
                () -> inputs.draw(examples.count()),
                Occasion.MADE_UP_DATA,
                examples.why().orElse(null));
    }

    /** Probes while a network trains. */
    static SignalReport probeInTraining(NetworkView network) {
        return probe(network, network::trainedBatch, Occasion.TRAINING, null);
    }

    @SuppressWarnings("try") // the scopes are closed, never read
    private static SignalReport probe(
            NetworkView network, Supplier<MultiDataSet> batch, Occasion occasion, String examplesNote) {
        try (MemoryWorkspace none = Nd4j.getWorkspaceManager().scopeOutOfWorkspaces();
                RandomState state = new RandomState(SEED);
                MeasuredCopy copy = new MeasuredCopy(network, occasion)) {
            MultiDataSet data = batch.get();
            Nd4j.getRandom().setSeed(SEED); // making the copy and the batch may have used some of its numbers
            return report(copy.measure(data), examplesNote);
        }
    }

    private static SignalReport report(Measurement measurement, String examplesNote) {
        Diagnosis diagnosis = Diagnosis.of(measurement);
        return new SignalReport(
                measurement.iteration(),
                measurement.examples(),
                examplesNote,
                diagnosis.forward(),
                diagnosis.backward(),
                measurement.data(),
                measurement.losses().stream().map(LossSignal::of).collect(Collectors.toList()),
                SignalGeometry.of(measurement),
                diagnosis.problems(),
                new Advice(measurement, diagnosis).text(),
                measurement.layers());
    }
}
