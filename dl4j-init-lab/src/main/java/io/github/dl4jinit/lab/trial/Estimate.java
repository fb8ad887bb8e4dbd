// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.trial;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.github.dl4jinit.internal.Check;
import java.util.List;
import java.util.Locale;
import org.apache.commons.statistics.descriptive.DoubleStatistics;
import org.apache.commons.statistics.descriptive.Statistic;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * A mean over seeds. The interval is told from three values on: of two, Student's is so wide that it says nothing (12.7
 * standard errors), and the two themselves say more.
 *
 * @param mean the mean, {@code null} of no values
 * @param std the sample's standard deviation (n − 1), {@code null} of fewer than two values
 * @param ci95 half the width of the 95 % confidence interval of the mean by Student's t, {@code null} of fewer than
 *     {@value #FEWEST_FOR_INTERVAL} values
 * @param smallest the smallest value, {@code null} of no values
 * @param largest the largest value, {@code null} of no values
 */
public record Estimate(Double mean, Double std, Double ci95, Double smallest, Double largest) {

    /** How many values an interval takes. */
    static final int FEWEST_FOR_INTERVAL = 3;

    private static final DoubleStatistics.Builder STATISTICS =
            DoubleStatistics.builder(Statistic.MEAN, Statistic.STANDARD_DEVIATION, Statistic.MIN, Statistic.MAX);

    /** The estimate of any number of values, none included. */
    public static Estimate of(List<Double> values) {
        int n = Check.givenEach("values", values).size();
        if (n == 0) {
            return new Estimate(null, null, null, null, null);
        }
        DoubleStatistics statistics = STATISTICS.build(
                values.stream().mapToDouble(Double::doubleValue).toArray());
        double std = statistics.getAsDouble(Statistic.STANDARD_DEVIATION);
        return new Estimate(
                statistics.getAsDouble(Statistic.MEAN),
                n < 2 ? null : (Double) std,
                n < FEWEST_FOR_INTERVAL ? null : (Double) halfWidth(std, n),
                statistics.getAsDouble(Statistic.MIN),
                statistics.getAsDouble(Statistic.MAX));
    }

    /** Whether it is of two values, which are the smallest and the largest. */
    @JsonIgnore
    public boolean isOfTwo() {
        return std != null && ci95 == null;
    }

    /**
     * The estimate for people to read, to four decimals: with half the width of its confidence interval, or, of two
     * values, the smaller and the larger; "–" of none.
     */
    public String text() {
        if (mean == null) {
            return "–";
        }
        if (ci95 != null) {
            return String.format(Locale.ROOT, "%.4f ± %.4f", mean, ci95);
        }
        return isOfTwo()
                ? String.format(Locale.ROOT, "%.4f … %.4f", smallest, largest)
                : String.format(Locale.ROOT, "%.4f", mean);
    }

    private static double halfWidth(double std, int n) {
        return t95(n) * std / Math.sqrt(n);
    }

    /**
     * Student's factor of the 95 % confidence interval of a mean: half its width is that many standard errors.
     *
     * @param n how many values, 2 or more
     */
    public static double t95(int n) {
        Check.inRange("n", n, 2, Integer.MAX_VALUE);
        return TDistribution.of(n - 1).inverseCumulativeProbability(0.975);
    }
}
