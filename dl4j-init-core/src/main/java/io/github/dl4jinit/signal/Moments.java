// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.signal;

import io.github.dl4jinit.internal.measure.MomentsAccumulator;
import java.util.Locale;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * Mean, standard deviation, root mean square and mean magnitude of all elements of an array. If an element is NaN or
 * infinite, so is the root mean square, and the other three are NaN.
 */
public final class Moments {

    @JsonProperty
    private final double mean;

    @JsonProperty
    private final double std;

    @JsonProperty
    private final double rms;

    @JsonProperty
    private final double meanMagnitude;

    @JsonCreator
    Moments(
            @JsonProperty("mean") double mean,
            @JsonProperty("std") double std,
            @JsonProperty("rms") double rms,
            @JsonProperty("meanMagnitude") double meanMagnitude) {
        this.mean = mean;
        this.std = std;
        this.rms = rms;
        this.meanMagnitude = meanMagnitude;
    }

    static Moments of(MomentsAccumulator accumulator) {
        return new Moments(accumulator.mean(), accumulator.std(), accumulator.rms(), accumulator.meanMagnitude());
    }

    /** The mean of the elements. */
    public double mean() {
        return mean;
    }

    /** The standard deviation: √(mean of (x − mean)²), of the elements as they are, not as a sample. */
    public double std() {
        return std;
    }

    /** √(mean of x²), which a double holds even where the mean square would overflow or vanish. */
    public double rms() {
        return rms;
    }

    /** The mean of x²: infinite above 1.8·10³⁰⁸ and 0 below 4.9·10⁻³²⁴, where {@link #rms()} still tells. */
    public double meanSquare() {
        return rms * rms;
    }

    /** The mean of |x|. */
    public double meanMagnitude() {
        return meanMagnitude;
    }

    /** The moments of the same elements, each divided by a positive number. */
    Moments dividedBy(double divisor) {
        return new Moments(mean / divisor, std / divisor, rms / divisor, meanMagnitude / divisor);
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "mean %.3g, std %.3g", mean, std);
    }
}
