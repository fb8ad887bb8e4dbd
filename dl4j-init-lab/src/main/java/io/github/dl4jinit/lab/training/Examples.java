// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.training;

import io.github.dl4jinit.lab.data.Targets;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Predicate;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/** What a trial trains on and is tested with. */
interface Examples {

    /** What the network shall tell of an example. */
    Targets targets();

    /** The score that is reached without a look at an example ({@link io.github.dl4jinit.lab.data.Dataset#chance}). */
    double chance();

    /** What is told without a look at an example ({@link io.github.dl4jinit.lab.data.Dataset#guess}). */
    default Optional<double[][]> guess() {
        return Optional.empty();
    }

    /** What 1 of each label is in the label's own unit ({@link io.github.dl4jinit.lab.data.Dataset#labelUnits}). */
    double[] labelUnits(int output);

    /** Number of batches in an epoch. */
    int batches();

    /**
     * Hands the batches of an epoch over, in an order that the seed decides, until one is answered with false.
     *
     * @return whether all were
     */
    boolean train(long seed, int epoch, Predicate<MultiDataSet> use);

    /** Hands over the batch that {@link #train} hands over first, and returns what comes back. */
    <T> T first(long seed, Function<MultiDataSet, T> use);

    /** Hands the test examples over, batch by batch. */
    void test(Consumer<MultiDataSet> use);

    /** Hands over a few of the test examples; none where that would cost as much as all. */
    default void sample(Consumer<MultiDataSet> use) {}
}
