// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.trial;

import io.github.dl4jinit.internal.Check;
import java.util.List;
import org.apache.commons.statistics.descriptive.DoubleStatistics;
import org.apache.commons.statistics.descriptive.Statistic;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * A mean over seeds.
 *
 * @param mean the mean, {@code null} of no values
 * @param std the sample's standard deviation (n − 1), {@code null} of fewer than two values
 * @param ci95 half the width of the 95 % confidence interval of the mean by Student's t, {@code null} of fewer than two
 */
public record Estimate(Double mean, Double std, Double ci95) {

    private static final DoubleStatistics.Builder STATISTICS =
            DoubleStatistics.builder(Statistic.MEAN, Statistic.STANDARD_DEVIATION);

    /** The estimate of any number of values, none included. */
    public static Estimate of(List<Double> values) {
        int n = Check.given("values", values).size();
        if (n == 0) {
            return new Estimate(null, null, null);
        }
        DoubleStatistics statistics = STATISTICS.build(
                values.stream().mapToDouble(Double::doubleValue).toArray());
        double mean = statistics.getAsDouble(Statistic.MEAN);
        if (n == 1) {
            return new Estimate(mean, null, null);
        }
        double std = statistics.getAsDouble(Statistic.STANDARD_DEVIATION);
        double t = TDistribution.of(n - 1).inverseCumulativeProbability(0.975);
        return new Estimate(mean, std, t * std / Math.sqrt(n));
    }
}
