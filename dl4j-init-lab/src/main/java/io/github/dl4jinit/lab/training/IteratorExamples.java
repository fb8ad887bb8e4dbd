// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.training;

import io.github.dl4jinit.internal.Check;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

/** A program's own examples, in the order in which its iterators give them, whatever the seed. */
final class IteratorExamples implements Examples {

    private final DataSetIterator train;
    private final DataSetIterator test;
    private final int batches;
    private final int classes;
    private final int testExamples;

    /** The first batch; a copy, since asking for it must not begin the iterator anew while an epoch runs. */
    private final DataSet first;

    private final double chance;

    /**
     * @throws IllegalArgumentException if an iterator gives nothing, cannot begin anew, or labels are not of shape
     *     [examples, classes]
     */
    IteratorExamples(DataSetIterator train, DataSetIterator test) {
        this.train = train;
        this.test = test;
        Check.require(train.resetSupported() && test.resetSupported(), "iterators", "ones that can begin anew", train);
        this.batches = count(train);
        Check.require(batches > 0, "the training set", "one of at least one batch", batches);
        train.reset();
        this.first = train.next().copy();
        this.classes = Math.toIntExact(first.getLabels().size(1));
        int[] counts = countsOfClasses();
        this.testExamples = Arrays.stream(counts).sum();
        Check.require(testExamples > 0, "the test set", "one of at least one example", testExamples);
        this.chance = (double) Arrays.stream(counts).max().orElseThrow() / testExamples;
    }

    private static int count(DataSetIterator iterator) {
        iterator.reset();
        int count = 0;
        while (iterator.hasNext()) {
            iterator.next();
            count++;
        }
        return count;
    }

    /** How many test examples each class has. */
    private int[] countsOfClasses() {
        int[] counts = new int[classes];
        test(batch -> {
            INDArray labels = batch.getLabels();
            Check.require(
                    labels.rank() == 2 && labels.size(1) == classes,
                    "labels",
                    "one-hot, of shape [examples, classes] with the classes of the training set",
                    labels.shapeInfoToString());
            try (INDArray ofClass = labels.argMax(1)) {
                for (int i = 0; i < ofClass.length(); i++) {
                    counts[ofClass.getInt(i)]++;
                }
            }
        });
        return counts;
    }

    /** Number of test examples. */
    int testExamples() {
        return testExamples;
    }

    @Override
    public int classes() {
        return classes;
    }

    @Override
    public double chance() {
        return chance;
    }

    @Override
    public int batches() {
        return batches;
    }

    @Override
    public boolean train(long seed, int epoch, Predicate<DataSet> use) {
        train.reset();
        while (train.hasNext()) {
            if (!use.test(train.next())) {
                return false;
            }
        }
        return true;
    }

    @Override
    public <T> T first(long seed, Function<DataSet, T> use) {
        return use.apply(first);
    }

    @Override
    public void test(Consumer<DataSet> use) {
        test.reset();
        while (test.hasNext()) {
            use.accept(test.next());
        }
    }
}
