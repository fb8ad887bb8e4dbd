// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.sampling;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class PhiloxTest {

    /** The three known answers that Random123, the authors' own library, is tested with (philox4x32, 10 rounds). */
    @Test
    void givesTheAuthorsKnownAnswers() {
        assertThat(words(0, 0, 0, 0, 0)).containsExactly(0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8);
        assertThat(words(-1, -1, -1, -1, -1)).containsExactly(0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd);
        assertThat(words(0x299f31d0_a4093822L, 0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344))
                .containsExactly(0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1);
    }

    /** The counter goes from the largest unsigned word to 0. */
    @Test
    void countsUpSideBySide() {
        int[][] words = Philox.words(7, -20, 40, 1, 2, 3);
        for (int i = 0; i < 40; i++) {
            assertThat(words(7, -20 + i, 1, 2, 3)).containsExactly(words[0][i], words[1][i], words[2][i], words[3][i]);
        }
    }

    private static int[] words(long key, int counter0, int counter1, int counter2, int counter3) {
        return Arrays.stream(Philox.words(key, counter0, 1, counter1, counter2, counter3))
                .mapToInt(words -> words[0])
                .toArray();
    }
}
