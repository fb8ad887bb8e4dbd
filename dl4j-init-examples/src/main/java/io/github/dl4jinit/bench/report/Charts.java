// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.bench.report;

import io.github.dl4jinit.bench.trial.TrialResult;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.geom.Line2D;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.CategoryAxis;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.plot.CategoryPlot;
import org.jfree.chart.plot.Plot;
import org.jfree.chart.plot.ValueMarker;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.category.StatisticalBarRenderer;
import org.jfree.chart.renderer.xy.DeviationRenderer;
import org.jfree.data.statistics.DefaultStatisticalCategoryDataset;
import org.jfree.data.xy.YIntervalSeries;
import org.jfree.data.xy.YIntervalSeriesCollection;

/**
 * The pictures of a comparison. Lines differ in dash and lightness, not only in hue, so that a grey print can be read.
 */
final class Charts {

    /** Okabe and Ito's palette for colour-blind readers, in an order that alternates dark and light. */
    private static final List<Color> COLOURS = List.of(
            new Color(0x0072B2),
            new Color(0xE69F00),
            new Color(0x000000),
            new Color(0x56B4E9),
            new Color(0xD55E00),
            new Color(0x009E73),
            new Color(0xCC79A7));

    private static final List<float[]> DASHES =
            Arrays.asList(null, new float[] {10, 5}, new float[] {2, 4}, new float[] {12, 4, 2, 4});

    private static final Font TITLE = new Font(Font.SANS_SERIF, Font.BOLD, 18);
    private static final Font TEXT = new Font(Font.SANS_SERIF, Font.PLAIN, 14);

    private Charts() {}

    /**
     * Loss against iteration: a line a scheme, the mean over its seeds, in a band from the lowest to the highest seed.
     */
    static JFreeChart loss(String title, List<SchemeSummary> summaries) {
        YIntervalSeriesCollection series = new YIntervalSeriesCollection();
        DeviationRenderer renderer = new DeviationRenderer(true, false);
        renderer.setAlpha(0.15f);
        renderer.setLegendLine(new Line2D.Double(-24, 0, 24, 0)); // long enough to tell the dashes apart
        for (int i = 0; i < summaries.size(); i++) {
            YIntervalSeries line = new YIntervalSeries(summaries.get(i).scheme());
            LossCurve.of(summaries.get(i).results())
                    .points()
                    .forEach(point -> line.add(point.iteration(), point.mean(), point.lowest(), point.highest()));
            series.addSeries(line);
            Color colour = COLOURS.get(i % COLOURS.size());
            renderer.setSeriesPaint(i, colour);
            renderer.setSeriesFillPaint(i, colour);
            renderer.setSeriesStroke(i, stroke(i));
        }
        NumberAxis losses = new NumberAxis("training loss (mean of " + TrialResult.SMOOTHING + " iterations)");
        NumberAxis iterations = new NumberAxis("iteration");
        iterations.setStandardTickUnits(NumberAxis.createIntegerTickUnits());
        XYPlot plot = new XYPlot(series, iterations, losses, renderer);
        plot.setBackgroundPaint(Color.WHITE);
        plot.setRangeGridlinePaint(Color.LIGHT_GRAY);
        plot.setDomainGridlinePaint(Color.LIGHT_GRAY);
        setFonts(iterations, losses);
        return chart(title, plot, true);
    }

    /** Test accuracy: a bar a scheme with its 95 % confidence interval, and a line at chance. */
    static JFreeChart accuracy(String title, List<SchemeSummary> summaries, double chance) {
        DefaultStatisticalCategoryDataset bars = new DefaultStatisticalCategoryDataset();
        for (SchemeSummary summary : summaries) {
            bars.add(summary.accuracyMean(), summary.accuracyCi95(), "test accuracy", categoryLabel(summary));
        }
        StatisticalBarRenderer renderer = new StatisticalBarRenderer();
        renderer.setSeriesPaint(0, COLOURS.get(3));
        renderer.setErrorIndicatorPaint(Color.BLACK);
        renderer.setErrorIndicatorStroke(new BasicStroke(2));
        renderer.setDrawBarOutline(true);
        renderer.setMaximumBarWidth(0.15);

        NumberAxis accuracy = new NumberAxis(String.format(
                Locale.ROOT, "test accuracy with 95 %% confidence interval; dashed: chance, %.3f", chance));
        accuracy.setRange(0, 1);
        CategoryAxis schemes = new CategoryAxis();
        schemes.setTickLabelFont(TEXT);
        CategoryPlot plot = new CategoryPlot(bars, schemes, accuracy, renderer);
        plot.setBackgroundPaint(Color.WHITE);
        plot.setRangeGridlinePaint(Color.LIGHT_GRAY);
        plot.addRangeMarker(
                new ValueMarker(chance, Color.BLACK, new BasicStroke(1.5f, 0, 0, 1, new float[] {6, 4}, 0)));
        setFonts(accuracy);
        return chart(title, plot, false);
    }

    private static String categoryLabel(SchemeSummary summary) {
        return summary.accuracyMean() == null
                ? summary.scheme() + ": none"
                : String.format(Locale.ROOT, "%s: %.3f", summary.scheme(), summary.accuracyMean());
    }

    private static JFreeChart chart(String title, Plot plot, boolean legend) {
        JFreeChart chart = new JFreeChart(title, TITLE, plot, legend);
        chart.setBackgroundPaint(Color.WHITE);
        if (legend) {
            chart.getLegend().setItemFont(TEXT);
        }
        return chart;
    }

    private static void setFonts(ValueAxis... axes) {
        for (ValueAxis axis : axes) {
            axis.setLabelFont(TEXT);
            axis.setTickLabelFont(TEXT);
        }
    }

    private static BasicStroke stroke(int series) {
        float[] dash = DASHES.get(series % DASHES.size());
        return new BasicStroke(2.5f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, dash, 0);
    }
}
