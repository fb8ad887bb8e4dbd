// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli.report;

import io.github.dl4jinit.cli.chart.ChartStyle;
import io.github.dl4jinit.theory.CriticalPoint;
import io.github.dl4jinit.theory.MeanField;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.util.Locale;
import java.util.function.DoubleUnaryOperator;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.annotations.XYTextAnnotation;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;

/** The pictures of one activation function. */
final class GainCharts {

    /** Points of a line: enough for a smooth one at the size of a picture. */
    private static final int POINTS = 101;

    /** The end of the axis, as in the published pictures of tanh, unless four times the σ_b² asked for is more. */
    private static final double LARGEST_SIGMA_B2 = 0.2;

    /** The end of the other axis, in multiples of the critical σ_w² for the σ_b² asked for. */
    private static final double HIGHEST_SIGMA_W2 = 5;

    private GainCharts() {}

    /** σ_w² against σ_b² where χ₁ = 1, broken where the variance that belongs to it is not stable. */
    static JFreeChart criticalLine(ActivationGains row, MeanField theory, double sigmaB2) {
        double largest = Math.max(LARGEST_SIGMA_B2, 4 * sigmaB2);
        Double critical = row.critical().sigmaW2();
        // Where φ′(0) = 0 the line comes down from infinity.
        double highest =
                HIGHEST_SIGMA_W2 * (critical == null ? theory.critical(largest).sigmaW2() : critical);
        XYSeries stable = new XYSeries("edge of chaos");
        XYSeries unstable = new XYSeries("edge of chaos, but the variance drifts away from it");
        for (CriticalPoint point : theory.criticalLine(largest, POINTS)) {
            if (point.sigmaW2() <= highest) {
                stable.add(point.sigmaB2(), point.stable() ? point.sigmaW2() : null);
                unstable.add(point.sigmaB2(), point.stable() ? null : point.sigmaW2());
            }
        }
        XYSeries asked = new XYSeries(
                String.format(Locale.ROOT, "σ_b² = %s: σ_w² = %s", sigmaB2, MarkdownTable.number("%.4f", critical)));
        asked.add(sigmaB2, critical);
        XYLineAndShapeRenderer renderer = lines();
        line(renderer, 0, ChartStyle.colour(0), ChartStyle.stroke(0));
        line(renderer, 1, ChartStyle.colour(0), ChartStyle.stroke(2));
        dots(renderer, 2, ChartStyle.colour(4));
        renderer.setSeriesVisibleInLegend(0, Double.isFinite(stable.getMaxY()));
        renderer.setSeriesVisibleInLegend(1, Double.isFinite(unstable.getMaxY()));
        XYPlot plot = plot(
                "σ_b², the variance of a bias",
                "σ_w², the variance of a weight times its fan-in",
                largest,
                renderer,
                stable,
                unstable,
                asked);
        NumberAxis vertical = (NumberAxis) plot.getRangeAxis();
        vertical.setAutoRangeIncludesZero(false);
        if (critical != null) {
            vertical.setAutoRangeMinimumSize(0.2 * critical); // a constant is a line, not its rounding
        }
        vertical.setUpperMargin(0.25); // room for the two words
        vertical.setLowerMargin(0.25);
        double top = vertical.getUpperBound();
        double height = vertical.getRange().getLength();
        plot.addAnnotation(text("chaos: gradients explode, alike inputs grow apart", largest / 2, top - 0.06 * height));
        plot.addAnnotation(text("order: gradients vanish, all inputs grow alike", largest / 2, top - 0.94 * height));
        return ChartStyle.chart(row.activation() + ": the edge of chaos", plot, true);
    }

    /** The next layer's variance against this one's, at the forward gain and on the edge of chaos. */
    static JFreeChart lengthMap(ActivationGains row, MeanField theory, double sigmaB2) {
        Double criticalVariance = row.critical().q();
        double largest = criticalVariance == null ? 2 : Math.max(2, 2 * criticalVariance);
        double forward = row.forwardGain() * row.forwardGain();
        XYLineAndShapeRenderer renderer = lines();
        line(renderer, 0, Color.GRAY, new BasicStroke(1));
        line(renderer, 1, ChartStyle.colour(0), ChartStyle.stroke(0));
        line(renderer, 2, ChartStyle.colour(4), ChartStyle.stroke(1));
        XYPlot plot = plot(
                "q, the variance of a layer's pre-activations",
                "q of the next layer",
                largest,
                renderer,
                curve("unchanged", largest, q -> q),
                curve(
                        String.format(Locale.ROOT, "forward gain: σ_w² = %.4f, σ_b² = 0", forward),
                        largest,
                        q -> theory.nextVariance(q, forward, 0)));
        XYSeriesCollection series = (XYSeriesCollection) plot.getDataset();
        XYSeries fixed = new XYSeries("fixed points");
        fixed.add(1, 1);
        Double critical = row.critical().sigmaW2();
        if (critical != null) {
            series.addSeries(curve(
                    String.format(Locale.ROOT, "critical: σ_w² = %.4f, σ_b² = %s", critical, sigmaB2),
                    largest,
                    q -> theory.nextVariance(q, critical, sigmaB2)));
        }
        if (criticalVariance != null) {
            fixed.add(criticalVariance, criticalVariance);
        }
        series.addSeries(fixed);
        dots(renderer, series.getSeriesCount() - 1, Color.BLACK);
        return ChartStyle.chart(row.activation() + ": the length map", plot, true);
    }

    private static XYSeries curve(String name, double largest, DoubleUnaryOperator function) {
        XYSeries curve = new XYSeries(name);
        for (int i = 0; i < POINTS; i++) {
            double q = largest * i / (POINTS - 1);
            curve.add(q, function.applyAsDouble(q));
        }
        return curve;
    }

    private static XYPlot plot(
            String x, String y, double largest, XYLineAndShapeRenderer renderer, XYSeries... curves) {
        XYSeriesCollection series = new XYSeriesCollection();
        for (XYSeries curve : curves) {
            series.addSeries(curve);
        }
        NumberAxis horizontal = new NumberAxis(x);
        horizontal.setRange(0, largest);
        NumberAxis vertical = new NumberAxis(y);
        ChartStyle.setFonts(horizontal, vertical);
        XYPlot plot = new XYPlot(series, horizontal, vertical, renderer);
        plot.setBackgroundPaint(Color.WHITE);
        plot.setRangeGridlinePaint(Color.LIGHT_GRAY);
        plot.setDomainGridlinePaint(Color.LIGHT_GRAY);
        return plot;
    }

    private static XYLineAndShapeRenderer lines() {
        XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer(true, false);
        renderer.setDrawSeriesLineAsPath(true); // a dash must not begin anew at each point
        renderer.setLegendLine(new Line2D.Double(-24, 0, 24, 0)); // long enough to tell the dashes apart
        return renderer;
    }

    private static void line(XYLineAndShapeRenderer renderer, int series, Color colour, BasicStroke stroke) {
        renderer.setSeriesPaint(series, colour);
        renderer.setSeriesStroke(series, stroke);
    }

    private static void dots(XYLineAndShapeRenderer renderer, int series, Color colour) {
        renderer.setSeriesPaint(series, colour);
        renderer.setSeriesLinesVisible(series, false);
        renderer.setSeriesShapesVisible(series, true);
        renderer.setSeriesShape(series, new Ellipse2D.Double(-5, -5, 10, 10));
    }

    private static XYTextAnnotation text(String text, double x, double y) {
        XYTextAnnotation annotation = new XYTextAnnotation(text, x, y);
        annotation.setFont(ChartStyle.TEXT);
        annotation.setPaint(Color.DARK_GRAY);
        return annotation;
    }
}
