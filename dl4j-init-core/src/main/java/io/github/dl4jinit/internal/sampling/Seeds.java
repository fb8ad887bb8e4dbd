// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.sampling;

import static io.github.dl4jinit.internal.sampling.Philox.COUNTERS;

import java.util.Arrays;

/** The seeds that one seed gives, one after the other, for the parameters of a network. */
public final class Seeds {

    /** Sets these counters of {@link Philox} apart from those of {@link XoshiroLanes}. */
    private static final int PURPOSE = 1;

    private final long seed;
    private final long[] words = new long[4 * COUNTERS];
    private int count;

    /** The seeds that this one gives. */
    public Seeds(long seed) {
        this.seed = seed;
    }

    /** The next seed. */
    public long next() {
        int place = count % COUNTERS;
        if (place == 0) {
            Arrays.setAll(words, i -> i < COUNTERS ? count + i : i < 3 * COUNTERS ? 0 : PURPOSE);
            Philox.replace(seed, words);
        }
        count++;
        return words[place] << Integer.SIZE | words[place + COUNTERS];
    }
}
