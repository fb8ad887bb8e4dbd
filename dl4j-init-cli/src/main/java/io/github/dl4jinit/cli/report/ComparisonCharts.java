// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli.report;

import io.github.dl4jinit.cli.chart.ChartStyle;
import io.github.dl4jinit.cli.chart.LossCurve;
import io.github.dl4jinit.lab.trial.SmoothedLoss;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.geom.Line2D;
import java.util.List;
import java.util.Locale;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.CategoryAxis;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.plot.CategoryPlot;
import org.jfree.chart.plot.ValueMarker;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.category.StatisticalBarRenderer;
import org.jfree.chart.renderer.xy.DeviationRenderer;
import org.jfree.data.statistics.DefaultStatisticalCategoryDataset;
import org.jfree.data.xy.YIntervalSeries;
import org.jfree.data.xy.YIntervalSeriesCollection;

/** The pictures of a comparison. */
final class ComparisonCharts {

    private ComparisonCharts() {}

    /**
     * Loss against iteration: a line a scheme, the mean over its seeds, in a band from the lowest to the highest seed.
     */
    static JFreeChart loss(String title, List<SchemeSummary> summaries) {
        YIntervalSeriesCollection series = new YIntervalSeriesCollection();
        DeviationRenderer renderer = new DeviationRenderer(true, false);
        renderer.setAlpha(0.15f);
        renderer.setLegendLine(new Line2D.Double(-24, 0, 24, 0)); // long enough to tell the dashes apart
        for (int i = 0; i < summaries.size(); i++) {
            YIntervalSeries line = new YIntervalSeries(summaries.get(i).scheme().text());
            LossCurve.of(summaries.get(i).results())
                    .points()
                    .forEach(point -> line.add(point.iteration(), point.mean(), point.lowest(), point.highest()));
            series.addSeries(line);
            Color colour = ChartStyle.colour(i);
            renderer.setSeriesPaint(i, colour);
            renderer.setSeriesFillPaint(i, colour);
            renderer.setSeriesStroke(i, ChartStyle.stroke(i));
        }
        NumberAxis losses = new NumberAxis("training loss (mean of " + SmoothedLoss.ITERATIONS + " iterations)");
        NumberAxis iterations = new NumberAxis("iteration");
        iterations.setStandardTickUnits(NumberAxis.createIntegerTickUnits());
        XYPlot plot = new XYPlot(series, iterations, losses, renderer);
        plot.setBackgroundPaint(Color.WHITE);
        plot.setRangeGridlinePaint(Color.LIGHT_GRAY);
        plot.setDomainGridlinePaint(Color.LIGHT_GRAY);
        ChartStyle.setFonts(iterations, losses);
        return ChartStyle.chart(title, plot, true);
    }

    /** Test accuracy: a bar a scheme with its 95 % confidence interval, and a line at chance. */
    static JFreeChart accuracy(String title, List<SchemeSummary> summaries, double chance) {
        DefaultStatisticalCategoryDataset bars = new DefaultStatisticalCategoryDataset();
        for (SchemeSummary summary : summaries) {
            bars.add(summary.accuracyMean(), summary.accuracyCi95(), "test accuracy", categoryLabel(summary));
        }
        StatisticalBarRenderer renderer = new StatisticalBarRenderer();
        renderer.setSeriesPaint(0, ChartStyle.colour(3));
        renderer.setErrorIndicatorPaint(Color.BLACK);
        renderer.setErrorIndicatorStroke(new BasicStroke(2));
        renderer.setDrawBarOutline(true);
        renderer.setMaximumBarWidth(0.15);

        NumberAxis accuracy = new NumberAxis(String.format(
                Locale.ROOT, "test accuracy with 95 %% confidence interval; dashed: chance, %.3f", chance));
        accuracy.setRange(0, 1);
        CategoryAxis schemes = new CategoryAxis();
        schemes.setTickLabelFont(ChartStyle.TEXT);
        schemes.setMaximumCategoryLabelLines(2); // a name, and its accuracy
        CategoryPlot plot = new CategoryPlot(bars, schemes, accuracy, renderer);
        plot.setBackgroundPaint(Color.WHITE);
        plot.setRangeGridlinePaint(Color.LIGHT_GRAY);
        plot.addRangeMarker(
                new ValueMarker(chance, Color.BLACK, new BasicStroke(1.5f, 0, 0, 1, new float[] {6, 4}, 0)));
        ChartStyle.setFonts(accuracy);
        return ChartStyle.chart(title, plot, false);
    }

    private static String categoryLabel(SchemeSummary summary) {
        return summary.accuracyMean() == null
                ? summary.scheme() + ": none"
                : String.format(Locale.ROOT, "%s: %.3f", summary.scheme(), summary.accuracyMean());
    }
}
