// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli.chart;

import io.github.dl4jinit.lab.trial.Estimate;
import io.github.dl4jinit.lab.trial.Measure;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jfree.data.Range;

/** What an axis of scores spans. */
public final class ScoreAxis {

    /** Room beyond the largest of what has no natural end. */
    private static final double MARGIN = 1.05;

    private ScoreAxis() {}

    /**
     * From perfect to guessing, or to the worst mean there is; but not so far that all others vanish: all that is of no
     * use is equally bad.
     */
    public static Range range(Measure measure, double chance, Stream<Estimate> estimates) {
        List<Double> means =
                estimates.map(Estimate::mean).filter(Objects::nonNull).toList();
        double shown = measure.worstShown(chance);
        double lowest = means.stream().mapToDouble(mean -> mean).min().orElse(shown);
        if (measure.moreIsBetter()) {
            return new Range(Math.min(shown, measure.counted(lowest, chance)), measure.perfect());
        }
        double highest = means.stream()
                .mapToDouble(mean -> measure.counted(mean, chance))
                .max()
                .orElse(shown);
        double from = Math.min(measure.perfect(), lowest);
        double to = MARGIN * Math.max(shown, highest);
        return new Range(from, to > from ? to : from + 1);
    }
}
