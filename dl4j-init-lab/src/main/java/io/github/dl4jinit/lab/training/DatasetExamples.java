// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.training;

import io.github.dl4jinit.lab.data.Dataset;
import io.github.dl4jinit.lab.data.Targets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/** A data set, cut into batches. */
record DatasetExamples(Dataset data, int batchSize) implements Examples {

    /** Bounds the memory that testing takes; the result does not depend on it. */
    private static final int TEST_BATCH = 1000;

    /** 64 MB of single precision, which are in Java's memory at once: large images come fewer at a time. */
    private static final int MOST_NUMBERS = 1 << 24;

    /** The accuracy of so many is known to 0.022 and better, less than the seeds of a scheme differ by. */
    private static final int SAMPLE = 500;

    @Override
    public Targets targets() {
        return data.form().targets();
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
    public double[] labelUnits(int output) {
        return data.labelUnits(output);
    }

    @Override
    public int batches() {
        return (int) ((data.trainCount() + (long) batchSize - 1) / batchSize);
    }

    @Override
    public boolean train(long seed, int epoch, Predicate<MultiDataSet> use) {
        int[] order = data.trainOrder(seed, epoch);
        for (int from = 0; from < order.length; from += batchSize) {
            if (!with(data.trainData(order, from, Math.min(from + batchSize, order.length)), use::test)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public <T> T first(long seed, Function<MultiDataSet, T> use) {
        int[] order = data.trainOrder(seed, 0);
        return with(data.trainData(order, 0, Math.min(batchSize, order.length)), use);
    }

    @Override
    public void test(Consumer<MultiDataSet> use) {
        int batch = Math.max(1, Math.min(TEST_BATCH, MOST_NUMBERS / data.inputs()));
        for (int from = 0; from < data.testCount(); from += batch) {
            hand(data.testData(from, Math.min(from + batch, data.testCount())), use);
        }
    }

    @Override
    public void sample(Consumer<MultiDataSet> use) {
        hand(data.someTestData(SAMPLE), use);
    }

    private static void hand(MultiDataSet batch, Consumer<MultiDataSet> use) {
        with(batch, handed -> {
            use.accept(handed);
            return null;
        });
    }

    private static <T> T with(MultiDataSet batch, Function<MultiDataSet, T> use) {
        // A scheme or a network may put other arrays in their places.
        INDArray[][] all = {
            batch.getFeatures(), batch.getLabels(), batch.getFeaturesMaskArrays(), batch.getLabelsMaskArrays()
        };
        List<INDArray> arrays = Arrays.stream(all)
                .filter(Objects::nonNull)
                .flatMap(Arrays::stream)
                .filter(Objects::nonNull)
                .toList();
        try {
            return use.apply(batch);
        } finally {
            // At once: left to the garbage collector, native memory grows until the next collection.
            arrays.forEach(INDArray::close);
        }
    }
}
