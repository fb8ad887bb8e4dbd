// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.sampling;

/** The seeds that one seed gives, one after the other, for the parameters of a network. */
public final class Seeds {

    /** Sets these counters of {@link Philox} apart from those of {@link XoshiroLanes}. */
    private static final int PURPOSE = 1;

    private final long seed;
    private int count;

    /** The seeds that this one gives. */
    public Seeds(long seed) {
        this.seed = seed;
    }

    /** The next seed. */
    public long next() {
        int[][] words = Philox.words(seed, count++, 1, 0, 0, PURPOSE);
        return (long) words[0][0] << Integer.SIZE | Integer.toUnsignedLong(words[1][0]);
    }
}
