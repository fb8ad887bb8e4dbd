// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli.chart;

import io.github.dl4jinit.lab.trial.SmoothedLoss;
import io.github.dl4jinit.lab.trial.TrialResult;
import java.util.ArrayList;
import java.util.DoubleSummaryStatistics;
import java.util.List;

/**
 * The smoothed training loss of a scheme against the iteration: the mean over its seeds and the range of them. It
 * begins where there are enough iterations to take the mean of: a mean of ever more of them would bend where it has
 * all.
 *
 * @param points in order of the iteration
 */
public record LossCurve(List<Point> points) {

    /** The most points of a curve: as many as a chart has pixels to show. */
    private static final int MAX_POINTS = 600;

    /** The losses after {@code iteration} iterations. */
    public record Point(int iteration, double mean, double lowest, double highest) {}

    /** The curve of some trials; those that ended early take part up to their end. */
    public static LossCurve of(List<TrialResult> results) {
        int longest = results.stream().mapToInt(TrialResult::iterations).max().orElse(0);
        int first = Math.min(longest, SmoothedLoss.ITERATIONS) - 1;
        int stride = Math.max(1, (longest + MAX_POINTS - 1) / MAX_POINTS);
        List<Point> points = new ArrayList<>();
        // The last iteration is always a point.
        for (int i = first + Math.floorMod(longest - 1 - first, stride); i >= 0 && i < longest; i += stride) {
            int index = i;
            DoubleSummaryStatistics losses = results.stream()
                    .filter(result -> result.iterations() > index)
                    .mapToDouble(result -> result.smoothedLoss(index))
                    .summaryStatistics();
            points.add(new Point(index + 1, losses.getAverage(), losses.getMin(), losses.getMax()));
        }
        return new LossCurve(points);
    }
}
