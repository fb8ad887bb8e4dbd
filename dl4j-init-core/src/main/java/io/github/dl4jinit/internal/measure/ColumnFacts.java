// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.measure;

/**
 * One column of a matrix, or channel of images or series, over all examples, pixels and steps that no mask hides.
 * Numbers that are NaN or infinite are left out of the figures.
 */
public final class ColumnFacts {

    private final int index;
    private long count;
    private long zeros;
    private long least;
    private long greatest;
    private double mean;
    private double squares; // sum of squared deviations from the mean
    private double smallest = Double.POSITIVE_INFINITY;
    private double largest = Double.NEGATIVE_INFINITY;
    private boolean whole = true;
    private double nonZero;
    private boolean weighted;

    ColumnFacts(int index) {
        this.index = index;
    }

    /** Adds a finite number (Welford 1962). */
    void add(double x) {
        count++;
        double before = x - mean;
        mean += before / count;
        squares += before * (x - mean);
        if (x == 0) {
            zeros++;
        }
        if (x < smallest) {
            smallest = x;
            least = 0;
        }
        if (x == smallest) {
            least++;
        }
        if (x > largest) {
            largest = x;
            greatest = 0;
        }
        if (x == largest) {
            greatest++;
        }
        whole = whole && x == Math.rint(x);
        weighted = weighted || x != 0 && nonZero != 0 && x != nonZero;
        nonZero = x == 0 ? nonZero : x;
    }

    /** The number of the column, from 0. */
    public int index() {
        return index;
    }

    /** How many numbers the figures are of. */
    public long count() {
        return count;
    }

    public double mean() {
        return count == 0 ? Double.NaN : mean;
    }

    /** The standard deviation of the numbers as they are, not as a sample. */
    public double stdDev() {
        return count == 0 ? Double.NaN : Math.sqrt(squares / count);
    }

    public double smallest() {
        return count == 0 ? Double.NaN : smallest;
    }

    public double largest() {
        return count == 0 ? Double.NaN : largest;
    }

    /** Whether all numbers are the same. */
    public boolean isConstant() {
        return !(largest > smallest);
    }

    /** Whether all numbers are whole. */
    public boolean isWhole() {
        return whole;
    }

    /** Whether the numbers that are not zero differ from each other. */
    public boolean isWeighted() {
        return weighted;
    }

    /** Whether a number is zero. */
    public boolean hasZeros() {
        return zeros > 0;
    }

    /**
     * The root mean square of the numbers that are not zero; 0 if all are. Sparse data are as large as what is in them.
     */
    public double rmsOfNonZero() {
        return count == zeros ? 0 : Math.sqrt((squares + count * mean * mean) / (count - zeros));
    }

    /**
     * How many standard deviations of the other numbers the smallest one lies off their mean, or the largest one. A
     * mark for missing values lies far off. 0 if there are no others, infinite if the others are all the same.
     */
    public double distance(boolean ofLargest) {
        double extreme = ofLargest ? largest : smallest;
        double same = ofLargest ? greatest : least;
        double others = count - same;
        if (others == 0) {
            return 0;
        }
        double othersMean = (count * mean - same * extreme) / others;
        // What the extreme numbers add to the squared deviations, as two groups have them.
        double off = Math.abs(extreme - othersMean);
        double between = same * others / count * off * off;
        return off / Math.sqrt(Math.max(0, squares - between) / others);
    }

    /** The share of numbers that differ from the smallest one: next to 0 for a pixel that is hardly ever lit. */
    public double variedShare() {
        return count == 0 ? 0 : 1 - (double) least / count;
    }
}
