// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.sampling;

import java.util.Arrays;

/**
 * Philox4x32-10: four random words of 32 bits for any key of 64 and counter of 128 bits, without a state. With one key
 * it is a bijection, so different counters never give the same four words. It passes the BigCrush battery of tests with
 * counters and keys that count up.
 *
 * @see <a href="https://doi.org/10.1145/2063384.2063405">Salmon, Moraes, Dror and Shaw: Parallel random numbers: as
 *     easy as 1, 2, 3, SC 2011</a>
 */
final class Philox {

    private static final int ROUNDS = 10;
    private static final long MULTIPLIER_0 = 0xD251_1F53L;
    private static final long MULTIPLIER_1 = 0xCD9E_8D57L;

    /** The lower half of a long. */
    private static final long LOWER = 0xFFFF_FFFFL;

    /** What the two halves of the key grow by in each round: the golden ratio and √3 − 1, in units of 2⁻³². */
    private static final int WEYL_0 = 0x9E37_79B9;

    private static final int WEYL_1 = 0xBB67_AE85;

    private Philox() {}

    /**
     * The words that a key makes of counters whose lowest 32 bits count up: element i of array j is word j of four for
     * the counter whose lowest 32 bits are {@code counter0 + i}.
     */
    static int[][] words(long key, int counter0, int count, int counter1, int counter2, int counter3) {
        long[] x0 = new long[count];
        Arrays.setAll(x0, i -> Integer.toUnsignedLong(counter0 + i));
        long[] x1 = filled(count, counter1);
        long[] x2 = filled(count, counter2);
        long[] x3 = filled(count, counter3);
        int key0 = (int) key;
        int key1 = (int) (key >>> Integer.SIZE);
        for (int round = 0; round < ROUNDS; round++) {
            round(x0, x1, x2, x3, Integer.toUnsignedLong(key0), Integer.toUnsignedLong(key1));
            key0 += WEYL_0;
            key1 += WEYL_1;
        }
        return new int[][] {lower(x0), lower(x1), lower(x2), lower(x3)};
    }

    /** One round of each counter, on unsigned words in longs, whose products HotSpot's vectoriser can make. */
    private static void round(long[] x0, long[] x1, long[] x2, long[] x3, long key0, long key1) {
        for (int i = 0; i < x0.length; i++) {
            long product0 = MULTIPLIER_0 * x0[i];
            long product1 = MULTIPLIER_1 * x2[i];
            x0[i] = (product1 >>> Integer.SIZE) ^ x1[i] ^ key0;
            x1[i] = product1 & LOWER;
            x2[i] = (product0 >>> Integer.SIZE) ^ x3[i] ^ key1;
            x3[i] = product0 & LOWER;
        }
    }

    private static long[] filled(int count, int word) {
        long[] words = new long[count];
        Arrays.fill(words, Integer.toUnsignedLong(word));
        return words;
    }

    private static int[] lower(long[] words) {
        int[] lower = new int[words.length];
        for (int i = 0; i < lower.length; i++) {
            lower[i] = (int) words[i];
        }
        return lower;
    }
}
