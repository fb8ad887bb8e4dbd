// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli.report;

import io.github.dl4jinit.cli.chart.ValueChart;
import io.github.dl4jinit.cli.chart.ValueChart.Point;
import io.github.dl4jinit.cli.chart.ValueChart.Series;
import io.github.dl4jinit.lab.tune.RungResult;
import io.github.dl4jinit.lab.tune.RungResult.Candidate;
import io.github.dl4jinit.lab.tune.TuningResult;
import io.github.dl4jinit.lab.tune.TuningSpec;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jfree.chart.JFreeChart;

/** The picture of a search over one knob: accuracy against its value, a series for each rung. */
final class TuningChart {

    private TuningChart() {}

    static JFreeChart of(TuningResult result) {
        TuningSpec spec = result.spec();
        List<Series> series = new ArrayList<>();
        for (RungResult rung : result.rungs()) {
            String name = rung.iterations() + " iterations, " + rung.seeds() + " seeds, held-out examples";
            series.add(new Series(name, points(spec, rung.candidates())));
        }
        series.add(new Series("fresh seeds, test set", points(spec, result.verdict())));
        Map<String, Double> marked = new LinkedHashMap<>();
        marked.put("theory", spec.theory().get(0));
        if (!spec.theory().equals(spec.defaults())) {
            marked.put("default", spec.defaults().get(0));
        }
        String knob = spec.knobs().get(0).flag();
        String title =
                knob + " of " + spec.scheme() + ": " + spec.training().network().network();
        return new ValueChart(title, knob, true, series, marked).chart();
    }

    private static List<Point> points(TuningSpec spec, List<Candidate> candidates) {
        return candidates.stream()
                .map(candidate -> new Point(spec.value(candidate.setting(), 0), candidate.accuracy()))
                .toList();
    }
}
