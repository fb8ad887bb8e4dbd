// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli.chart;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Shape;
import java.awt.font.FontRenderContext;
import java.awt.geom.Ellipse2D;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.ValueAxis;
import org.jfree.chart.plot.Plot;
import org.jfree.chart.ui.RectangleInsets;

/** How all pictures look. Lines differ in dash and lightness, not only in hue, so that a grey print can be read. */
public final class ChartStyle {

    /** Okabe and Ito's palette for colour-blind readers, in an order that alternates dark and light. */
    private static final List<Color> COLOURS = List.of(
            new Color(0x0072B2),
            new Color(0xE69F00),
            new Color(0x000000),
            new Color(0x56B4E9),
            new Color(0xD55E00),
            new Color(0x009E73),
            new Color(0xCC79A7));

    private static final List<float[]> DASHES = Arrays.asList(
            null, new float[] {10, 5}, new float[] {2, 4}, new float[] {12, 4, 2, 4}, new float[] {24, 6});

    /** The largest share of its place that a text may take: where an SVG is shown, fonts may be wider than ours. */
    static final double ROOM = 0.85;

    /** Pixels of the light edge of a line over coloured cells: 2 on each side. */
    static final float HALO = 6.5f;

    /** Half of an axis' last tick stands out at the right. */
    private static final RectangleInsets MARGIN = new RectangleInsets(8, 4, 4, 20);

    private static final Font TITLE = new Font(Font.SANS_SERIF, Font.BOLD, 18);
    public static final Font TEXT = new Font(Font.SANS_SERIF, Font.PLAIN, 14);

    /** One measurement. */
    public static final Shape DOT = new Ellipse2D.Double(-4, -4, 8, 8);

    private ChartStyle() {}

    public static Color colour(int series) {
        return COLOURS.get(series % COLOURS.size());
    }

    public static JFreeChart chart(String title, Plot plot, boolean legend) {
        JFreeChart chart = new JFreeChart(title, TITLE, plot, legend);
        chart.setBackgroundPaint(Color.WHITE);
        chart.setPadding(MARGIN);
        if (legend) {
            chart.getLegend().setItemFont(TEXT);
        }
        return chart;
    }

    public static void setFonts(ValueAxis... axes) {
        for (ValueAxis axis : axes) {
            axis.setLabelFont(TEXT);
            axis.setTickLabelFont(TEXT);
        }
    }

    /** Pixels of the widest text, 0 if there is none. */
    static double width(Collection<String> texts, Font font) {
        FontRenderContext context = new FontRenderContext(null, true, true);
        return texts.stream()
                .mapToDouble(text -> font.getStringBounds(text, context).getWidth())
                .max()
                .orElse(0);
    }

    /** Whether each text fits into {@code pixels}, with space between it and the next. */
    static boolean fits(Collection<String> texts, Font font, double pixels) {
        return width(texts, font) <= ROOM * pixels;
    }

    public static BasicStroke stroke(int series) {
        float[] dash = DASHES.get(series % DASHES.size());
        return new BasicStroke(2.5f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, dash, 0);
    }
}
