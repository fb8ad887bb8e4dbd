// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.training;

import io.github.dl4jinit.internal.Check;
import io.github.dl4jinit.lab.data.Targets;
import io.github.dl4jinit.lab.trial.Measure;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.LongFunction;
import java.util.function.Predicate;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.dataset.api.iterator.MultiDataSetIterator;

/**
 * A program's own examples. Each trial begins with the training iterator of its seed, so that its result does not
 * depend on the trials before it.
 */
final class IteratorExamples implements Examples {

    /** The seed whose iterator is looked through before any trial: the usual first one. */
    private static final long ANY_SEED = 1;

    private final LongFunction<MultiDataSetIterator> train;
    private final MultiDataSetIterator test;
    private final int batches;
    private final Targets targets;
    private final int testExamples;
    private final double chance;

    /** The iterator of the trial that runs. */
    private MultiDataSetIterator running;

    /** The first batch of a seed; a copy, since asking for it must not begin an iterator anew while an epoch runs. */
    private First first;

    private record First(long seed, MultiDataSet batch) {}

    /**
     * Looks all examples through.
     *
     * @param train the training examples for a trial's seed: for the same seed in the same order each time
     * @param test what trials are judged by
     * @throws IllegalArgumentException if an iterator gives nothing, cannot begin anew, or gives the training examples
     *     in another order each time; or if labels are not of shape [examples, outputs] or [examples, outputs, steps],
     *     or those of the test set of another form than those of the training set
     */
    IteratorExamples(LongFunction<MultiDataSetIterator> train, MultiDataSetIterator test) {
        this.train = train;
        this.test = test;
        this.first = new First(ANY_SEED, begin(ANY_SEED).next().copy());
        int outputs = first.batch().getLabels().length;
        SeenLabels trained = new SeenLabels(outputs);
        this.batches = trained.addAll(begin(ANY_SEED));
        this.targets = trained.targets();
        checkRepeats();
        SeenLabels tested = new SeenLabels(outputs);
        tested.addAll(restarted(test, "the test set"));
        this.testExamples = tested.examples();
        Check.require(testExamples > 0, "the test set", "one of at least one example", testExamples);
        tested.checkAre(targets);
        this.chance = chanceOf(Measure.of(targets));
    }

    /** The score of guessing by the measure that fits; that of the loss depends on the network's. */
    private double chanceOf(Measure measure) {
        return measure == Measure.LOSS || measure == Measure.R2 ? 0 : Guessing.computed(this, measure);
    }

    /** The training iterator of a seed, at the beginning of its first epoch. */
    private MultiDataSetIterator begin(long seed) {
        MultiDataSetIterator iterator = restarted(train.apply(seed), "the training set");
        Check.require(iterator.hasNext(), "the training set", "one of at least one batch", 0);
        return iterator;
    }

    private static MultiDataSetIterator restarted(MultiDataSetIterator iterator, String name) {
        Check.require(
                Check.given(name, iterator).resetSupported(),
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

    /** Number of test examples. */
    int testExamples() {
        return testExamples;
    }

    @Override
    public Targets targets() {
        return targets;
    }

    @Override
    public double chance() {
        return chance;
    }

    @Override
    public double[] labelUnits(int output) {
        return targets.all().get(output).ownUnits();
    }

    @Override
    public int batches() {
        return batches;
    }

    @Override
    public boolean train(long seed, int epoch, Predicate<MultiDataSet> use) {
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
    public <T> T first(long seed, Function<MultiDataSet, T> use) {
        if (first.seed() != seed) {
            first = new First(seed, begin(seed).next().copy());
        }
        return use.apply(first.batch());
    }

    @Override
    public void test(Consumer<MultiDataSet> use) {
        restarted(test, "the test set").forEachRemaining(use);
    }
}
