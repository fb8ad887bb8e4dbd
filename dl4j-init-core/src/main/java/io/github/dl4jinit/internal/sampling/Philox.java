// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.sampling;

/**
 * Philox4x32-10: four random words of 32 bits for any key of 64 and counter of 128 bits, without a state. With one key
 * it is a bijection, so different counters never give the same four words. It passes the BigCrush battery of tests with
 * counters and keys that count up.
 *
 * @see <a href="https://doi.org/10.1145/2063384.2063405">Salmon, Moraes, Dror and Shaw: Parallel random numbers: as
 *     easy as 1, 2, 3, SC 2011</a>
 */
final class Philox {

    /** So many counters are dealt with at once: the generators that {@link XoshiroLanes} lets step side by side. */
    static final int COUNTERS = 512;

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
     * Replaces {@value #COUNTERS} counters by the words that a key makes of them. Both lie as {@code all[j * COUNTERS +
     * i]}, word j of number i, each an unsigned word in a long.
     *
     * <p>All in one array and a number that is known beforehand: so HotSpot vectorises a round, which is then three to
     * eight times as fast.
     */
    static void replace(long key, long[] all) {
        int key0 = (int) key;
        int key1 = (int) (key >>> Integer.SIZE);
        for (int round = 0; round < ROUNDS; round++) {
            round(all, Integer.toUnsignedLong(key0), Integer.toUnsignedLong(key1));
            key0 += WEYL_0;
            key1 += WEYL_1;
        }
    }

    private static void round(long[] all, long key0, long key1) {
        for (int i = 0; i < COUNTERS; i++) {
            long product0 = MULTIPLIER_0 * all[i];
            long product1 = MULTIPLIER_1 * all[i + 2 * COUNTERS];
            all[i] = (product1 >>> Integer.SIZE) ^ all[i + COUNTERS] ^ key0;
            all[i + COUNTERS] = product1 & LOWER;
            all[i + 2 * COUNTERS] = (product0 >>> Integer.SIZE) ^ all[i + 3 * COUNTERS] ^ key1;
            all[i + 3 * COUNTERS] = product0 & LOWER;
        }
    }
}
