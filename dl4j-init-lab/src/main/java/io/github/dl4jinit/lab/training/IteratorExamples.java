// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.training;

import io.github.dl4jinit.internal.Check;
import io.github.dl4jinit.lab.data.Target;
import java.util.Arrays;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.function.Predicate;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.iterator.DataSetIterator;

/**
 * A program's own examples. Each trial begins with the training iterator of its seed, so that its result does not
 * depend on the trials before it.
 */
final class IteratorExamples implements Examples {

    /** The seed whose iterator is looked through before any trial: the usual first one. */
    private static final long ANY_SEED = 1;

    private final LongFunction<DataSetIterator> train;
    private final DataSetIterator test;
    private final int batches;
    private final Target target;
    private final int testExamples;
    private final double chance;

    /** The iterator of the trial that runs. */
    private DataSetIterator running;

    /** The first batch of a seed; a copy, since asking for it must not begin an iterator anew while an epoch runs. */
    private First first;

    private record First(long seed, DataSet batch) {}

    /**
     * @param train the training examples for a trial's seed: for the same seed in the same order each time
     * @param test what trials are judged by
     * @throws IllegalArgumentException if an iterator gives nothing, cannot begin anew, or gives the training examples
     *     in another order each time; or if labels are not of shape [examples, classes] or [examples, values]
     */
    IteratorExamples(LongFunction<DataSetIterator> train, DataSetIterator test) {
        this.train = train;
        this.test = test;
        this.first = new First(ANY_SEED, begin(ANY_SEED).next().copy());
        this.target = target(first.batch().getLabels());
        this.batches = count(begin(ANY_SEED));
        checkRepeats();
        int[] counts = new int[target.count()];
        this.testExamples = countTestExamples(counts);
        Check.require(testExamples > 0, "the test set", "one of at least one example", testExamples);
        this.chance = target.kind() == Target.Kind.CLASSES
                ? (double) Arrays.stream(counts).max().orElseThrow() / testExamples
                : 0;
    }

    /** The training iterator of a seed, at the beginning of its first epoch. */
    private DataSetIterator begin(long seed) {
        DataSetIterator iterator = restarted(train.apply(seed), "the training set");
        Check.require(iterator.hasNext(), "the training set", "one of at least one batch", 0);
        return iterator;
    }

    private static DataSetIterator restarted(DataSetIterator iterator, String name) {
        Check.require(
                iterator.resetSupported(),
                name,
                "an iterator that can begin anew",
                iterator.getClass().getSimpleName());
        iterator.reset();
        return iterator;
    }

    /** A second look finds what the first found, unless the iterator shuffles at each reset. */
    private void checkRepeats() {
        Check.require(
                begin(ANY_SEED).next().equals(first.batch()),
                "the training set",
                "in the same order for each trial of a seed; of an iterator that shuffles give a new one for each seed,"
                        + " as in seed -> images.trainIterator(128, seed)",
                "another first batch after reset()");
    }

    private static int count(DataSetIterator iterator) {
        int count = 0;
        while (iterator.hasNext()) {
            iterator.next();
            count++;
        }
        return count;
    }

    /** Classes if there are several labels, each 0 or 1, and one of an example is 1; otherwise values. */
    private static Target target(INDArray labels) {
        checkRank(labels);
        int count = Math.toIntExact(labels.size(1));
        return count > 1 && isOneHot(labels) ? Target.classes(count) : Target.values(count);
    }

    private static void checkRank(INDArray labels) {
        Check.require(
                labels.rank() == 2,
                "labels",
                "of shape [examples, classes] or [examples, values]",
                labels.shapeInfoToString());
    }

    private static boolean isOneHot(INDArray labels) {
        double[][] rows = labels.toDoubleMatrix();
        return Arrays.stream(rows)
                .allMatch(row -> Arrays.stream(row).allMatch(label -> label == 0 || label == 1)
                        && Arrays.stream(row).sum() == 1);
    }

    /** Counts the test examples, and those of each class. */
    private int countTestExamples(int[] ofClass) {
        int[] all = new int[1];
        test(batch -> {
            INDArray labels = batch.getLabels();
            checkRank(labels);
            Check.require(
                    labels.size(1) == target.count() && (target.kind() == Target.Kind.VALUES || isOneHot(labels)),
                    "labels",
                    "of " + target.text() + (target.kind() == Target.Kind.CLASSES ? ", one-hot," : "")
                            + " as those of the training set",
                    "shape " + Arrays.toString(labels.shape()));
            all[0] += (int) labels.size(0);
            try (INDArray classes = labels.argMax(1)) {
                for (int i = 0; i < classes.length(); i++) {
                    ofClass[classes.getInt(i)]++;
                }
            }
        });
        return all[0];
    }

    /** Number of test examples. */
    int testExamples() {
        return testExamples;
    }

    @Override
    public Target target() {
        return target;
    }

    @Override
    public double chance() {
        return chance;
    }

    @Override
    public double[] labelUnits() {
        double[] units = new double[target.count()];
        Arrays.fill(units, 1);
        return units;
    }

    @Override
    public int batches() {
        return batches;
    }

    @Override
    public boolean train(long seed, int epoch, Predicate<DataSet> use) {
        if (epoch == 0) {
            running = begin(seed);
        } else {
            running.reset();
        }
        while (running.hasNext()) {
            if (!use.test(running.next())) {
                return false;
            }
        }
        return true;
    }

    @Override
    public <T> T first(long seed, Function<DataSet, T> use) {
        if (first.seed() != seed) {
            first = new First(seed, begin(seed).next().copy());
        }
        return use.apply(first.batch());
    }

    @Override
    public void test(Consumer<DataSet> use) {
        restarted(test, "the test set").forEachRemaining(use);
    }
}
