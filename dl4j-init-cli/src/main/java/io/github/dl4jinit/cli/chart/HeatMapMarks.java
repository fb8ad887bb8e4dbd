// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli.chart;

import java.awt.Font;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jfree.chart.annotations.XYTextAnnotation;

/**
 * The texts in the cells of a {@link HeatMap}, in the largest font in which each fits its cell, over the curves. If
 * that were too small to be read then only those of one character are drawn, which say that something is wrong: the
 * numbers can still be told from the colours.
 */
final class HeatMapMarks {

    /** The smallest text that can be read: a PNG has twice as many dots. */
    private static final int SMALLEST = 7;

    private final HeatMap map;
    private final ColourScale colours;
    private final Set<String> drawn;
    private final Font font;

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
    }

    private static Font font(Collection<String> marks, double cellWidth, double cellHeight) {
        Font font = ChartStyle.TEXT;
        while (font.getSize() >= SMALLEST
                && !(ChartStyle.fits(marks, font, cellWidth) && font.getSize() <= ChartStyle.ROOM * cellHeight)) {
            font = font.deriveFont(font.getSize() - 1f);
        }
        return font;
    }

    /** The texts, each with a rim of its cell's colour that sets it off from a curve behind it. */
    List<XYTextAnnotation> annotations() {
        List<XYTextAnnotation> annotations = new ArrayList<>();
        map.forEachCell((column, row, cell) -> {
            if (drawn.contains(cell.mark())) {
                annotations.add(new HaloText(cell.mark(), column, row, font, colours.getPaint(cell.number())));
            }
        });
        return annotations;
    }
}
