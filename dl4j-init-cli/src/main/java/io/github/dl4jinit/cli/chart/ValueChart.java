// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli.chart;

import io.github.dl4jinit.lab.trial.Estimate;
import io.github.dl4jinit.lab.trial.Measure;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.geom.Ellipse2D;
import java.text.NumberFormat;
import java.util.DoubleSummaryStatistics;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.LogAxis;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.plot.ValueMarker;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYErrorRenderer;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.chart.ui.RectangleAnchor;
import org.jfree.chart.ui.TextAnchor;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;
import org.jfree.data.xy.YIntervalSeries;
import org.jfree.data.xy.YIntervalSeriesCollection;

/**
 * A score against the value of one knob, with confidence intervals; of two seeds, with a dot for each.
 *
 * @param title above it
 * @param measure what the score is
 * @param chance the score of guessing
 * @param knob the knob's name
 * @param ratios whether equal ratios of the knob are alike: then the axis is logarithmic, if it spans a decade or more
 * @param series what was measured
 * @param marked values with a line of their own, by what to call them
 */
public record ValueChart(
        String title,
        Measure measure,
        double chance,
        String knob,
        boolean ratios,
        List<Series> series,
        Map<String, Double> marked) {

    private static final BasicStroke DASHED =
            new BasicStroke(1.5f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, new float[] {6, 4}, 0);

    /** Small beside the mean. */
    private static final Ellipse2D SEED = new Ellipse2D.Double(-2, -2, 4, 4);

    private static final Color VERDICT = ChartStyle.colour(4);

    /** Measurements under one name. */
    public record Series(String name, List<Point> points) {}

    /** One measurement; without a mean it is not drawn. */
    public record Point(double value, Estimate score) {}

    public JFreeChart chart() {
        YIntervalSeriesCollection data = new YIntervalSeriesCollection();
        series.forEach(measured -> data.addSeries(points(measured)));
        XYErrorRenderer renderer = new XYErrorRenderer();
        renderer.setDrawXError(false);
        for (int i = 0; i < data.getSeriesCount(); i++) {
            renderer.setSeriesPaint(i, ChartStyle.colour(i));
            renderer.setSeriesStroke(i, new BasicStroke(1.5f));
        }
        int last = data.getSeriesCount() - 1; // what all others lead to
        renderer.setSeriesPaint(last, VERDICT);
        renderer.setSeriesShape(last, new Ellipse2D.Double(-6, -6, 12, 12));
        NumberAxis scores = new NumberAxis(label());
        scores.setRange(ScoreAxis.range(measure, chance, estimates()));
        ValueAxis values = valueAxis();
        XYPlot plot = new XYPlot(data, values, scores, renderer);
        plot.setBackgroundPaint(Color.WHITE);
        plot.setRangeGridlinePaint(Color.LIGHT_GRAY);
        plot.setDomainGridlinePaint(Color.LIGHT_GRAY);
        plot.setDataset(1, seeds());
        plot.setRenderer(1, dots());
        marked.forEach((name, value) -> plot.addDomainMarker(line(name, value)));
        ChartStyle.setFonts(values, scores);
        return ChartStyle.chart(title, plot, series.size() > 1);
    }

    private ValueAxis valueAxis() {
        DoubleSummaryStatistics values = series.stream()
                .flatMap(measured -> measured.points().stream())
                .mapToDouble(Point::value)
                .summaryStatistics();
        if (!ratios || values.getMax() < 10 * values.getMin()) {
            NumberAxis axis = new NumberAxis(knob);
            axis.setAutoRangeIncludesZero(false);
            return axis;
        }
        LogAxis axis = new LogAxis(knob);
        axis.setBase(10);
        axis.setNumberFormatOverride(NumberFormat.getInstance(Locale.ROOT));
        return axis;
    }

    private String label() {
        boolean intervals = estimates().anyMatch(estimate -> estimate.ci95() != null);
        boolean two = estimates().anyMatch(Estimate::isOfTwo);
        return measure.axis()
                + (intervals ? " with 95 % confidence interval" : "")
                + (two ? "; small dots: two seeds" : "");
    }

    private Stream<Estimate> estimates() {
        return series.stream().flatMap(measured -> measured.points().stream()).map(Point::score);
    }

    private static YIntervalSeries points(Series measured) {
        YIntervalSeries points = new YIntervalSeries(measured.name());
        for (Point point : measured.points()) {
            Double mean = point.score().mean();
            if (mean != null) {
                double half = point.score().ci95() == null ? 0 : point.score().ci95();
                points.add(point.value(), mean, mean - half, mean + half);
            }
        }
        return points;
    }

    /** The seeds of all points that have two. */
    private XYSeriesCollection seeds() {
        XYSeriesCollection seeds = new XYSeriesCollection();
        for (Series measured : series) {
            XYSeries two = new XYSeries(measured.name());
            measured.points().stream().filter(point -> point.score().isOfTwo()).forEach(point -> {
                two.add(point.value(), point.score().smallest());
                two.add(point.value(), point.score().largest());
            });
            seeds.addSeries(two);
        }
        return seeds;
    }

    private XYLineAndShapeRenderer dots() {
        XYLineAndShapeRenderer dots = new XYLineAndShapeRenderer(false, true);
        dots.setDefaultSeriesVisibleInLegend(false);
        for (int i = 0; i < series.size(); i++) {
            dots.setSeriesPaint(i, ChartStyle.colour(i));
            dots.setSeriesShape(i, SEED);
        }
        return dots;
    }

    private static ValueMarker line(String name, double value) {
        ValueMarker marker = new ValueMarker(value, Color.BLACK, DASHED);
        marker.setLabel(name + " " + value);
        marker.setLabelFont(ChartStyle.TEXT);
        marker.setLabelBackgroundColor(Color.WHITE);
        marker.setLabelAnchor(RectangleAnchor.BOTTOM_RIGHT);
        marker.setLabelTextAnchor(TextAnchor.BOTTOM_LEFT);
        return marker;
    }
}
