// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.training;

import io.github.dl4jinit.lab.data.Batch;
import io.github.dl4jinit.lab.data.ImageDataset;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;

/** Images, cut into batches. */
record ImageExamples(ImageDataset images, int batchSize) implements Examples {

    /** Bounds the memory that testing takes; the result does not depend on it. */
    private static final int TEST_BATCH = 1000;

    /** The accuracy of so many is known to 0.022 and better, less than the seeds of a scheme differ by. */
    private static final int SAMPLE = 500;

    @Override
    public int classes() {
        return images.classes();
    }

    @Override
    public double chance() {
        return images.chance();
    }

    @Override
    public int batches() {
        return (int) ((images.trainCount() + (long) batchSize - 1) / batchSize);
    }

    @Override
    public boolean train(long seed, int epoch, Predicate<DataSet> use) {
        int[] order = images.trainOrder(seed, epoch);
        for (int from = 0; from < order.length; from += batchSize) {
            Batch batch = images.trainBatch(order, from, Math.min(from + batchSize, order.length));
            if (!with(batch, use::test)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public <T> T first(long seed, Function<DataSet, T> use) {
        int[] order = images.trainOrder(seed, 0);
        return with(images.trainBatch(order, 0, Math.min(batchSize, order.length)), use);
    }

    @Override
    public void test(Consumer<DataSet> use) {
        for (int from = 0; from < images.testCount(); from += TEST_BATCH) {
            Batch batch = images.testBatch(from, Math.min(from + TEST_BATCH, images.testCount()));
            with(batch, data -> {
                use.accept(data);
                return null;
            });
        }
    }

    @Override
    public void sample(Consumer<DataSet> use) {
        with(images.testSample(SAMPLE), data -> {
            use.accept(data);
            return null;
        });
    }

    private static <T> T with(Batch batch, Function<DataSet, T> use) {
        // Closed at once: left to the garbage collector, native memory grows until the next collection.
        try (INDArray features = batch.features();
                INDArray labels = batch.oneHotLabels()) {
            return use.apply(new DataSet(features, labels));
        }
    }
}
