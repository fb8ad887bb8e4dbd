// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.measure;

import io.github.dl4jinit.internal.DeepCopy;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.factory.Nd4j;

/** The numbers that an element-wise activation function can put out, found by asking it. */
public final class OutputRange {

    /** All numbers. */
    static final OutputRange ALL = new OutputRange(Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY);

    /** The numbers from 0 to 1. */
    static final OutputRange PROBABILITIES = new OutputRange(0, 1);

    /** Farther out than healthy pre-activations go, where a sigmoid in single precision still differs from 0. */
    private static final double FAR = 30;

    /** How much a function without an end changes, at least, on the outer half of that. */
    private static final double STILL_CHANGING = 1;

    private static final int POINTS = 1201;

    private final double lowest;
    private final double highest;

    private OutputRange(double lowest, double highest) {
        this.lowest = lowest;
        this.highest = highest;
    }

    /** The range of a function of all numbers in the given range; all numbers if the function cannot be copied. */
    static OutputRange of(IActivation function, OutputRange given) {
        IActivation copy = DeepCopy.orNull(function); // it may keep something of its last forward pass
        if (copy == null) {
            return ALL;
        }
        double from = Math.max(given.lowest, -FAR);
        double to = Math.min(given.highest, FAR);
        double[] values = copy.getActivation(
                        Nd4j.linspace(DataType.DOUBLE, from, (to - from) / (POINTS - 1), POINTS)
                                .reshape(1, POINTS),
                        false)
                .toDoubleVector();
        OutputRange range = new OutputRange(Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY);
        for (double value : values) {
            range = range.and(value);
        }
        if (Double.isInfinite(given.lowest)) {
            range = range.and(end(values[0], values[POINTS / 4]));
        }
        return Double.isInfinite(given.highest) ? range.and(end(values[POINTS - 1], values[3 * POINTS / 4])) : range;
    }

    private OutputRange and(double value) {
        return new OutputRange(Math.min(lowest, value), Math.max(highest, value));
    }

    /** Where a function ends up on one side. */
    private static double end(double far, double halfWay) {
        return Math.abs(far - halfWay) < STILL_CHANGING ? far : Math.copySign(Double.POSITIVE_INFINITY, far - halfWay);
    }

    /** The lowest number, or what it comes next to. */
    public double lowest() {
        return lowest;
    }

    /** The highest number, or what it comes next to. */
    public double highest() {
        return highest;
    }

    /** Whether there is a lowest and a highest number. */
    public boolean isBounded() {
        return Double.isFinite(lowest) && Double.isFinite(highest);
    }
}
