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

    private static final int ROUNDS = 10;
    private static final long MULTIPLIER_0 = 0xD251_1F53L;
    private static final long MULTIPLIER_1 = 0xCD9E_8D57L;

    /** What the two halves of the key grow by in each round: the golden ratio and √3 − 1, in units of 2⁻³². */
    private static final int WEYL_0 = 0x9E37_79B9;

    private static final int WEYL_1 = 0xBB67_AE85;

    private Philox() {}

    /** The four words that a key makes of a counter, whose lowest 32 bits are {@code counter0}. */
    static int[] words(long key, int counter0, int counter1, int counter2, int counter3) {
        int x0 = counter0;
        int x1 = counter1;
        int x2 = counter2;
        int x3 = counter3;
        int key0 = (int) key;
        int key1 = (int) (key >>> Integer.SIZE);
        for (int round = 0; round < ROUNDS; round++) {
            long product0 = MULTIPLIER_0 * Integer.toUnsignedLong(x0);
            long product1 = MULTIPLIER_1 * Integer.toUnsignedLong(x2);
            x0 = (int) (product1 >>> Integer.SIZE) ^ x1 ^ key0;
            x1 = (int) product1;
            x2 = (int) (product0 >>> Integer.SIZE) ^ x3 ^ key1;
            x3 = (int) product0;
            key0 += WEYL_0;
            key1 += WEYL_1;
        }
        return new int[] {x0, x1, x2, x3};
    }
}
