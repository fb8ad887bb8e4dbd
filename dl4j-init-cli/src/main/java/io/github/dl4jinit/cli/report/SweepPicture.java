// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli.report;

import io.github.dl4jinit.cli.chart.HeatMap;
import io.github.dl4jinit.cli.chart.HeatMapChart;
import io.github.dl4jinit.cli.chart.ValueChart;
import io.github.dl4jinit.cli.chart.ValueChart.Point;
import io.github.dl4jinit.cli.chart.ValueChart.Series;
import io.github.dl4jinit.cli.run.Run;
import io.github.dl4jinit.internal.OneLine;
import io.github.dl4jinit.lab.sweep.Sweep;
import io.github.dl4jinit.lab.sweep.Sweep.Axis;
import io.github.dl4jinit.lab.sweep.SweepCell;
import io.github.dl4jinit.lab.trial.Knob;
import io.github.dl4jinit.lab.trial.Measure;
import io.github.dl4jinit.lab.trial.OwnNetworkSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jfree.chart.JFreeChart;

/** The pictures of a sweep: maps of score and loss for two knobs, a chart for one knob of numbers. */
final class SweepPicture {

    /** More cells are less than two dots wide. */
    private static final int MOST_VALUES = 400;

    /** Knobs whose values say what they are. */
    private static final Set<Knob> TEXTS_THAT_SPEAK = Set.of(Knob.SCHEME, Knob.ACTIVATION, Knob.OPTIMIZER);

    private final Sweep sweep;
    private final List<SweepCell> cells;
    private final Run.Data data;

    SweepPicture(Sweep sweep, List<SweepCell> cells, Run.Data data) {
        this.sweep = sweep;
        this.cells = cells;
        this.data = data;
    }

    /** Draws what there is to draw, which may be nothing. */
    void drawInto(ReportFiles files) throws IOException {
        Measure measure = data.measure();
        List<Axis> swept = sweep.swept();
        if (swept.size() == 1 && swept.get(0).knob().numeric()) {
            files.draw(measure.fileName(), () -> line(swept.get(0)).chart());
        }
        if (swept.size() != 2 || swept.stream().anyMatch(axis -> axis.values().size() > MOST_VALUES)) {
            return;
        }
        Grid grid = Grid.of(sweep, cells);
        List<HeatMap.Curve> theory = SweepTheory.curves(sweep, grid);
        HeatMap.Scale scores = scale();
        // Beyond the loss of guessing, how bad a loss is says nothing.
        HeatMap.Scale losses =
                new HeatMap.Scale("training loss at the end", 0, data.target().lossOfGuessing());
        files.draw(
                measure.fileName(),
                () -> map(grid, scores, theory, cell -> cell.score().mean()));
        files.draw("loss", () -> map(grid, losses, theory, cell -> cell.loss().mean()));
    }

    private ValueChart line(Axis axis) {
        List<Point> points = cells.stream()
                .map(cell -> new Point(
                        Double.parseDouble(cell.knobs().get(axis.knob().flag())), cell.score()))
                .toList();
        boolean logarithmic = axis.knob() == Knob.LR;
        List<Series> series = List.of(new Series("test " + data.measure().text(), points));
        return new ValueChart(
                title(), data.measure(), data.chance(), axis.knob().flag(), logarithmic, series, Map.of());
    }

    /** From guessing, or what is of no use, to perfect; rising whichever is better. */
    private HeatMap.Scale scale() {
        Measure measure = data.measure();
        double worst = measure.worstShown(data.chance());
        double lowest = Math.min(worst, measure.perfect());
        double highest = Math.max(worst, measure.perfect());
        return new HeatMap.Scale("test " + measure.axis(), lowest, highest > lowest ? highest : lowest + 1);
    }

    private JFreeChart map(
            Grid grid, HeatMap.Scale scale, List<HeatMap.Curve> theory, Function<SweepCell, Double> value) {
        List<List<HeatMap.Cell>> rows = IntStream.range(0, grid.rows().values().size())
                .mapToObj(row -> IntStream.range(0, grid.columns().values().size())
                        .mapToObj(column -> cell(value.apply(grid.cell(column, row))))
                        .toList())
                .toList();
        return HeatMapChart.of(new HeatMap(title(), axis(grid.columns()), axis(grid.rows()), rows, scale, theory));
    }

    /** A cell without a value is one whose trials all diverged or failed. */
    private static HeatMap.Cell cell(Double value) {
        return new HeatMap.Cell(value, value == null ? "×" : String.format(Locale.ROOT, "%.2f", value));
    }

    private static HeatMap.Axis axis(Axis axis) {
        return new HeatMap.Axis(axis.knob().flag(), axis.values());
    }

    /** What the trials have in common. */
    private String title() {
        List<Axis> swept = sweep.swept();
        Stream<String> knobs = sweep.axes().stream()
                .filter(axis -> axis.knob() != Knob.SEED && !swept.contains(axis))
                .map(axis -> TEXTS_THAT_SPEAK.contains(axis.knob())
                        ? axis.values().get(0)
                        : axis.knob().flag() + " " + axis.values().get(0));
        Stream<String> network = sweep.base().network() instanceof OwnNetworkSpec own
                ? Stream.of(OneLine.of(String.valueOf(Path.of(own.network()).getFileName())))
                : Stream.empty();
        return Stream.concat(network, knobs).collect(Collectors.joining(", "));
    }
}
