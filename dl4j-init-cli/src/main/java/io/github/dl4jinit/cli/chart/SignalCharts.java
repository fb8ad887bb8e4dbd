// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli.chart;

import io.github.dl4jinit.signal.LayerSignal;
import io.github.dl4jinit.signal.Problem;
import io.github.dl4jinit.signal.SignalReport;
import java.awt.Color;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.plot.CombinedDomainXYPlot;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;

/** The picture of a report: signal and gradient of each layer, on logarithmic scales over the same axis. */
public final class SignalCharts {

    private SignalCharts() {}

    public static JFreeChart signal(SignalReport report) {
        NumberAxis layers = new NumberAxis("layer, from the input to the output");
        layers.setStandardTickUnits(NumberAxis.createIntegerTickUnits());
        layers.setAutoRangeIncludesZero(false);
        ChartStyle.setFonts(layers);
        CombinedDomainXYPlot plot = new CombinedDomainXYPlot(layers);
        plot.setGap(16);
        plot.add(panel(
                report,
                "log₁₀ of rms activation",
                0,
                layer -> OptionalDouble.of(layer.activation().rms())));
        plot.add(panel(report, "log₁₀ of gradient norm", 4, LayerSignal::gradientNorm));
        return ChartStyle.chart(
                String.format(
                        Locale.ROOT,
                        "forward %s, backward %s",
                        report.forward().verdict().name().toLowerCase(Locale.ROOT),
                        report.backward().verdict().name().toLowerCase(Locale.ROOT)),
                plot,
                true);
    }

    /** What is zero or not finite has no place on the scale and is left out. */
    private static XYPlot panel(
            SignalReport report, String title, int colour, Function<LayerSignal, OptionalDouble> figure) {
        Set<String> suspicious = report.problems().stream().map(Problem::layer).collect(Collectors.toSet());
        XYSeries curve = new XYSeries(title.replace("log₁₀ of ", ""));
        XYSeries marked = new XYSeries("layers with problems" + (colour == 0 ? "" : " "));
        List<LayerSignal> layers = report.layers();
        for (int i = 0; i < layers.size(); i++) {
            OptionalDouble value = figure.apply(layers.get(i));
            double level = value.isPresent() ? Math.log10(value.getAsDouble()) : Double.NaN;
            boolean shown = Double.isFinite(level) && !layers.get(i).output(); // a softmax is no signal
            if (shown) {
                curve.add(i, level);
                if (suspicious.contains(layers.get(i).name())) {
                    marked.add(i, level);
                }
            }
        }
        XYSeriesCollection series = new XYSeriesCollection(curve);
        series.addSeries(marked);
        XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer(true, false);
        renderer.setDrawSeriesLineAsPath(true); // a dash must not begin anew at each point
        renderer.setLegendLine(new Line2D.Double(-24, 0, 24, 0));
        renderer.setSeriesPaint(0, ChartStyle.colour(colour));
        renderer.setSeriesStroke(0, ChartStyle.stroke(colour == 0 ? 0 : 1));
        renderer.setSeriesPaint(1, Color.BLACK);
        renderer.setSeriesLinesVisible(1, false);
        renderer.setSeriesShapesVisible(1, true);
        renderer.setSeriesShape(1, new Ellipse2D.Double(-5, -5, 10, 10));
        renderer.setSeriesVisibleInLegend(1, colour == 0 && !marked.isEmpty());
        NumberAxis levels = new NumberAxis(title);
        levels.setAutoRangeIncludesZero(false);
        levels.setAutoRangeMinimumSize(2); // orders of magnitude: less than that is no trend
        ChartStyle.setFonts(levels);
        XYPlot plot = new XYPlot(series, null, levels, renderer);
        plot.setBackgroundPaint(Color.WHITE);
        plot.setRangeGridlinePaint(Color.LIGHT_GRAY);
        plot.setDomainGridlinePaint(Color.LIGHT_GRAY);
        return plot;
    }
}
