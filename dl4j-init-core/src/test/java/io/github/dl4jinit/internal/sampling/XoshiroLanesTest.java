// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.sampling;

import static io.github.dl4jinit.internal.sampling.XoshiroLanes.BLOCKS;
import static io.github.dl4jinit.internal.sampling.XoshiroLanes.LANES;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

class XoshiroLanesTest {

    /** The first ten numbers of the authors' C program from the state 1, 2, 3, 4. */
    @Test
    void eachLaneGivesTheAuthorsNumbers() {
        int[] expected = {
            641,
            1573767,
            (int) 3222811527L,
            (int) 3517856514L,
            836907274,
            (int) 4247214768L,
            (int) 3867114732L,
            1355841295,
            495546011,
            621204420
        };
        int[] words = of(lane -> new int[] {1, 2, 3, 4}, expected.length);
        for (int step = 0; step < expected.length; step++) {
            assertThat(Arrays.copyOfRange(words, step * LANES, (step + 1) * LANES))
                    .containsOnly(expected[step]);
        }
    }

    /** Lanes side by side are what each of them is by itself. */
    @Test
    void lanesDoNotMix() {
        IntFunction<int[]> states = lane -> new int[] {lane + 1, lane * lane, 7 * lane, -lane};
        int[] words = of(states, 2);
        for (int i = 0; i < LANES; i++) {
            int lane = i;
            int[] alone = of(other -> states.apply(lane), 2);
            assertThat(words[lane]).isEqualTo(alone[0]);
            assertThat(words[LANES + lane]).isEqualTo(alone[LANES]);
        }
    }

    /** Blocks side by side are what each of them is by itself, also after so many steps that the loop is compiled. */
    @Test
    void blocksDoNotMix() {
        int[][] together = blocks(7, new int[BLOCKS][40_000 * LANES]);
        for (int block = 0; block < BLOCKS; block++) {
            int[][] alone = blocks(7 + block, new int[1][together[0].length]);
            assertThat(together[block]).isEqualTo(alone[0]);
        }
    }

    /** How many words are asked for at once, in whole steps, does not matter. */
    @Test
    void piecesAreWhatTheWholeIs() {
        int[][] whole = blocks(7, new int[1][10 * LANES + 3]);
        XoshiroLanes lanes = new XoshiroLanes(42);
        lanes.start(7);
        int[] pieces = new int[whole[0].length];
        int start = 0;
        for (int length : new int[] {2 * LANES, 6 * LANES, 2 * LANES + 3}) {
            int[][] piece = new int[1][length];
            lanes.fill(piece);
            System.arraycopy(piece[0], 0, pieces, start, length);
            start += length;
        }
        assertThat(pieces).isEqualTo(whole[0]);
    }

    private static int[][] blocks(int first, int[][] words) {
        XoshiroLanes lanes = new XoshiroLanes(42);
        lanes.start(first);
        lanes.fill(words);
        return words;
    }

    /** The words of the first block if its lanes start from these states, and the others from 0. */
    private static int[] of(IntFunction<int[]> states, int steps) {
        long[] all = new long[4 * BLOCKS * LANES];
        for (int lane = 0; lane < LANES; lane++) {
            for (int word = 0; word < 4; word++) {
                all[word * BLOCKS * LANES + lane] = states.apply(lane)[word];
            }
        }
        XoshiroLanes lanes = new XoshiroLanes(42);
        lanes.start(all);
        int[][] words = new int[1][steps * LANES];
        lanes.fill(words);
        return words[0];
    }
}
