// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.sampling;

import static io.github.dl4jinit.internal.sampling.Philox.COUNTERS;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PhiloxTest {

    /**
     * The three known answers that Random123, the authors' own library, is tested with (philox4x32, 10 rounds), side by
     * side with other counters.
     */
    @Test
    void givesTheAuthorsKnownAnswers() {
        assertThat(words(0, 0, 0, 0, 0)).containsExactly(0x6627e8d5, 0xe169c58d, 0xbc57ac4c, 0x9b00dbd8);
        assertThat(words(-1, -1, -1, -1, -1)).containsExactly(0x408f276d, 0x41c83b0e, 0xa20bc7c6, 0x6d5451fd);
        assertThat(words(0x299f31d0_a4093822L, 0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344))
                .containsExactly(0xd16cfe09, 0x94fdcceb, 0x5001e420, 0x24126ea1);
    }

    /** The words of a counter at a place that differs from case to case, after rounds enough to compile the loop. */
    private static int[] words(long key, int... counter) {
        int place = Math.floorMod(counter[0] + 17, COUNTERS);
        long[] all = new long[4 * COUNTERS];
        for (int repetition = 0; repetition < 2000; repetition++) {
            Arrays.setAll(all, i -> i % COUNTERS);
            for (int word = 0; word < 4; word++) {
                all[word * COUNTERS + place] = Integer.toUnsignedLong(counter[word]);
            }
            Philox.replace(key, all);
        }
        return IntStream.range(0, 4)
                .map(word -> (int) all[word * COUNTERS + place])
                .toArray();
    }
}
