// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.data.split;

import io.github.dl4jinit.internal.Check;
import java.io.Serializable;
import java.util.Arrays;
import java.util.stream.IntStream;

/**
 * Which examples, by their numbers, are for training and which for testing. Not to be changed.
 *
 * @param train numbers of the training examples
 * @param test numbers of the test examples
 */
public record Split(int[] train, int[] test) implements Serializable {

    public Split {
        Check.given("train", train);
        Check.given("test", test);
    }

    /**
     * Checks a share of examples for testing.
     *
     * @throws IllegalArgumentException if it is not between 0 and 1, both excluded
     */
    public static void checkShare(double testShare) {
        Check.require(testShare > 0 && testShare < 1, "test-share", "between 0 and 1", testShare);
    }

    /**
     * Draws a share of the examples for testing, at least one and not all, and keeps the first of the others for
     * training.
     *
     * @param count of all examples, two or more
     * @param testShare between 0 and 1
     * @param seed decides which are drawn
     * @param trainLimit how many to keep, 0 for all
     * @throws IllegalArgumentException if there are fewer than two examples
     */
    public static Split drawn(int count, double testShare, long seed, int trainLimit) {
        Check.require(count > 1, "data", "of two examples or more", count);
        checkShare(testShare);
        Check.inRange("train-limit", trainLimit, 0, Integer.MAX_VALUE);
        int tests = Math.max(1, Math.min(count - 1, (int) Math.round(testShare * count)));
        int[] order = EpochOrder.of(count, seed, 0);
        int trains = trainLimit == 0 ? count - tests : Math.min(trainLimit, count - tests);
        return new Split(Arrays.copyOf(order, trains), Arrays.copyOfRange(order, count - tests, count));
    }

    /**
     * The same with some of the training examples, drawn at random and always the same, in place of the test examples.
     *
     * @param count how many, fewer than there are
     * @throws IllegalArgumentException if it is no such number
     */
    public Split holdOut(int count) {
        Check.inRange("held-out", count, 1, train.length - 1);
        int[] order = EpochOrder.forHoldingOut(train.length);
        int[] numbers = IntStream.of(order).map(i -> train[i]).toArray();
        int rest = numbers.length - count;
        return new Split(Arrays.copyOf(numbers, rest), Arrays.copyOfRange(numbers, rest, numbers.length));
    }

    /** Numbers of the training examples {@code order[from] … order[to − 1]}. */
    public int[] train(int[] order, int from, int to) {
        EpochOrder.checkRange(from, to, Check.given("order", order).length);
        return IntStream.range(from, to)
                .map(i -> train[Check.inRange("an index of order", order[i], 0, train.length - 1)])
                .toArray();
    }

    /** Numbers of the test examples {@code from … to − 1}. */
    public int[] test(int from, int to) {
        EpochOrder.checkRange(from, to, test.length);
        return Arrays.copyOfRange(test, from, to);
    }

    /** Numbers of at most so many test examples, evenly spread. */
    public int[] someTest(int most) {
        return IntStream.of(EpochOrder.spread(test.length, most))
                .map(i -> test[i])
                .toArray();
    }
}
