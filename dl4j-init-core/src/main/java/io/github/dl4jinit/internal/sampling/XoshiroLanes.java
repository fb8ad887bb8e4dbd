// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.sampling;

import java.util.Arrays;

/**
 * Random words of 32 bits for some blocks of weights, each from {@value #LANES} generators xoshiro128++ of its own. All
 * of them step side by side, so that the compiler makes one step of 8 or 16 of them a handful of vector instructions.
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

    /** The generators of a block: a block of 2¹⁴ words is worth their states. */
    static final int LANES = 128;

    /** All generators. */
    private static final int ALL = Philox.COUNTERS;

    /**
     * The blocks that step side by side. A loop over one block's lanes takes half its time before and after the part
     * that is vectorised; over those of four blocks it takes 0.16 ns for a word instead of 0.38.
     */
    static final int BLOCKS = ALL / LANES;

    /** Sets these counters of {@link Philox} apart from those of {@link Seeds}. */
    private static final int PURPOSE = 0;

    private final long key;
    private final long[] states = new long[4 * ALL];

    /**
     * Six words of each lane: four of its state, and those of its last two steps; first word 0 of all lanes, then word
     * 1 of all. In one array they lie alike to the vectors that memory is read and written in, in six they may not.
     */
    private final int[] lanes = new int[6 * ALL];

    /** The lanes of blocks that are drawn with a key. */
    XoshiroLanes(long key) {
        this.key = key;
    }

    /** Goes to the start of {@value #BLOCKS} blocks, of which {@code first} is the first. */
    void start(int first) {
        for (int block = 0; block < BLOCKS; block++) {
            for (int lane = 0; lane < LANES; lane++) {
                states[block * LANES + lane] = lane;
                states[ALL + block * LANES + lane] = first + block;
            }
        }
        Arrays.fill(states, 2 * ALL, 3 * ALL, 0);
        Arrays.fill(states, 3 * ALL, 4 * ALL, PURPOSE);
        Philox.replace(key, states);
        start(states);
    }

    /** Sets the states: element {@code j * BLOCKS * LANES + i} is word j of the state of lane i of all. */
    void start(long[] states) {
        for (int i = 0; i < states.length; i++) {
            lanes[i] = (int) states[i];
        }
    }

    /**
     * Fills an array for each block with the words of all its lanes' next step, those of the step after it, and so on.
     * The arrays are of one length.
     */
    void fill(int[][] words) {
        int length = words[0].length;
        for (int start = 0; start < length; start += 2 * LANES) {
            twoSteps(lanes);
            copy(4 * ALL, words, start, length);
            copy(5 * ALL, words, start + LANES, length);
        }
    }

    private void copy(int step, int[][] words, int start, int length) {
        for (int block = 0; block < words.length && start < length; block++) {
            System.arraycopy(lanes, step + block * LANES, words[block], start, Math.min(LANES, length - start));
        }
    }

    /**
     * Two steps of each lane, which must read and write the states only once. HotSpot's vectoriser gives up on much
     * longer bodies, and where it does not know the number of lanes beforehand.
     */
    private static void twoSteps(int[] lanes) {
        for (int lane = 0; lane < ALL; lane++) {
            int s0 = lanes[lane];
            int s1 = lanes[lane + ALL];
            int s2 = lanes[lane + 2 * ALL];
            int s3 = lanes[lane + 3 * ALL];
            lanes[lane + 4 * ALL] = Integer.rotateLeft(s0 + s3, 7) + s0;
            int shifted = s1 << 9;
            s2 ^= s0;
            s3 ^= s1;
            s1 ^= s2;
            s0 ^= s3;
            s2 ^= shifted;
            s3 = Integer.rotateLeft(s3, 11);
            lanes[lane + 5 * ALL] = Integer.rotateLeft(s0 + s3, 7) + s0;
            s2 ^= s0;
            s3 ^= s1;
            lanes[lane + 2 * ALL] = s2 ^ (s1 << 9);
            lanes[lane + ALL] = s1 ^ s2;
            lanes[lane] = s0 ^ s3;
            lanes[lane + 3 * ALL] = Integer.rotateLeft(s3, 11);
        }
    }
}
