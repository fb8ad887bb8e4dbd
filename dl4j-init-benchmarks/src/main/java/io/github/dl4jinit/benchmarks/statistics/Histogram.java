// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.benchmarks.statistics;

import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.stream.IntStream;
import org.apache.commons.statistics.distribution.ContinuousDistribution;

/**
 * Counts of samples in four million cells of the same probability, which is as good as the samples themselves for
 * statistics of distribution functions: within a cell these differ by 2⁻²² at most, where a thousand million samples
 * scatter by 3·10⁻⁵.
 */
final class Histogram {

    private static final int CELLS = 1 << 22;

    private final ContinuousDistribution distribution;
    private final AtomicIntegerArray counts = new AtomicIntegerArray(CELLS);
    private long total;

    Histogram(ContinuousDistribution distribution) {
        this.distribution = distribution;
    }

    void add(double[] samples) {
        IntStream.range(0, samples.length).parallel().forEach(i -> {
            double u = distribution.cumulativeProbability(samples[i]);
            counts.incrementAndGet((int) Math.min(CELLS * u, CELLS - 1));
        });
        total += samples.length;
    }

    /** √n times the largest distance between the samples' distribution function Fₙ and the distribution's. */
    double kolmogorovSmirnov() {
        double largest = 0;
        long below = 0;
        for (int cell = 0; cell < CELLS; cell++) {
            below += counts.get(cell);
            largest = Math.max(largest, Math.abs((double) below / total - edge(cell)));
        }
        return Math.sqrt(total) * largest;
    }

    /**
     * A² = n ∫ (Fₙ(u) − u)² / (u (1 − u)) du, by the trapezoidal rule over the cells' edges. The half cells at the two
     * ends are left out: their expected part is their width, 10⁻⁷.
     */
    double andersonDarling() {
        double sum = 0;
        long below = 0;
        for (int cell = 0; cell < CELLS - 1; cell++) {
            below += counts.get(cell);
            double u = edge(cell);
            double distance = (double) below / total - u;
            sum += distance * distance / (u * (1 - u));
        }
        return total * sum / CELLS;
    }

    /** The probability of this cell and those below it. */
    private static double edge(int cell) {
        return (cell + 1.0) / CELLS;
    }
}
