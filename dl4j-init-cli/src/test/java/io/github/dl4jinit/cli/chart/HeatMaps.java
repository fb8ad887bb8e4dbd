// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli.chart;

import io.github.dl4jinit.cli.chart.HeatMap.Axis;
import io.github.dl4jinit.cli.chart.HeatMap.Cell;
import io.github.dl4jinit.cli.chart.HeatMap.Curve;
import io.github.dl4jinit.cli.chart.HeatMap.Scale;
import java.awt.Color;
import java.awt.geom.Point2D;
import java.util.List;
import java.util.function.BiFunction;
import java.util.stream.IntStream;

/** Heat maps, and what they are made of. */
final class HeatMaps {

    static final Scale SCALE = new Scale("mean test accuracy", 0, 1);

    static final Color DARKEST = new Color(0x440154);

    static final Color MIDDLE = new Color(0x21908C);

    static final Color LIGHTEST = new Color(0xFDE725);

    static final Color FIRST_CURVE = ChartStyle.colour(0);

    static final Axis GAIN = new Axis("gain", List.of("1", "2", "4"));

    static final Axis DEPTH = new Axis("depth", List.of("10", "50"));

    private HeatMaps() {}

    static List<Point2D.Double> points(double... coordinates) {
        return IntStream.range(0, coordinates.length / 2)
                .mapToObj(i -> new Point2D.Double(coordinates[2 * i], coordinates[2 * i + 1]))
                .toList();
    }

    static HeatMap map(Axis x, Axis y, List<List<Cell>> rows, Curve... curves) {
        return new HeatMap("a map", x, y, rows, SCALE, List.of(curves));
    }

    /** All of one colour. */
    static HeatMap plain(Axis x, Axis y, Curve... curves) {
        return map(x, y, rows(x, y, (column, row) -> new Cell(0.0, "")), curves);
    }

    static DrawnMap grid(int columns, int rows, String mark, Curve... curves) {
        return grid(columns, rows, (column, row) -> new Cell(0.0, mark), curves);
    }

    static DrawnMap grid(int columns, int rows, BiFunction<Integer, Integer, Cell> cell, Curve... curves) {
        Axis x = numbered(columns);
        Axis y = numbered(rows);
        return new DrawnMap(map(x, y, rows(x, y, cell), curves));
    }

    static Axis numbered(int ticks) {
        return new Axis(
                "number", IntStream.range(0, ticks).mapToObj(String::valueOf).toList());
    }

    static List<List<Cell>> rows(Axis x, Axis y, BiFunction<Integer, Integer, Cell> cell) {
        return IntStream.range(0, y.ticks().size())
                .mapToObj(row -> IntStream.range(0, x.ticks().size())
                        .mapToObj(column -> cell.apply(column, row))
                        .toList())
                .toList();
    }
}
