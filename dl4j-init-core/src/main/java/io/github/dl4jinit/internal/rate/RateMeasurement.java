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
    private final List<RatePoint> curve;

    RateMeasurement(
            List<UpdaterUse> updaters, int batches, double lossBefore, Double upperBound, List<RatePoint> curve) {
        this.updaters = List.copyOf(updaters);
        this.batches = batches;
        this.lossBefore = lossBefore;
        this.upperBound = upperBound;
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

    /** The loss before any step, as a median over the batches. */
    public double lossBefore() {
        return lossBefore;
    }

    /** The largest rate that learns at least half as much as the best in ten steps; empty if none learns. */
    public OptionalDouble upperBound() {
        return Optionals.of(upperBound);
    }

    /** The rates that were tried, from the lowest up; empty if no step lowers the loss. */
    public List<RatePoint> curve() {
        return curve;
    }
}
