// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.bench.trial;

import io.github.dl4jinit.bench.data.Batch;
import io.github.dl4jinit.bench.data.ImageDataset;
import io.github.dl4jinit.signal.SignalProbe;
import io.github.dl4jinit.signal.SignalReport;
import java.io.IOException;
import java.util.OptionalDouble;
import java.util.function.Function;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;

/** Trains and tests the network of a {@link TrialSpec} in this process; keeps the last data set for the next trial. */
public final class Trainer {

    /** Bounds the memory that testing takes; the result does not depend on it. */
    private static final int TEST_BATCH = 1000;

    private DataKey loadedKey;
    private ImageDataset loaded;

    /** Told of every iteration while a trial runs. */
    @FunctionalInterface
    public interface Progress {
        /**
         * @param iteration iterations done
         * @param iterations iterations in all
         * @param loss training loss of the last one
         */
        void iterationDone(int iteration, int iterations, double loss);
    }

    private record DataKey(String folder, int limit) {}

    /**
     * Runs one trial.
     *
     * @throws IOException if the data cannot be read
     */
    public TrialResult run(TrialSpec spec, Progress progress) throws IOException {
        ImageDataset data = data(spec.training());
        Model network = network(spec, data);
        try {
            return train(spec, data, network, progress);
        } finally {
            network.close();
        }
    }

    private ImageDataset data(TrainingSpec training) throws IOException {
        DataKey key = new DataKey(training.data(), training.trainLimit());
        if (!key.equals(loadedKey)) {
            loaded = ImageDataset.load(training.dataSource(), training.trainLimit());
            loadedKey = key;
        }
        return loaded;
    }

    /**
     * The network of a trial before training: a {@code ComputationGraph} if it is residual, else a list of layers.
     *
     * @throws IllegalArgumentException if the scheme cannot initialise this network with this data
     */
    public static Model network(TrialSpec spec, ImageDataset data) {
        Architecture architecture = new Architecture(spec, data);
        Model network = spec.training().residual()
                ? new ComputationGraph(architecture.residual())
                : new MultiLayerNetwork(architecture.plain());
        network.init();
        return onFirstBatch(spec, data, batch -> {
            Scheme.parse(spec.scheme()).step().apply(network, batch);
            return network;
        });
    }

    private static TrialResult train(TrialSpec spec, ImageDataset data, Model network, Progress progress) {
        TrainingSpec training = spec.training();
        TrialRecorder recorder = new TrialRecorder(spec, data.trainCount());
        TrainingStep step = new TrainingStep(network, training.optimiser().updater(training.learningRate()));
        recorder.probed(probe(spec, data, network));
        for (int epoch = 0; epoch < training.epochs(); epoch++) {
            int[] order = data.trainOrder(spec.seed(), epoch);
            for (int from = 0; from < order.length; from += training.batchSize()) {
                int to = Math.min(from + training.batchSize(), order.length);
                recorder.startIteration();
                double loss = loss(step, data.trainBatch(order, from, to));
                if (!Double.isFinite(loss)) {
                    recorder.endTraining();
                    recorder.probed(probe(spec, data, network));
                    return recorder.diverged(loss);
                }
                recorder.endIteration(loss);
                progress.iterationDone(recorder.done(), recorder.planned(), loss);
            }
        }
        recorder.endTraining();
        recorder.probed(probe(spec, data, network));
        OptionalDouble accuracy = accuracy(Trainable.of(network), data);
        return accuracy.isPresent() ? recorder.completed(accuracy.getAsDouble()) : recorder.divergedAtTheEnd();
    }

    /** On the batch that a trial of this specification trains on first. */
    public static SignalReport probe(TrialSpec spec, ImageDataset data, Model network) {
        return onFirstBatch(spec, data, batch -> SignalProbe.probe(network, batch));
    }

    private static <T> T onFirstBatch(TrialSpec spec, ImageDataset data, Function<DataSet, T> use) {
        int[] order = data.trainOrder(spec.seed(), 0);
        Batch batch = data.trainBatch(order, 0, Math.min(spec.training().batchSize(), order.length));
        try (INDArray features = batch.features();
                INDArray labels = batch.oneHotLabels()) {
            return use.apply(new DataSet(features, labels));
        }
    }

    private static double loss(TrainingStep step, Batch batch) {
        // Closed at once: left to the garbage collector, native memory grows until the next collection.
        try (INDArray features = batch.features();
                INDArray labels = batch.oneHotLabels()) {
            return step.run(features, labels);
        }
    }

    /** The share of test images classified rightly; empty if an output is not finite, which no loss has shown yet. */
    private static OptionalDouble accuracy(Trainable network, ImageDataset data) {
        int right = 0;
        for (int from = 0; from < data.testCount(); from += TEST_BATCH) {
            Batch batch = data.testBatch(from, Math.min(from + TEST_BATCH, data.testCount()));
            try (INDArray features = batch.features();
                    INDArray output = network.output(features);
                    INDArray predicted = output.argMax(1)) {
                if (!Double.isFinite(output.sumNumber().doubleValue())) {
                    return OptionalDouble.empty();
                }
                for (int i = 0; i < batch.size(); i++) {
                    right += predicted.getInt(i) == batch.labels()[i] ? 1 : 0;
                }
            }
        }
        return OptionalDouble.of((double) right / data.testCount());
    }
}
