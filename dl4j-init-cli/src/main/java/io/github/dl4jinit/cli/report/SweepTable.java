// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli.report;

import static io.github.dl4jinit.cli.report.MarkdownTable.left;
import static io.github.dl4jinit.cli.report.MarkdownTable.number;
import static io.github.dl4jinit.cli.report.MarkdownTable.right;
import static io.github.dl4jinit.cli.report.MarkdownTable.withInterval;

import com.github.freva.asciitable.ColumnData;
import io.github.dl4jinit.lab.sweep.Sweep;
import io.github.dl4jinit.lab.sweep.Sweep.Axis;
import io.github.dl4jinit.lab.sweep.SweepCell;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What a sweep prints: the map if there are two knobs and it fits a line, else its best cells. */
final class SweepTable {

    /** Columns of seven characters that a line of 160 holds. */
    private static final int MOST_COLUMNS = 20;

    private static final int MOST_ROWS = 30;

    private SweepTable() {}

    static String of(Sweep sweep, List<SweepCell> cells) {
        List<Axis> swept = sweep.swept();
        if (swept.size() == 2) {
            Grid grid = Grid.of(sweep, cells);
            if (grid.columns().values().size() <= MOST_COLUMNS
                    && grid.rows().values().size() <= MOST_ROWS) {
                return map(grid);
            }
        }
        return list(swept, cells);
    }

    private static String map(Grid grid) {
        List<Integer> fromTheTop = IntStream.range(0, grid.rows().values().size())
                .map(i -> grid.rows().values().size() - 1 - i)
                .boxed()
                .toList();
        List<ColumnData<Integer>> columns = new ArrayList<>();
        String corner =
                grid.rows().knob().flag() + " \\ " + grid.columns().knob().flag();
        columns.add(right(corner, row -> grid.rows().values().get(row)));
        for (int column = 0; column < grid.columns().values().size(); column++) {
            int x = column;
            columns.add(right(grid.columns().values().get(x), row -> accuracy(grid.cell(x, row))));
        }
        return MarkdownTable.of(fromTheTop, columns);
    }

    private static String accuracy(SweepCell cell) {
        return cell.accuracy().mean() == null
                ? "×"
                : number("%.3f", cell.accuracy().mean());
    }

    private static String list(List<Axis> swept, List<SweepCell> cells) {
        List<SweepCell> shown = cells;
        if (cells.size() > MOST_ROWS) {
            Comparator<SweepCell> byAccuracy = Comparator.comparing(
                    cell -> cell.accuracy().mean(), Comparator.nullsFirst(Comparator.naturalOrder()));
            shown = cells.stream()
                    .sorted(byAccuracy.reversed())
                    .limit(MOST_ROWS)
                    .toList();
        }
        List<ColumnData<SweepCell>> columns = new ArrayList<>();
        for (Axis axis : swept) {
            columns.add(left(
                    axis.knob().flag(), cell -> cell.knobs().get(axis.knob().flag())));
        }
        columns.add(right(
                "test accuracy",
                cell -> withInterval(cell.accuracy().mean(), cell.accuracy().ci95())));
        columns.add(right("loss at end", cell -> number("%.4f", cell.loss().mean())));
        columns.add(left("status", SweepTable::status));
        String table = MarkdownTable.of(shown, columns);
        return shown.size() == cells.size()
                ? table
                : table + System.lineSeparator() + "the best " + shown.size() + " of " + cells.size()
                        + "; all are in results.json";
    }

    private static String status(SweepCell cell) {
        return Stream.of(
                        count(cell.trained(), "trained"),
                        count(
                                cell.trials() - cell.trained() - cell.stuck() - cell.diverged() - cell.failed(),
                                "not trained"),
                        count(cell.stuck(), "stuck"),
                        count(cell.diverged(), "diverged"),
                        count(cell.failed(), "failed"))
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining(", "));
    }

    private static String count(int number, String what) {
        return number == 0 ? "" : number + " " + what;
    }
}
