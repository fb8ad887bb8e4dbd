// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.rate;

import io.github.dl4jinit.internal.Optionals;
import java.util.List;
import java.util.OptionalDouble;

/** What was measured of a network's learning rate. */
public final class RateMeasurement {

    private final List<UpdaterUse> updaters;
    private final int batches;
    private final double lossBefore;
    private final Double upperBound;
    private final double fall;
    private final List<RatePoint> curve;

    RateMeasurement(
            List<UpdaterUse> updaters,
            int batches,
            double lossBefore,
            Double upperBound,
            double fall,
            List<RatePoint> curve) {
        this.updaters = List.copyOf(updaters);
        this.batches = batches;
        this.lossBefore = lossBefore;
        this.upperBound = upperBound;
        this.fall = fall;
        this.curve = List.copyOf(curve);
    }

    /** The updaters; rates are those of the first, and the others keep their ratio to it. */
    public List<UpdaterUse> updaters() {
        return updaters;
    }

    /** The number of batches. */
    public int batches() {
        return batches;
    }

    /** The loss of the first batch before any step. */
    public double lossBefore() {
        return lossBefore;
    }

    /** The largest rate that learns nearly as much as the best within a short run; empty if none learns. */
    public OptionalDouble upperBound() {
        return Optionals.of(upperBound);
    }

    /**
     * The share of the loss that the best rate takes off within a short run, counted from the lowest loss that one step
     * reaches; 0 if none does.
     */
    public double fall() {
        return fall;
    }

    /** The rates that were tried, from the lowest up; empty if the loss is not finite. */
    public List<RatePoint> curve() {
        return curve;
    }
}
