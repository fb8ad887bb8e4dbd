// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.training;

import io.github.dl4jinit.lab.data.Dataset;
import io.github.dl4jinit.lab.data.Target;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;

/** A data set, cut into batches. */
record DatasetExamples(Dataset data, int batchSize) implements Examples {

    /** Bounds the memory that testing takes; the result does not depend on it. */
    private static final int TEST_BATCH = 1000;

    /** The accuracy of so many is known to 0.022 and better, less than the seeds of a scheme differ by. */
    private static final int SAMPLE = 500;

    @Override
    public Target target() {
        return data.target();
    }

    @Override
    public double chance() {
        return data.chance();
    }

    @Override
    public Optional<double[][]> guess() {
        return data.guess();
    }

    @Override
    public double[] labelUnits() {
        return data.labelUnits();
    }

    @Override
    public int batches() {
        return (int) ((data.trainCount() + (long) batchSize - 1) / batchSize);
    }

    @Override
    public boolean train(long seed, int epoch, Predicate<DataSet> use) {
        int[] order = data.trainOrder(seed, epoch);
        for (int from = 0; from < order.length; from += batchSize) {
            if (!with(data.trainData(order, from, Math.min(from + batchSize, order.length)), use::test)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public <T> T first(long seed, Function<DataSet, T> use) {
        int[] order = data.trainOrder(seed, 0);
        return with(data.trainData(order, 0, Math.min(batchSize, order.length)), use);
    }

    @Override
    public void test(Consumer<DataSet> use) {
        for (int from = 0; from < data.testCount(); from += TEST_BATCH) {
            hand(data.testData(from, Math.min(from + TEST_BATCH, data.testCount())), use);
        }
    }

    @Override
    public void sample(Consumer<DataSet> use) {
        hand(data.someTestData(SAMPLE), use);
    }

    private static void hand(DataSet batch, Consumer<DataSet> use) {
        with(batch, handed -> {
            use.accept(handed);
            return null;
        });
    }

    @SuppressWarnings("try") // closed, never read
    private static <T> T with(DataSet batch, Function<DataSet, T> use) {
        // Closed at once: left to the garbage collector, native memory grows until the next collection. A scheme or a
        // network may put other arrays in their places.
        try (INDArray features = batch.getFeatures();
                INDArray labels = batch.getLabels();
                INDArray featuresMask = batch.getFeaturesMaskArray();
                INDArray labelsMask = batch.getLabelsMaskArray()) {
            return use.apply(batch);
        }
    }
}
