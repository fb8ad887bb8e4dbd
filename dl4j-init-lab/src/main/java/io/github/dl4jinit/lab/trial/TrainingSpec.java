// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.trial;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.github.dl4jinit.internal.Check;
import io.github.dl4jinit.lab.data.DataSource;
import io.github.dl4jinit.lab.data.Targets;

/**
 * The network, the data, and for how long one is trained on the other.
 *
 * @param network the network and the update rule
 * @param batchSize examples an iteration
 * @param epochs passes over the training set
 * @param trainLimit how many training examples to use, 0 for all
 * @param data where the examples come from, {@code null} for the bundled MNIST
 * @param heldOut how many of the training examples, drawn at random, are kept out of training and stand in for the test
 *     set, so that something can be chosen by them; 0 for none
 * @param maxIterations training ends after so many, 0 if only the epochs count
 * @param stuckAfter a trial ends early if after so many iterations, or a multiple, its loss is no better than guessing,
 *     does not fall, and a probe finds its signal unhealthy; 0 for never. Of networks whose loss is cross-entropy
 * @param measure how networks are judged; {@code null} for the measure that fits what they shall tell
 */
public record TrainingSpec(
        NetworkSpec network,
        int batchSize,
        int epochs,
        int trainLimit,
        DataSource data,
        int heldOut,
        int maxIterations,
        int stuckAfter,
        @JsonInclude(JsonInclude.Include.NON_NULL) Measure measure) {

    public TrainingSpec {
        Check.given("network", network);
        network.checkTakes(data == null ? DataSource.of(null) : data);
        Check.inRange("batch", batchSize, 1, Integer.MAX_VALUE);
        Check.inRange("epochs", epochs, 1, Integer.MAX_VALUE);
        Check.inRange("train-limit", trainLimit, 0, Integer.MAX_VALUE);
        Check.inRange("held-out", heldOut, 0, Integer.MAX_VALUE);
        Check.inRange("max-iterations", maxIterations, 0, Integer.MAX_VALUE);
        Check.inRange("stuck-after", stuckAfter, 0, Integer.MAX_VALUE);
    }

    /** A training of whole epochs, tested by the test set, and never ended early. */
    public TrainingSpec(NetworkSpec network, int batchSize, int epochs, int trainLimit, DataSource data) {
        this(network, batchSize, epochs, trainLimit, data, 0, 0, 0);
    }

    /** A training that is judged by the measure that fits what networks shall tell. */
    public TrainingSpec(
            NetworkSpec network,
            int batchSize,
            int epochs,
            int trainLimit,
            DataSource data,
            int heldOut,
            int maxIterations,
            int stuckAfter) {
        this(network, batchSize, epochs, trainLimit, data, heldOut, maxIterations, stuckAfter, null);
    }

    /** The same training of another network. */
    public TrainingSpec withNetwork(NetworkSpec other) {
        return new TrainingSpec(
                other, batchSize, epochs, trainLimit, data, heldOut, maxIterations, stuckAfter, measure);
    }

    /** The same training with so many examples an iteration. */
    public TrainingSpec withBatchSize(int examples) {
        return new TrainingSpec(
                network, examples, epochs, trainLimit, data, heldOut, maxIterations, stuckAfter, measure);
    }

    /** The same training with so many training examples held out. */
    public TrainingSpec withHeldOut(int examples) {
        return new TrainingSpec(
                network, batchSize, epochs, trainLimit, data, examples, maxIterations, stuckAfter, measure);
    }

    /** The same training for so many iterations at most. */
    public TrainingSpec withMaxIterations(int iterations) {
        return new TrainingSpec(network, batchSize, epochs, trainLimit, data, heldOut, iterations, stuckAfter, measure);
    }

    /** The same training, ended early if it is stuck after so many iterations. */
    public TrainingSpec withStuckAfter(int iterations) {
        return new TrainingSpec(
                network, batchSize, epochs, trainLimit, data, heldOut, maxIterations, iterations, measure);
    }

    /** The same training, judged by another measure; by the one that fits if it is {@code null}. */
    public TrainingSpec withMeasure(Measure other) {
        return new TrainingSpec(
                network, batchSize, epochs, trainLimit, data, heldOut, maxIterations, stuckAfter, other);
    }

    /**
     * How networks that shall tell this are judged.
     *
     * @throws IllegalArgumentException if the measure that was asked for does not fit
     */
    public Measure measureOf(Targets targets) {
        return measure == null ? Measure.of(targets) : measure.checkFits(targets);
    }

    /** Where the data is. */
    public DataSource dataSource() {
        return data == null ? DataSource.of(null) : data;
    }

    /** Number of iterations of an epoch over that many examples; the last may be a smaller batch. */
    public int iterationsPerEpoch(int examples) {
        Check.inRange("examples", examples, 0, Integer.MAX_VALUE);
        return (int) ((examples + (long) batchSize - 1) / batchSize);
    }

    /**
     * Number of iterations in all when the training set has that many examples.
     *
     * @throws IllegalArgumentException if there are more than 2³¹ − 1
     */
    public int iterations(int examples) {
        return iterationsOf(iterationsPerEpoch(examples));
    }

    /** Number of iterations in all when an epoch has that many. */
    public int iterationsOf(int iterationsPerEpoch) {
        Check.inRange("iterations of an epoch", iterationsPerEpoch, 0, Integer.MAX_VALUE);
        long whole = (long) epochs * iterationsPerEpoch;
        long iterations = maxIterations == 0 ? whole : Math.min(whole, maxIterations);
        Check.require(iterations <= Integer.MAX_VALUE, "epochs", "few enough for 2^31 - 1 iterations", epochs);
        return (int) iterations;
    }
}
