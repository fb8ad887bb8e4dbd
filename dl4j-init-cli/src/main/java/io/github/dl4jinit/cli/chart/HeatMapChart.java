// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli.chart;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Line2D;
import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jfree.chart.ChartRenderingInfo;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.AxisLocation;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.SymbolAxis;
import org.jfree.chart.plot.DatasetRenderingOrder;
import org.jfree.chart.plot.SeriesRenderingOrder;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYBlockRenderer;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.chart.title.PaintScaleLegend;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.data.xy.DefaultXYZDataset;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;
import org.jfree.data.xy.XYZDataset;

/** Draws a {@link HeatMap}. In the plot column and row i lie from i − ½ to i + ½. */
public final class HeatMapChart {

    private static final Color HATCH = new Color(0xB8B8B8);

    private static final double HATCH_PIXELS = 12;

    /** Pixels for a tick's text: enough for most schemes with parameters, and leaves room for the cells. */
    private static final double WIDEST_TICK = 240;

    private final HeatMap map;
    private final ColourScale colours;
    private final int columns;
    private final int rows;

    /** The picture of a map. */
    public static JFreeChart of(HeatMap map) {
        return new HeatMapChart(map).chart();
    }

    private HeatMapChart(HeatMap map) {
        this.map = map;
        colours = new ColourScale(map.scale().lowest(), map.scale().highest());
        columns = map.x().ticks().size();
        rows = map.y().ticks().size();
    }

    private JFreeChart chart() {
        SymbolAxis x = axis(map.x());
        SymbolAxis y = axis(map.y());
        XYSeriesCollection curves = curves();
        XYPlot plot = new XYPlot(cells(), x, y, blocks());
        plot.setDatasetRenderingOrder(DatasetRenderingOrder.FORWARD);
        plot.setSeriesRenderingOrder(SeriesRenderingOrder.FORWARD);
        plot.setDomainGridlinesVisible(false);
        plot.setRangeGridlinesVisible(false);
        plot.setDataset(2, curves);
        plot.setRenderer(2, halos(curves.getSeriesCount()));
        plot.setDataset(3, copy(curves)); // a plot finds the renderer of a legend's item by its dataset
        plot.setRenderer(3, lines(curves.getSeriesCount()));
        JFreeChart chart = ChartStyle.chart(map.title(), plot, curves.getSeriesCount() > 0);
        if (chart.getLegend() != null) {
            chart.getLegend().setItemLabelPadding(new RectangleInsets(2, 2, 2, 20));
        }
        PaintScaleLegend bar = colourBar();
        chart.addSubtitle(bar);

        // What follows needs the size of a cell in pixels, which is known once all texts around have their places.
        x.setVerticalTickLabels(
                !ChartStyle.fits(ticks(map.x()), ChartStyle.TEXT, layout(chart).cellWidth()));
        Layout layout = layout(chart);
        bar.setMargin(layout.above(), 4, layout.below(), 8);
        plot.setDataset(1, hatch(layout));
        plot.setRenderer(1, hatchLines());
        new HeatMapMarks(map, colours, layout.cellWidth(), layout.cellHeight())
                .annotations()
                .forEach(mark -> plot.addAnnotation(mark, false));
        return chart;
    }

    /** Pixels of a picture of the usual size: of a cell, and between the plot's edge and its cells. */
    private record Layout(double cellWidth, double cellHeight, double above, double below) {}

    private Layout layout(JFreeChart chart) {
        ChartRenderingInfo info = new ChartRenderingInfo();
        Rectangle2D picture = new Rectangle2D.Double(0, 0, PictureFile.WIDTH, PictureFile.HEIGHT);
        Graphics2D graphics = new BufferedImage(1, 1, BufferedImage.TYPE_INT_RGB).createGraphics();
        chart.draw(graphics, picture, info);
        graphics.dispose();
        RectangleInsets insets = chart.getPlot().getInsets();
        Rectangle2D plot = info.getPlotInfo().getPlotArea();
        Rectangle2D cells = info.getPlotInfo().getDataArea();
        return new Layout(
                cells.getWidth() / columns,
                cells.getHeight() / rows,
                cells.getMinY() - plot.getMinY() + insets.getTop(),
                plot.getMaxY() - cells.getMaxY() + insets.getBottom());
    }

    private static SymbolAxis axis(HeatMap.Axis axis) {
        SymbolAxis symbols = new SymbolAxis(axis.label(), ticks(axis).toArray(new String[0]));
        symbols.setGridBandsVisible(false);
        symbols.setRange(-0.5, axis.ticks().size() - 0.5);
        ChartStyle.setFonts(symbols);
        return symbols;
    }

    /**
     * The texts of the ticks, shortened in the middle where they are too long: schemes are alike in their beginnings.
     */
    private static List<String> ticks(HeatMap.Axis axis) {
        return axis.ticks().stream().map(HeatMapChart::shortened).toList();
    }

    private static String shortened(String tick) {
        String shown = tick;
        for (int kept = tick.length() - 1; ChartStyle.width(List.of(shown), ChartStyle.TEXT) > WIDEST_TICK; kept--) {
            shown = tick.substring(0, kept / 2) + "…" + tick.substring(tick.length() - (kept + 1) / 2);
        }
        return shown;
    }

    private XYZDataset cells() {
        double[][] data = new double[3][columns * rows];
        map.forEachCell((column, row, cell) -> {
            int item = row * columns + column;
            data[0][item] = column;
            data[1][item] = row;
            data[2][item] = cell.number();
        });
        DefaultXYZDataset cells = new DefaultXYZDataset();
        cells.addSeries("cells", data);
        return cells;
    }

    private XYBlockRenderer blocks() {
        XYBlockRenderer renderer = new XYBlockRenderer();
        renderer.setPaintScale(colours);
        renderer.setDefaultSeriesVisibleInLegend(false);
        return renderer;
    }

    private PaintScaleLegend colourBar() {
        NumberAxis axis = new NumberAxis(map.scale().label());
        axis.setStandardTickUnits(NumberAxis.createStandardTickUnits(Locale.ROOT));
        axis.setRange(colours.lowest(), colours.highest());
        ChartStyle.setFonts(axis);
        axis.setTickLabelInsets(new RectangleInsets(10, 4, 10, 4)); // fewer of them
        axis.setLabelAngle(Math.PI); // read from below, as that of the other vertical axis
        PaintScaleLegend bar = new PaintScaleLegend(colours, axis);
        bar.setPosition(RectangleEdge.RIGHT);
        bar.setAxisLocation(AxisLocation.BOTTOM_OR_RIGHT);
        bar.setStripWidth(20);
        bar.setSubdivisionCount(128);
        bar.setMargin(4, 4, 4, 8);
        return bar;
    }

    /** Diagonals, which go on from one cell without a number to the next. */
    private XYSeriesCollection hatch(Layout layout) {
        int lines = Math.max(1, (int) (Math.min(layout.cellWidth(), layout.cellHeight()) / HATCH_PIXELS));
        XYSeries hatch = new XYSeries("no number", false);
        map.forEachCell((column, row, cell) -> {
            if (cell.value() == null) {
                for (int i = 1 - lines; i < lines; i++) {
                    double shift = (double) i / lines;
                    hatch.add(column - 0.5 + Math.max(0, shift), row - 0.5 + Math.max(0, -shift));
                    hatch.add(column + 0.5 + Math.min(0, shift), row + 0.5 - Math.max(0, shift));
                    hatch.add(Double.NaN, Double.NaN);
                }
            }
        });
        return new XYSeriesCollection(hatch);
    }

    private static XYLineAndShapeRenderer hatchLines() {
        XYLineAndShapeRenderer renderer = lineRenderer();
        renderer.setSeriesPaint(0, HATCH);
        renderer.setSeriesStroke(0, new BasicStroke(1));
        renderer.setDefaultSeriesVisibleInLegend(false);
        return renderer;
    }

    /** The curves of which a part lies within the cells. */
    private XYSeriesCollection curves() {
        XYSeriesCollection curves = new XYSeriesCollection();
        Optional<TickPositions> x = TickPositions.of(map.x().ticks());
        Optional<TickPositions> y = TickPositions.of(map.y().ticks());
        if (x.isPresent() && y.isPresent()) {
            Rectangle2D grid = new Rectangle2D.Double(-0.5, -0.5, columns, rows);
            for (HeatMap.Curve curve : map.curves()) {
                List<Point2D.Double> points = curve.points().stream()
                        .map(point ->
                                new Point2D.Double(x.get().of(point.x), y.get().of(point.y)))
                        .toList();
                XYSeries clipped = ClippedCurve.of(curve.name(), points, grid);
                if (!clipped.isEmpty()) {
                    curves.addSeries(clipped);
                }
            }
        }
        return curves;
    }

    private static XYSeriesCollection copy(XYSeriesCollection curves) {
        XYSeriesCollection copy = new XYSeriesCollection();
        for (int i = 0; i < curves.getSeriesCount(); i++) {
            copy.addSeries(curves.getSeries(i));
        }
        return copy;
    }

    /** Draws the white below the lines, so that they stand out from any colour. */
    private static XYLineAndShapeRenderer halos(int curves) {
        XYLineAndShapeRenderer renderer = lineRenderer();
        renderer.setDefaultSeriesVisibleInLegend(false);
        for (int i = 0; i < curves; i++) {
            renderer.setSeriesPaint(i, Color.WHITE);
            renderer.setSeriesStroke(i, new BasicStroke(ChartStyle.HALO, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND));
        }
        return renderer;
    }

    private static XYLineAndShapeRenderer lines(int curves) {
        XYLineAndShapeRenderer renderer = lineRenderer();
        renderer.setLegendLine(new Line2D.Double(-24, 0, 24, 0)); // long enough to tell the dashes apart
        for (int i = 0; i < curves; i++) {
            renderer.setSeriesPaint(i, ChartStyle.colour(i));
            renderer.setSeriesStroke(i, ChartStyle.stroke(i));
        }
        return renderer;
    }

    private static XYLineAndShapeRenderer lineRenderer() {
        XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer(true, false);
        renderer.setDrawSeriesLineAsPath(true); // a dash must not begin anew at each point
        return renderer;
    }
}
