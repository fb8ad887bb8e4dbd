// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.benchmarks;

import java.util.stream.DoubleStream;

/** The median of measurements, which one disturbed round does not move. */
final class Median {

    private Median() {}

    /** The median; the upper one of two in the middle. */
    static double of(DoubleStream values) {
        double[] sorted = values.sorted().toArray();
        return sorted[sorted.length / 2];
    }

    /** The median; the upper one of two in the middle. */
    static double of(double... values) {
        return of(DoubleStream.of(values));
    }
}
