// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.sampling;

/**
 * Random words of 32 bits from {@value #LANES} generators xoshiro128++ that step side by side, so that the compiler
 * makes one step of 8 or 16 of them a handful of vector instructions.
 *
 * <p>The states at the start are Philox's words for the key and the numbers of block and lane, so each block's are
 * found without those of the blocks before. Of one key all of them differ. The states of one generator are a cycle of
 * 2¹²⁸ − 1: that of n stretches of at most 256 steps at random places on it any two overlap has a probability below n²
 * · 2⁻¹¹⁹, which for the 2²³ stretches of 10⁹ weights is 2⁻⁷³.
 *
 * @see <a href="https://doi.org/10.1145/3460772">Blackman and Vigna: Scrambled linear pseudorandom number generators,
 *     ACM TOMS 47, 2021</a>
 */
final class XoshiroLanes {

    /** So many that the loop over them is long enough, and so few that a block of 2¹⁴ words is worth their states. */
    static final int LANES = 128;

    /** Sets these counters of {@link Philox} apart from those of {@link Seeds}. */
    private static final int PURPOSE = 0;

    private final int[] state0;
    private final int[] state1;
    private final int[] state2;
    private final int[] state3;
    private final int[] first = new int[LANES];
    private final int[] second = new int[LANES];

    /** The lanes of one block. */
    static XoshiroLanes ofBlock(long key, int block) {
        int[][] states = Philox.words(key, 0, LANES, block, 0, PURPOSE);
        return new XoshiroLanes(states[0], states[1], states[2], states[3]);
    }

    /** The lanes whose states are these. */
    XoshiroLanes(int[] state0, int[] state1, int[] state2, int[] state3) {
        this.state0 = state0;
        this.state1 = state1;
        this.state2 = state2;
        this.state3 = state3;
    }

    /** Fills an array with the words of all lanes' next step, those of the step after it, and so on. */
    void fill(int[] words) {
        for (int start = 0; start < words.length; start += 2 * LANES) {
            twoSteps(state0, state1, state2, state3, first, second);
            copy(first, words, start);
            copy(second, words, start + LANES);
        }
    }

    private static void copy(int[] step, int[] words, int start) {
        if (start < words.length) {
            System.arraycopy(step, 0, words, start, Math.min(LANES, words.length - start));
        }
    }

    /**
     * Two steps of each lane, which must read and write the states only once. The arrays are parameters, and all are
     * read and written at the loop's own index: HotSpot's vectoriser gives up on much longer bodies, and on places in
     * two arrays that might be one array.
     */
    private static void twoSteps(int[] state0, int[] state1, int[] state2, int[] state3, int[] first, int[] second) {
        for (int lane = 0; lane < first.length; lane++) {
            int s0 = state0[lane];
            int s1 = state1[lane];
            int s2 = state2[lane];
            int s3 = state3[lane];
            first[lane] = Integer.rotateLeft(s0 + s3, 7) + s0;
            int shifted = s1 << 9;
            s2 ^= s0;
            s3 ^= s1;
            s1 ^= s2;
            s0 ^= s3;
            s2 ^= shifted;
            s3 = Integer.rotateLeft(s3, 11);
            second[lane] = Integer.rotateLeft(s0 + s3, 7) + s0;
            s2 ^= s0;
            s3 ^= s1;
            state2[lane] = s2 ^ (s1 << 9);
            state1[lane] = s1 ^ s2;
            state0[lane] = s0 ^ s3;
            state3[lane] = Integer.rotateLeft(s3, 11);
        }
    }
}
