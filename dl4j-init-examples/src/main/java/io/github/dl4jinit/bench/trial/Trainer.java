// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.bench.trial;

import io.github.dl4jinit.bench.data.Batch;
import io.github.dl4jinit.bench.data.ImageDataset;
import io.github.dl4jinit.signal.SignalProbe;
import io.github.dl4jinit.signal.SignalReport;
import java.io.IOException;
import java.util.OptionalDouble;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.lossfunctions.LossFunctions;

/** Trains and tests the network of a {@link TrialSpec} in this process; keeps the last data set for the next trial. */
public final class Trainer {

    /** Bounds the memory that testing takes; the result does not depend on it. */
    private static final int TEST_BATCH = 1000;

    /** What stands for a seed of 0, which ND4J's generator replaces by the clock: a number that nobody else picks. */
    private static final long SEED_0 = 0x9E3779B97F4A7C15L;

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
        MultiLayerNetwork network = network(spec, data);
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

    /** The network of a trial before training. */
    public static MultiLayerNetwork network(TrialSpec spec, ImageDataset data) {
        MultiLayerNetwork network = new MultiLayerNetwork(configuration(spec, data));
        network.init();
        return network;
    }

    /** A multi-layer perceptron: {@code depth} hidden layers and a softmax output, all by the scheme. */
    static MultiLayerConfiguration configuration(TrialSpec spec, ImageDataset data) {
        TrainingSpec training = spec.training();
        NeuralNetConfiguration.ListBuilder layers = new NeuralNetConfiguration.Builder()
                .seed(spec.seed() == 0 ? SEED_0 : spec.seed())
                .weightInit(Scheme.parse(spec.scheme()).init())
                .activation(Activation.valueOf(training.activation()))
                .updater(training.optimiser().updater(training.learningRate()))
                .list();
        int inputs = data.inputs();
        for (int i = 0; i < training.depth(); i++) {
            layers.layer(
                    new DenseLayer.Builder().nIn(inputs).nOut(training.width()).build());
            inputs = training.width();
        }
        return layers.layer(new OutputLayer.Builder(LossFunctions.LossFunction.MCXENT)
                        .nIn(inputs)
                        .nOut(data.classes())
                        .activation(Activation.SOFTMAX)
                        .build())
                .build();
    }

    private static TrialResult train(TrialSpec spec, ImageDataset data, MultiLayerNetwork network, Progress progress) {
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
        OptionalDouble accuracy = accuracy(network, data);
        return accuracy.isPresent() ? recorder.completed(accuracy.getAsDouble()) : recorder.divergedAtTheEnd();
    }

    /** On the batch that a trial of this specification trains on first. */
    public static SignalReport probe(TrialSpec spec, ImageDataset data, MultiLayerNetwork network) {
        int[] order = data.trainOrder(spec.seed(), 0);
        Batch batch = data.trainBatch(order, 0, Math.min(spec.training().batchSize(), order.length));
        try (INDArray features = batch.features();
                INDArray labels = batch.oneHotLabels()) {
            return SignalProbe.probe(network, new DataSet(features, labels));
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
    private static OptionalDouble accuracy(MultiLayerNetwork network, ImageDataset data) {
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
