// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.measure;

import org.nd4j.linalg.api.ndarray.INDArray;

/** What a layer's activations say of its units and of how different the examples of a batch still are. */
public final class UnitStatistics {

    private final boolean[] alive;
    private final int positions;
    private final int perExample;
    private final boolean unitsLast;

    /** The sum of the examples' activations, each divided by its own norm. */
    private final double[] directions;

    /** The sum of the examples' activations, divided by the root mean square of all. */
    private final double[] sums;

    private final double rms;
    private long seen;

    /** The number of examples that have a direction. */
    private long examples;

    private boolean finite = true;

    private UnitStatistics(INDArray activations, int unitAxis, double rms) {
        this.rms = rms;
        this.perExample = (int) (activations.length() / activations.size(0));
        int units = activations.rank() > 1 ? (int) activations.size(unitAxis) : 1;
        this.alive = new boolean[units];
        this.positions = perExample / units;
        this.unitsLast = unitAxis != 1 || positions == 1;
        this.directions = new double[perExample];
        this.sums = new double[perExample];
    }

    /**
     * The statistics of a layer's activations.
     *
     * @param activations the first dimension is the examples
     * @param unitAxis the dimension of the units (channels of a convolution): the first after the examples, or the last
     * @param rms their root mean square
     */
    public static UnitStatistics of(INDArray activations, int unitAxis, double rms) {
        UnitStatistics statistics = new UnitStatistics(activations, unitAxis, rms);
        Elements.forEachBlock(activations, statistics::add);
        return statistics;
    }

    private void add(double[] block) {
        for (int from = 0; from < block.length; from += perExample) {
            addExample(block, from);
        }
    }

    private void addExample(double[] block, int from) {
        seen++;
        double largest = 0;
        for (int i = 0; i < perExample; i++) {
            largest = Math.max(largest, Math.abs(block[from + i]));
        }
        finite &= largest < Double.POSITIVE_INFINITY; // false for NaN
        if (largest == 0) {
            return;
        }
        findAlive(block, from);
        if (!finite) {
            return;
        }
        double squares = 0;
        for (int i = 0; i < perExample; i++) {
            double scaled = block[from + i] / largest;
            squares += scaled * scaled;
        }
        double norm = Math.sqrt(squares);
        for (int i = 0; i < perExample; i++) {
            directions[i] += block[from + i] / largest / norm;
            sums[i] += block[from + i] / rms;
        }
        examples++;
    }

    private void findAlive(double[] block, int from) {
        int next = from;
        if (unitsLast) {
            for (int position = 0; position < positions; position++) {
                for (int unit = 0; unit < alive.length; unit++) {
                    alive[unit] |= block[next++] != 0;
                }
            }
        } else {
            for (int unit = 0; unit < alive.length; unit++) {
                for (int position = 0; position < positions; position++) {
                    alive[unit] |= block[next++] != 0;
                }
            }
        }
    }

    /**
     * The share of the mean square that is not common to all examples, 1 − ‖mean‖² / mean of ‖·‖²: 0 if they are all
     * the same; 1 where that says nothing, with fewer than two examples or none that is a number other than zero.
     */
    public double spread() {
        if (!finite || seen < 2 || !(rms > 0)) {
            return 1;
        }
        double common = 0;
        for (double sum : sums) {
            common += sum / seen * (sum / seen);
        }
        return 1 - common / perExample;
    }

    /** How many numbers there were for each unit. */
    public long samples() {
        return seen * positions;
    }

    /** The share of units that are zero for every example, everywhere. */
    public double deadShare() {
        int dead = 0;
        for (boolean unit : alive) {
            dead += unit ? 0 : 1;
        }
        return (double) dead / alive.length;
    }

    /**
     * The mean cosine of the angle between two different examples, from ‖Σ u‖² = n + n(n − 1) · mean for unit vectors
     * u; {@code null} with fewer than two examples that are not zero or a single number each, whose sign alone is a
     * direction; NaN if something is not finite.
     */
    public Double meanCosine() {
        if (!finite) {
            return Double.NaN;
        }
        if (examples < 2 || perExample < 2) {
            return null;
        }
        double squares = 0;
        for (double direction : directions) {
            squares += direction * direction;
        }
        double mean = (squares - examples) / ((double) examples * (examples - 1));
        return Math.max(-1, Math.min(mean, 1)); // rounding
    }
}
