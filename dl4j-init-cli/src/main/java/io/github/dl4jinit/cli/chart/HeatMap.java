// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli.chart;

import io.github.dl4jinit.internal.Check;
import java.awt.geom.Point2D;
import java.util.List;

/**
 * A grid of coloured cells: a number for each pair of two settings.
 *
 * @param rows from the bottom, each from the left
 * @param curves drawn over the cells, with distinct names
 */
public record HeatMap(String title, Axis x, Axis y, List<List<Cell>> rows, Scale scale, List<Curve> curves) {

    /**
     * @param label what the ticks are values of
     * @param ticks one for each column or row, which are all of one size whatever the values; any text
     */
    public record Axis(String label, List<String> ticks) {
        public Axis {
            ticks = List.copyOf(ticks);
            Check.require(!ticks.isEmpty(), "ticks", "at least one", ticks);
        }
    }

    /**
     * @param value {@code null} if there is no number, which makes the cell grey and hatched; not NaN
     * @param mark short text in the cell, empty for none
     */
    public record Cell(Double value, String mark) {
        public Cell {
            Check.require(value == null || !value.isNaN(), "value", "a number or null", value);
            Check.given("mark", mark);
        }

        /** NaN if there is none. */
        double number() {
            return value == null ? Double.NaN : value;
        }
    }

    /**
     * Values outside take the colour of the nearer end.
     *
     * @param label what the values are
     */
    public record Scale(String label, double lowest, double highest) {
        public Scale {
            Check.require(
                    lowest < highest && Double.isFinite(highest - lowest),
                    "scale",
                    "finite and rising",
                    lowest + " to " + highest);
        }
    }

    /**
     * A line in values of the axes, which is left out if the ticks of an axis are not rising or falling numbers.
     * Between two ticks, and for half a cell beyond the outermost, values are spread evenly; an axis with one tick has
     * a place for the value of that tick only. The line ends where it leaves the grid.
     *
     * @param name for the legend
     * @param points joined by lines that are straight in the picture; NaN and infinite ones break it
     */
    public record Curve(String name, List<Point2D.Double> points) {
        public Curve {
            points = List.copyOf(points);
        }
    }

    public HeatMap {
        rows = rows.stream().map(List::copyOf).toList();
        curves = List.copyOf(curves);
        Check.require(rows.size() == y.ticks().size(), "rows", "one for each tick of y", rows.size());
        for (List<Cell> row : rows) {
            Check.require(row.size() == x.ticks().size(), "cells of a row", "one for each tick of x", row.size());
        }
        long names = curves.stream().map(Curve::name).distinct().count();
        Check.require(names == curves.size(), "names of curves", "distinct", curves);
    }

    interface CellVisitor {
        void visit(int column, int row, Cell cell);
    }

    void forEachCell(CellVisitor visitor) {
        for (int row = 0; row < rows.size(); row++) {
            for (int column = 0; column < x.ticks().size(); column++) {
                visitor.visit(column, row, rows.get(row).get(column));
            }
        }
    }
}
