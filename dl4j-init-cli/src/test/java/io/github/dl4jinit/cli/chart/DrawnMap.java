// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli.chart;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jfree.chart.ChartRenderingInfo;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.annotations.XYTextAnnotation;
import org.jfree.data.Range;

/** A chart as it is seen. Places are in columns and rows, whose centres are at whole numbers. */
final class DrawnMap {

    private final JFreeChart chart;
    private final BufferedImage image =
            new BufferedImage(PictureFile.WIDTH, PictureFile.HEIGHT, BufferedImage.TYPE_INT_RGB);
    private final Rectangle2D cells;
    private final Range columns;
    private final Range rows;

    DrawnMap(HeatMap map) {
        chart = HeatMapChart.of(map);
        ChartRenderingInfo info = new ChartRenderingInfo();
        Graphics2D graphics = image.createGraphics();
        chart.draw(graphics, new Rectangle2D.Double(0, 0, image.getWidth(), image.getHeight()), info);
        graphics.dispose();
        cells = info.getPlotInfo().getDataArea();
        columns = new Range(-0.5, map.x().ticks().size() - 0.5);
        rows = new Range(-0.5, map.y().ticks().size() - 0.5);
    }

    JFreeChart chart() {
        return chart;
    }

    /** Where the cells are, in pixels. */
    Rectangle2D cells() {
        return cells;
    }

    int x(double column) {
        return (int) (cells.getMinX() + (column - columns.getLowerBound()) / columns.getLength() * cells.getWidth());
    }

    int y(double row) {
        return (int) (cells.getMaxY() - (row - rows.getLowerBound()) / rows.getLength() * cells.getHeight());
    }

    Color at(double column, double row) {
        return new Color(image.getRGB(x(column), y(row)));
    }

    /** Whether all pixels have the darkest colour; where cells meet rounding makes some a little lighter. */
    boolean dark(double left, double bottom, double right, double top) {
        return colours(left, bottom, right, top).stream()
                .allMatch(colour -> colour.getRed() < 80 && colour.getGreen() < 20 && colour.getBlue() < 100);
    }

    /** Distinct. */
    Set<Color> colours(double left, double bottom, double right, double top) {
        return IntStream.rangeClosed(x(left), x(right))
                .boxed()
                .flatMap(x -> IntStream.rangeClosed(y(top), y(bottom)).mapToObj(y -> new Color(image.getRGB(x, y))))
                .collect(Collectors.toSet());
    }

    /** Whether a pixel there, or within 4 of it, has the colour. */
    boolean shows(Color colour, double column, double row) {
        return IntStream.rangeClosed(-4, 4).anyMatch(dx -> IntStream.rangeClosed(-4, 4)
                .anyMatch(dy -> image.getRGB(x(column) + dx, y(row) + dy) == colour.getRGB()));
    }

    List<XYTextAnnotation> marks() {
        return chart.getXYPlot().getAnnotations().stream()
                .map(XYTextAnnotation.class::cast)
                .toList();
    }

    /** The names in it, {@code null} if there is none. */
    String legend() {
        return chart.getLegend() == null
                ? null
                : IntStream.range(0, chart.getXYPlot().getLegendItems().getItemCount())
                        .mapToObj(i -> chart.getXYPlot().getLegendItems().get(i).getLabel())
                        .collect(Collectors.joining(", "));
    }
}
