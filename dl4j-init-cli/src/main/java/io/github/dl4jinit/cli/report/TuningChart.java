// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli.report;

import io.github.dl4jinit.cli.chart.ValueChart;
import io.github.dl4jinit.cli.chart.ValueChart.Point;
import io.github.dl4jinit.cli.chart.ValueChart.Series;
import io.github.dl4jinit.lab.trial.Knob;
import io.github.dl4jinit.lab.trial.Measure;
import io.github.dl4jinit.lab.tune.Dimension;
import io.github.dl4jinit.lab.tune.Dimension.Range;
import io.github.dl4jinit.lab.tune.RungResult;
import io.github.dl4jinit.lab.tune.RungResult.Candidate;
import io.github.dl4jinit.lab.tune.TuningResult;
import io.github.dl4jinit.lab.tune.TuningSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jfree.chart.JFreeChart;

/** The picture of a search over one knob: the score against its value, a series for each rung. */
final class TuningChart {

    private TuningChart() {}

    static JFreeChart of(TuningResult result, Measure measure, double chance) {
        TuningSpec spec = result.spec();
        List<Series> series = new ArrayList<>();
        for (RungResult rung : result.rungs()) {
            String name = rung.iterations() + " iterations, " + rung.seeds() + " seeds, held-out examples";
            series.add(new Series(name, points(spec, rung.candidates())));
        }
        series.add(new Series("fresh seeds, test set", points(spec, result.verdict())));
        Range range = (Range) spec.space().dimensions().get(0);
        Map<String, Double> marked = new LinkedHashMap<>();
        spec.theory().number(range.knob()).ifPresent(theory -> marked.put("theory", theory));
        if (!spec.theory().equals(spec.defaults())) {
            spec.defaults().number(range.knob()).ifPresent(value -> marked.put("default", value));
        }
        String knob = range.knob().flag();
        String title =
                knob + " of " + spec.scheme() + ": " + spec.training().network().network();
        return new ValueChart(title, measure, chance, knob, range.logarithmic(), series, marked).chart();
    }

    /** Whether there is such a picture: of one knob, whose values are numbers between two. */
    static boolean isOf(TuningSpec spec) {
        List<Dimension> dimensions = spec.space().dimensions();
        return dimensions.size() == 1 && dimensions.get(0) instanceof Range;
    }

    private static List<Point> points(TuningSpec spec, List<Candidate> candidates) {
        Knob knob = spec.space().knobs().get(0);
        return candidates.stream()
                .filter(candidate -> spec.value(candidate.setting(), knob).isPresent())
                .map(candidate -> new Point(spec.number(candidate.setting(), knob), candidate.score()))
                .toList();
    }
}
