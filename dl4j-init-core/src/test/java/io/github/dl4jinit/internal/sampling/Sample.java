// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.sampling;

/** Numbers that should be of a distribution, and how far from it they are. One pass over them is enough for all. */
final class Sample {

    /** So many that the most probable one holds 2·10⁻⁵ of a normal distribution. */
    private static final int BINS = 1 << 18;

    /** How far the bins reach on both sides at most; what lies beyond counts in the outermost. */
    private static final double REACH = 8;

    private final Reference reference;
    private final double reach;
    private final int[] counts = new int[BINS];
    private double sum;
    private double squares;
    private double fourthPowers;
    private long size;

    Sample(Reference reference) {
        this.reference = reference;
        this.reach = Math.min(REACH, reference.distribution.getSupportUpperBound());
    }

    void add(double[] numbers) {
        double perUnit = BINS / (2 * reach);
        for (double x : numbers) {
            double square = x * x;
            sum += x;
            squares += square;
            fourthPowers += square * square;
            int bin = (int) ((x + reach) * perUnit);
            counts[Math.max(0, Math.min(BINS - 1, bin))]++;
        }
        size += numbers.length;
    }

    /** The z-score of the k-th raw moment: its distance from E[xᵏ] in standard errors √(Var[xᵏ] / n); k = 1, 2 or 4. */
    double zScoreOfMoment(int k) {
        double powers = k == 1 ? sum : k == 2 ? squares : fourthPowers;
        double expected = reference.moment(k);
        double standardError = Math.sqrt((reference.moment(2 * k) - expected * expected) / size);
        return (powers / size - expected) / standardError;
    }

    /**
     * √n times the largest distance between the empirical and the named distribution function, or a little more: both
     * only grow within a bin, so that their distance there exceeds that at its ends by the bin's probability at most.
     */
    double kolmogorov() {
        double distance = 0;
        double mostProbable = 0;
        double before = 0;
        long below = 0;
        for (int bin = 0; bin < BINS; bin++) {
            double p = bin == BINS - 1
                    ? 1
                    : reference.distribution.cumulativeProbability((bin + 1) * (2 * reach / BINS) - reach);
            below += counts[bin];
            distance = Math.max(distance, Math.abs((double) below / size - p));
            mostProbable = Math.max(mostProbable, p - before);
            before = p;
        }
        return Math.sqrt(size) * (distance + mostProbable);
    }
}
