// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.sampling;

import static io.github.dl4jinit.internal.sampling.XoshiroLanes.LANES;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.IntStream;
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
        int[] words = new int[expected.length * LANES];
        new XoshiroLanes(every(1), every(2), every(3), every(4)).fill(words);
        for (int step = 0; step < expected.length; step++) {
            assertThat(Arrays.copyOfRange(words, step * LANES, (step + 1) * LANES))
                    .containsOnly(expected[step]);
        }
    }

    /** Lanes side by side are what each of them is by itself. */
    @Test
    void lanesDoNotMix() {
        int[] states = IntStream.range(0, LANES).map(lane -> lane * lane + 1).toArray();
        int[] words = new int[2 * LANES];
        new XoshiroLanes(states.clone(), states.clone(), states.clone(), states.clone()).fill(words);
        for (int lane = 0; lane < LANES; lane++) {
            int[] alone = new int[2 * LANES];
            int state = states[lane];
            new XoshiroLanes(every(state), every(state), every(state), every(state)).fill(alone);
            assertThat(words[lane]).isEqualTo(alone[0]);
            assertThat(words[LANES + lane]).isEqualTo(alone[LANES]);
        }
    }

    /** How many words are asked for at once, in whole steps, does not matter. */
    @Test
    void piecesAreWhatTheWholeIs() {
        int[] whole = new int[10 * LANES + 3];
        XoshiroLanes.ofBlock(42, 7).fill(whole);
        XoshiroLanes lanes = XoshiroLanes.ofBlock(42, 7);
        int[] pieces = new int[whole.length];
        int start = 0;
        for (int length : new int[] {2 * LANES, 6 * LANES, 2 * LANES + 3}) {
            int[] piece = new int[length];
            lanes.fill(piece);
            System.arraycopy(piece, 0, pieces, start, length);
            start += length;
        }
        assertThat(pieces).isEqualTo(whole);
    }

    private static int[] every(int value) {
        int[] values = new int[LANES];
        Arrays.fill(values, value);
        return values;
    }
}
