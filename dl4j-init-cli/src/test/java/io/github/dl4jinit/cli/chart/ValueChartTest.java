// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli.chart;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dl4jinit.cli.chart.ValueChart.Point;
import io.github.dl4jinit.cli.chart.ValueChart.Series;
import io.github.dl4jinit.lab.trial.Estimate;
import io.github.dl4jinit.lab.trial.Measure;
import java.util.List;
import java.util.Map;
import org.jfree.chart.axis.LogAxis;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.plot.XYPlot;
import org.jfree.data.xy.IntervalXYDataset;
import org.junit.jupiter.api.Test;

class ValueChartTest {

    /** Two seeds are drawn as two dots; three have an interval. */
    @Test
    void twoSeedsHaveNoInterval() {
        List<Point> points = List.of(
                new Point(1, Estimate.of(List.of(0.5, 0.7))), new Point(2, Estimate.of(List.of(0.5, 0.6, 0.7))));
        XYPlot plot = plot(points, true);
        IntervalXYDataset means = (IntervalXYDataset) plot.getDataset(0);
        assertThat(means.getEndYValue(0, 0)).isEqualTo(means.getYValue(0, 0)).isEqualTo(0.6);
        assertThat(means.getEndYValue(0, 1)).isGreaterThan(0.8);
        assertThat(plot.getDataset(1).getItemCount(0)).isEqualTo(2);
        assertThat(plot.getDataset(1).getYValue(0, 0)).isEqualTo(0.5);
        assertThat(plot.getDataset(1).getYValue(0, 1)).isEqualTo(0.7);
        assertThat(plot.getRangeAxis().getLabel())
                .isEqualTo("accuracy with 95 % confidence interval; small dots: two seeds");
    }

    /** Within a decade the ticks of a logarithmic axis are odd numbers. */
    @Test
    void theAxisIsLogarithmicFromADecadeOn() {
        assertThat(axis(0.5, 2, true)).isNotInstanceOf(LogAxis.class);
        assertThat(axis(1e-4, 1e-2, true)).isInstanceOf(LogAxis.class);
        assertThat(axis(1, 100, false)).isNotInstanceOf(LogAxis.class);
    }

    private static ValueAxis axis(double from, double to, boolean ratios) {
        Estimate estimate = Estimate.of(List.of(0.5));
        return plot(List.of(new Point(from, estimate), new Point(to, estimate)), ratios)
                .getDomainAxis();
    }

    private static XYPlot plot(List<Point> points, boolean ratios) {
        return new ValueChart(
                        "", Measure.ACCURACY, 0.1, "gain", ratios, List.of(new Series("measured", points)), Map.of())
                .chart()
                .getXYPlot();
    }
}
