// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.data.split;

import io.github.dl4jinit.internal.Check;
import io.github.dl4jinit.internal.SplitRandom;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** The order in which an epoch goes through the training examples, and which of them are put aside. */
public final class EpochOrder {

    /** Any number that is nobody's seed. */
    private static final long HOLD_OUT_SEED = 0x68656C64L;

    /** As many elements as an array of Java may have. */
    private static final int MOST = Integer.MAX_VALUE - 8;

    private EpochOrder() {}

    /** The numbers below {@code count} in an order that follows from the seed and the epoch (Fisher–Yates). */
    public static int[] of(int count, long seed, int epoch) {
        Check.inRange("count", count, 0, MOST);
        Check.inRange("epoch", epoch, 0, Integer.MAX_VALUE);
        // Splitting keeps the epochs of one seed apart from those of the next.
        SplittableRandom ofEpoch = SplitRandom.of(seed, epoch);
        int[] order = IntStream.range(0, count).toArray();
        for (int i = order.length - 1; i > 0; i--) {
            int j = ofEpoch.nextInt(i + 1);
            int swapped = order[i];
            order[i] = order[j];
            order[j] = swapped;
        }
        return order;
    }

    /** The order at whose end stand the examples that are held out: always the same. */
    public static int[] forHoldingOut(int count) {
        return of(count, HOLD_OUT_SEED, 0);
    }

    /** So many numbers below {@code count}, evenly spread; all if there are no more. */
    public static int[] spread(int count, int most) {
        int size = Math.min(Check.inRange("most", most, 1, Integer.MAX_VALUE), count);
        return IntStream.range(0, size)
                .map(i -> (int) ((long) i * count / size))
                .toArray();
    }

    /** Checks that {@code from … to − 1} lie below {@code count}. */
    public static void checkRange(int from, int to, int count) {
        Check.inRange("from", from, 0, count - 1);
        Check.inRange("to", to, from + 1, count);
    }
}
