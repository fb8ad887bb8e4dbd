// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.tune;

import io.github.dl4jinit.lab.trial.Estimate;
import java.util.List;
import org.apache.commons.statistics.distribution.TDistribution;

/**
 * By how much one setting's score is better than another's, over pairs of trials of the same seed (Student's paired
 * t-test).
 *
 * @param mean of the differences
 * @param ci95 half the width of its 95 % confidence interval; {@code null} of fewer than three pairs
 * @param pValue of a mean of zero, two-sided; 1 of fewer than three pairs, and of pairs that all differ alike
 */
public record Difference(double mean, Double ci95, double pValue) {

    /** The usual share of differences of nothing that pass for some. */
    public static final double SIGNIFICANCE_LEVEL = 0.05;

    static Difference of(List<Double> differences) {
        Estimate estimate = Estimate.of(differences);
        if (estimate.ci95() == null || estimate.std() == 0) {
            // Two pairs are too few to say anything (Estimate). Equal differences are those of networks that answer
            // with
            // one class each, whatever the seed.
            double mean = estimate.mean() == null ? 0 : estimate.mean();
            return new Difference(mean, estimate.ci95(), 1);
        }
        double t = estimate.mean() / (estimate.std() / Math.sqrt(differences.size()));
        double tail = TDistribution.of(differences.size() - 1).survivalProbability(Math.abs(t));
        return new Difference(estimate.mean(), estimate.ci95(), 2 * tail);
    }

    /** Whether it is more than noise. */
    public boolean significant() {
        return pValue < SIGNIFICANCE_LEVEL;
    }
}
