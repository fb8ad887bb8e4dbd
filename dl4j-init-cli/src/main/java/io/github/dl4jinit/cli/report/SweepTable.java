// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli.report;

import static io.github.dl4jinit.cli.report.MarkdownTable.left;
import static io.github.dl4jinit.cli.report.MarkdownTable.number;
import static io.github.dl4jinit.cli.report.MarkdownTable.right;
import static io.github.dl4jinit.cli.report.MarkdownTable.shortened;

import com.github.freva.asciitable.ColumnData;
import io.github.dl4jinit.lab.sweep.Sweep;
import io.github.dl4jinit.lab.sweep.Sweep.Axis;
import io.github.dl4jinit.lab.sweep.SweepCell;
import io.github.dl4jinit.lab.trial.Measure;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What a sweep prints: the map if there are two knobs and it is not too large, else its best cells. */
final class SweepTable {

    /** Two tables below each other hold so many columns. */
    private static final int MOST_COLUMNS = 20;

    private static final int MOST_ROWS = 30;

    private SweepTable() {}

    static String of(Sweep sweep, List<SweepCell> cells, Measure measure) {
        List<Axis> swept = sweep.swept();
        if (swept.size() == 2) {
            Grid grid = Grid.of(sweep, cells);
            if (grid.columns().values().size() <= MOST_COLUMNS
                    && grid.rows().values().size() <= MOST_ROWS) {
                return map(grid);
            }
        }
        return list(swept, cells, measure);
    }

    private static String map(Grid grid) {
        List<Integer> fromTheTop = IntStream.range(0, grid.rows().values().size())
                .map(i -> grid.rows().values().size() - 1 - i)
                .boxed()
                .toList();
        int all = grid.columns().values().size();
        int blocks = 1;
        List<String> tables = blocks(grid, fromTheTop, all, blocks);
        while (blocks < all && !tables.stream().allMatch(MarkdownTable::fitsLine)) {
            blocks++;
            tables = blocks(grid, fromTheTop, all, blocks);
        }
        return String.join(System.lineSeparator().repeat(2), tables);
    }

    /** A map whose columns are shared out among tables of about equal width. */
    private static List<String> blocks(Grid grid, List<Integer> rows, int columns, int blocks) {
        return IntStream.range(0, blocks)
                .mapToObj(block -> block(grid, rows, columns * block / blocks, columns * (block + 1) / blocks))
                .toList();
    }

    private static String block(Grid grid, List<Integer> rows, int from, int to) {
        List<ColumnData<Integer>> columns = new ArrayList<>();
        String corner =
                grid.rows().knob().flag() + " \\ " + grid.columns().knob().flag();
        columns.add(right(corner, row -> shortened(grid.rows().values().get(row))));
        for (int column = from; column < to; column++) {
            int x = column;
            columns.add(right(shortened(grid.columns().values().get(x)), row -> score(grid.cell(x, row))));
        }
        return MarkdownTable.of(rows, columns);
    }

    private static String score(SweepCell cell) {
        return cell.score().mean() == null ? "×" : number("%.3f", cell.score().mean());
    }

    private static String list(List<Axis> swept, List<SweepCell> cells, Measure measure) {
        List<SweepCell> shown = cells;
        if (cells.size() > MOST_ROWS) {
            Comparator<SweepCell> byScore = Comparator.comparing(
                    cell -> cell.score().mean() == null
                            ? null
                            : measure.worth(cell.score().mean()),
                    Comparator.nullsFirst(Comparator.naturalOrder()));
            shown = cells.stream().sorted(byScore.reversed()).limit(MOST_ROWS).toList();
        }
        List<ColumnData<SweepCell>> columns = new ArrayList<>();
        for (Axis axis : swept) {
            columns.add(left(axis.knob().flag(), cell -> shortened(cell.value(axis.knob()))));
        }
        columns.add(right("test " + measure.text(), cell -> cell.score().text()));
        ColumnData<SweepCell> loss =
                right("training loss at end", cell -> number("%.4f", cell.loss().mean()));
        columns.add(loss);
        columns.add(left("status", SweepTable::status));
        String table = MarkdownTable.fitting(shown, columns, List.of(loss), "results.json");
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
