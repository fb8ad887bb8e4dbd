// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli.page;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.List;

/**
 * A figure of each iteration, thinned to means: value {@code k} is the mean of the iterations from {@code k·width} up
 * to {@code (k + 1)·width}, counted from 0; the last may be of fewer. Widths are powers of two, so that a thinned curve
 * is thinned further without going back to the iterations.
 *
 * @param width iterations of a value
 * @param length iterations in all
 * @param values the means
 */
@SuppressWarnings("ArrayRecordComponent")
record Curve(int width, int length, double[] values) {

    /** A curve of all iterations with at most so many values. */
    static Curve of(List<Double> iterations, int most) {
        double[] all = iterations.stream().mapToDouble(Double::doubleValue).toArray();
        return new Curve(1, all.length, all).thinned(most);
    }

    /** The same curve with at most so many values. */
    Curve thinned(int most) {
        Curve curve = this;
        while (curve.values.length > Math.max(1, most)) {
            curve = curve.halved();
        }
        return curve;
    }

    /** The same curve of values that are means of so many iterations, which must not be fewer than now. */
    Curve ofWidth(int wider) {
        Curve curve = this;
        while (curve.width < wider) {
            curve = curve.halved();
        }
        return curve;
    }

    private Curve halved() {
        double[] means = new double[(values.length + 1) / 2];
        for (int i = 0; i < means.length; i++) {
            int right = 2 * i + 1;
            means[i] = right < values.length
                    ? (values[right - 1] * iterations(right - 1) + values[right] * iterations(right))
                            / (iterations(right - 1) + iterations(right))
                    : values[right - 1];
        }
        return new Curve(2 * width, length, means);
    }

    /** How many iterations a value is the mean of. */
    private int iterations(int value) {
        return Math.min(length, (value + 1) * width) - value * width;
    }

    /** The same curve to as many digits as a chart shows. */
    @JsonIgnore
    Curve rounded() {
        double[] rounded = new double[values.length];
        for (int i = 0; i < rounded.length; i++) {
            rounded[i] = Digits.of(values[i]);
        }
        return new Curve(width, length, rounded);
    }

    /** The width that all curves need so that none has more values than that. */
    static int commonWidth(List<Curve> curves, int most) {
        return curves.stream()
                .mapToInt(curve -> curve.thinned(most).width)
                .max()
                .orElse(1);
    }
}
