// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.data;

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
record Split(int[] train, int[] test) implements Serializable {

    /** @throws IllegalArgumentException if it is no share of examples for testing */
    static void checkShare(double testShare) {
        Check.require(testShare > 0 && testShare < 1, "test-share", "between 0 and 1", testShare);
    }

    /**
     * Draws a share of the examples for testing, at least one and not all, and keeps the first of the others for
     * training.
     *
     * @param trainLimit how many to keep, 0 for all
     */
    static Split drawn(int count, double testShare, long seed, int trainLimit) {
        Check.require(count > 1, "data", "of two examples or more", count);
        int tests = Math.max(1, Math.min(count - 1, (int) Math.round(testShare * count)));
        int[] order = EpochOrder.of(count, seed, 0);
        int trains = trainLimit == 0 ? count - tests : Math.min(trainLimit, count - tests);
        return new Split(Arrays.copyOf(order, trains), Arrays.copyOfRange(order, count - tests, count));
    }

    /** As {@link Dataset#holdOut} says. */
    Split holdOut(int count) {
        Check.inRange("held-out", count, 1, train.length - 1);
        int[] order = EpochOrder.forHoldingOut(train.length);
        int[] numbers = IntStream.of(order).map(i -> train[i]).toArray();
        int rest = numbers.length - count;
        return new Split(Arrays.copyOf(numbers, rest), Arrays.copyOfRange(numbers, rest, numbers.length));
    }

    /** Numbers of the training examples {@code order[from] … order[to − 1]}. */
    int[] train(int[] order, int from, int to) {
        EpochOrder.checkRange(from, to, Check.given("order", order).length);
        return IntStream.range(from, to)
                .map(i -> train[Check.inRange("an index of order", order[i], 0, train.length - 1)])
                .toArray();
    }

    /** Numbers of the test examples {@code from … to − 1}. */
    int[] test(int from, int to) {
        EpochOrder.checkRange(from, to, test.length);
        return Arrays.copyOfRange(test, from, to);
    }

    /** Numbers of at most so many test examples, evenly spread. */
    int[] someTest(int most) {
        return IntStream.of(EpochOrder.spread(test.length, most))
                .map(i -> test[i])
                .toArray();
    }
}
