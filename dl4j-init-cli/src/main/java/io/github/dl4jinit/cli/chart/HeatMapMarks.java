// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli.chart;

import java.awt.Color;
import java.awt.Font;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jfree.chart.annotations.XYTextAnnotation;
import org.jfree.data.xy.XYDataset;

/**
 * The texts in the cells of a {@link HeatMap}, in the largest font in which each fits its cell. If that were too small
 * to be read then only those of one character are drawn, which say that something is wrong: the numbers can still be
 * told from the colours.
 */
final class HeatMapMarks {

    /** The smallest text that can be read without zooming in. */
    private static final int SMALLEST = 9;

    /** The share of a cell's width or height that a mark in the way of a curve may hide. */
    private static final double MOST_HIDDEN = 0.6;

    private final HeatMap map;
    private final ColourScale colours;
    private final Set<String> drawn;
    private final Font font;

    /** The width of a mark with its distance from a curve, in widths of a cell. */
    private final double width;

    /** The height of a mark with its distance from a curve, in heights of a cell. */
    private final double height;

    /** Chooses what fits into cells of {@code cellWidth} by {@code cellHeight} pixels. */
    HeatMapMarks(HeatMap map, ColourScale colours, double cellWidth, double cellHeight) {
        this.map = map;
        this.colours = colours;
        Set<String> marks = new HashSet<>();
        map.forEachCell((column, row, cell) -> marks.add(cell.mark()));
        marks.remove("");
        if (font(marks, cellWidth, cellHeight).getSize() < SMALLEST) {
            marks.removeIf(mark -> mark.codePointCount(0, mark.length()) > 1);
        }
        font = font(marks, cellWidth, cellHeight);
        drawn = font.getSize() < SMALLEST ? Set.of() : marks;
        width = (ChartStyle.width(marks, font) + ChartStyle.HALO) / cellWidth;
        height = (font.getSize() + ChartStyle.HALO) / cellHeight;
    }

    private static Font font(Collection<String> marks, double cellWidth, double cellHeight) {
        Font font = ChartStyle.TEXT;
        while (font.getSize() >= SMALLEST
                && !(ChartStyle.fits(marks, font, cellWidth) && font.getSize() <= ChartStyle.ROOM * cellHeight)) {
            font = font.deriveFont(font.getSize() - 1f);
        }
        return font;
    }

    /**
     * A mark interrupts the curve that passes behind it. Where cells are so small that little would be left of the
     * curve it is the mark that gives way.
     *
     * @param curves in columns and rows
     */
    List<XYTextAnnotation> beside(XYDataset curves) {
        boolean crowded = Math.max(width, height) > MOST_HIDDEN;
        List<XYTextAnnotation> annotations = new ArrayList<>();
        map.forEachCell((column, row, cell) -> {
            Rectangle2D place = new Rectangle2D.Double(column - width / 2, row - height / 2, width, height);
            if (drawn.contains(cell.mark()) && !(crowded && crosses(curves, place))) {
                Color colour = colours.getPaint(cell.number());
                XYTextAnnotation mark = new XYTextAnnotation(cell.mark(), column, row);
                mark.setFont(font);
                mark.setPaint(ColourScale.textOn(colour));
                mark.setBackgroundPaint(colour);
                annotations.add(mark);
            }
        });
        return annotations;
    }

    private static boolean crosses(XYDataset curves, Rectangle2D place) {
        for (int curve = 0; curve < curves.getSeriesCount(); curve++) {
            for (int i = 1; i < curves.getItemCount(curve); i++) {
                double fromX = curves.getXValue(curve, i - 1);
                double toX = curves.getXValue(curve, i);
                boolean broken = Double.isNaN(fromX) || Double.isNaN(toX);
                if (!broken
                        && place.intersectsLine(
                                fromX, curves.getYValue(curve, i - 1), toX, curves.getYValue(curve, i))) {
                    return true;
                }
            }
        }
        return false;
    }
}
