// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal;

import java.util.SplittableRandom;

/** Random generators that are split off one after the other, each found without those before it. */
public final class SplitRandom {

    /** What {@code SplittableRandom} adds to its seed for each number: 2⁶⁴ over the golden ratio, made odd. */
    private static final long SEED_STEP = 0x9E3779B97F4A7C15L;

    private SplitRandom() {}

    /** The generator of that number, from 0 on, of those that are split off the seed's. */
    public static SplittableRandom of(long seed, int number) {
        return new SplittableRandom(seed + 2L * number * SEED_STEP).split(); // each split takes two numbers
    }
}
