// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.measure;

import java.util.Optional;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * How many elements of an array are how large, in equally wide bins. They reach from four standard deviations below the
 * mean to four above it, or to the smallest and largest element where these are nearer; what lies beyond, of which a
 * single element would squeeze all others into one bin, counts in the outermost.
 */
public final class Bins {

    /** How many bins: enough to tell a bell from a peak, and some 100 bytes of JSON. */
    public static final int NUMBER = 32;

    private static final double REACH = 4;

    private final double from;
    private final double to;
    private final long[] counts = new long[NUMBER];

    private Bins(double from, double to) {
        this.from = from;
        this.to = to;
    }

    /**
     * The bins of an array; empty if an element is NaN or infinite.
     *
     * @param moments those of the array
     */
    public static Optional<Bins> of(INDArray array, MomentsAccumulator moments) {
        double mean = moments.mean();
        double reach = REACH * moments.std();
        if (!Double.isFinite(mean - reach) || !Double.isFinite(mean + reach)) {
            return Optional.empty();
        }
        double[] ends = {Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY};
        Elements.forEachBlock(array, block -> widen(ends, block));
        double lower = Math.max(ends[0], mean - reach);
        double upper = Math.min(ends[1], mean + reach);
        // Where all elements are alike, the mean may be rounded past them.
        Bins bins = new Bins(Math.min(lower, upper), Math.max(lower, upper));
        Elements.forEachBlock(array, bins::add);
        return Optional.of(bins);
    }

    private static void widen(double[] ends, double[] block) {
        for (double x : block) {
            ends[0] = Math.min(ends[0], x);
            ends[1] = Math.max(ends[1], x);
        }
    }

    private void add(double[] block) {
        double perUnit = NUMBER / (to - from);
        for (double x : block) {
            // Where all elements are alike the factor is infinite, and what is not a number casts to 0.
            int bin = (int) ((x - from) * perUnit);
            counts[Math.max(0, Math.min(NUMBER - 1, bin))]++;
        }
    }

    /** Where the first bin begins. */
    public double from() {
        return from;
    }

    /** Where the last bin ends. */
    public double to() {
        return to;
    }

    /** The number of elements in each bin. */
    public long[] counts() {
        return counts.clone();
    }
}
