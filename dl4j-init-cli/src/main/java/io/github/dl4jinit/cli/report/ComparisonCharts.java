// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli.report;

import io.github.dl4jinit.cli.chart.ChartStyle;
import io.github.dl4jinit.cli.chart.LossCurve;
import io.github.dl4jinit.cli.chart.ScoreAxis;
import io.github.dl4jinit.lab.trial.Measure;
import io.github.dl4jinit.lab.trial.SmoothedLoss;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.geom.Line2D;
import java.text.NumberFormat;
import java.util.List;
import java.util.Locale;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.CategoryAxis;
import org.jfree.chart.axis.LogAxis;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.plot.CategoryPlot;
import org.jfree.chart.plot.DatasetRenderingOrder;
import org.jfree.chart.plot.ValueMarker;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.category.LineAndShapeRenderer;
import org.jfree.chart.renderer.category.StatisticalBarRenderer;
import org.jfree.chart.renderer.xy.DeviationRenderer;
import org.jfree.data.Range;
import org.jfree.data.category.DefaultCategoryDataset;
import org.jfree.data.general.DatasetUtils;
import org.jfree.data.statistics.DefaultStatisticalCategoryDataset;
import org.jfree.data.xy.YIntervalSeries;
import org.jfree.data.xy.YIntervalSeriesCollection;

/** The pictures of a comparison. */
final class ComparisonCharts {

    /** A larger ratio of losses leaves nothing to see of the smaller ones on an axis of equal steps. */
    private static final double LARGE_RATIO = 100;

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
        ValueAxis losses = lossAxis(series, "training loss (mean of " + SmoothedLoss.ITERATIONS + " iterations)");
        NumberAxis iterations = new NumberAxis("iteration");
        iterations.setStandardTickUnits(NumberAxis.createIntegerTickUnits());
        iterations.setAutoRangeIncludesZero(false);
        iterations.setLowerMargin(0);
        iterations.setUpperMargin(0);
        XYPlot plot = new XYPlot(series, iterations, losses, renderer);
        plot.setBackgroundPaint(Color.WHITE);
        plot.setRangeGridlinePaint(Color.LIGHT_GRAY);
        plot.setDomainGridlinePaint(Color.LIGHT_GRAY);
        ChartStyle.setFonts(iterations, losses);
        return ChartStyle.chart(title, plot, true);
    }

    /** An axis of what there is; logarithmic if one of the losses is out of all proportion to the others. */
    private static ValueAxis lossAxis(YIntervalSeriesCollection series, String label) {
        Range losses = DatasetUtils.findRangeBounds(series);
        if (losses != null
                && losses.getLowerBound() > 0
                && losses.getUpperBound() > LARGE_RATIO * losses.getLowerBound()) {
            LogAxis axis = new LogAxis(label);
            axis.setBase(10);
            axis.setNumberFormatOverride(NumberFormat.getInstance(Locale.ROOT));
            return axis;
        }
        NumberAxis axis = new NumberAxis(label);
        axis.setAutoRangeIncludesZero(false);
        return axis;
    }

    /**
     * Test score: a bar a scheme with its 95 % confidence interval, or with a dot for each of two seeds, and a line at
     * what a guess reaches.
     */
    static JFreeChart scores(String title, List<SchemeSummary> summaries, Measure measure, Guess guess) {
        String score = "test " + measure.axis();
        DefaultStatisticalCategoryDataset bars = new DefaultStatisticalCategoryDataset();
        DefaultCategoryDataset seeds = new DefaultCategoryDataset();
        for (SchemeSummary summary : summaries) {
            bars.add(summary.scoreMean(), summary.scoreCi95(), score, categoryLabel(summary));
            if (summary.score().isOfTwo()) {
                seeds.addValue(summary.scoreSmallest(), "smaller", categoryLabel(summary));
                seeds.addValue(summary.scoreLargest(), "larger", categoryLabel(summary));
            }
        }
        StatisticalBarRenderer renderer = new StatisticalBarRenderer();
        renderer.setSeriesPaint(0, ChartStyle.colour(3));
        renderer.setErrorIndicatorPaint(Color.BLACK);
        renderer.setErrorIndicatorStroke(new BasicStroke(2));
        renderer.setDrawBarOutline(true);
        renderer.setMaximumBarWidth(0.15);

        boolean intervals = summaries.stream().anyMatch(summary -> summary.scoreCi95() != null);
        NumberAxis scores = new NumberAxis(String.format(
                Locale.ROOT,
                "%s%s%s; dashed: %s, %.3f",
                score,
                intervals ? " with 95 % confidence interval" : "",
                seeds.getRowCount() == 0 ? "" : "; dots: two seeds",
                guess.text(),
                guess.score()));
        scores.setRange(
                ScoreAxis.range(measure, guess.score(), summaries.stream().map(SchemeSummary::score)));
        CategoryAxis schemes = new CategoryAxis();
        schemes.setTickLabelFont(ChartStyle.TEXT);
        schemes.setMaximumCategoryLabelLines(2); // a name, and its score
        CategoryPlot plot = new CategoryPlot(bars, schemes, scores, renderer);
        plot.setBackgroundPaint(Color.WHITE);
        plot.setRangeGridlinePaint(Color.LIGHT_GRAY);
        plot.setDataset(1, seeds);
        plot.setRenderer(1, dots(seeds.getRowCount()));
        plot.setDatasetRenderingOrder(DatasetRenderingOrder.FORWARD);
        plot.addRangeMarker(
                new ValueMarker(guess.score(), Color.BLACK, new BasicStroke(1.5f, 0, 0, 1, new float[] {6, 4}, 0)));
        ChartStyle.setFonts(scores);
        return ChartStyle.chart(title, plot, false);
    }

    private static LineAndShapeRenderer dots(int series) {
        LineAndShapeRenderer dots = new LineAndShapeRenderer(false, true);
        for (int i = 0; i < series; i++) {
            dots.setSeriesPaint(i, Color.BLACK);
            dots.setSeriesShape(i, ChartStyle.DOT);
        }
        return dots;
    }

    private static String categoryLabel(SchemeSummary summary) {
        return summary.scoreMean() == null
                ? summary.scheme() + ": none"
                : String.format(Locale.ROOT, "%s: %.3f", summary.scheme(), summary.scoreMean());
    }
}
