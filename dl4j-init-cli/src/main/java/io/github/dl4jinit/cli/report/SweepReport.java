// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli.report;

import io.github.dl4jinit.cli.file.Csv;
import io.github.dl4jinit.cli.run.Run;
import io.github.dl4jinit.lab.sweep.Sweep;
import io.github.dl4jinit.lab.sweep.Sweep.Axis;
import io.github.dl4jinit.lab.sweep.SweepCell;
import io.github.dl4jinit.lab.sweep.SweepResult;
import io.github.dl4jinit.lab.sweep.SweepRow;
import io.github.dl4jinit.lab.trial.Environment;
import io.github.dl4jinit.lab.trial.Knob;
import io.github.dl4jinit.lab.trial.TrialStatus;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVPrinter;

/** The results of a sweep, as files and as text. */
public final class SweepReport implements Report {

    private static final String[] COLUMNS = {
        "status",
        "trained",
        "initialLoss",
        "finalLoss",
        "testScore",
        "iterations",
        "seconds",
        "msPerIteration",
        "forwardAtStart",
        "backwardAtStart",
        "error"
    };

    private final Sweep sweep;
    private final Environment environment;
    private final int iterations;
    private final Run.Data data;
    private final List<SweepRow> rows;
    private final List<SweepCell> cells;

    /**
     * @param result what was swept, and what it gave
     * @param environment what it ran on
     * @param iterations of a trial that does not end early
     * @param data what was trained on, and how networks are judged
     */
    public SweepReport(SweepResult result, Environment environment, int iterations, Run.Data data) {
        this.data = data;
        this.sweep = result.sweep();
        this.environment = environment;
        this.iterations = iterations;
        this.rows = result.rows();
        this.cells = result.cells();
    }

    /** Writes {@code results.json}, {@code results.csv} and, for one or two swept knobs, a picture. */
    @Override
    public void writeTo(ReportFiles files, Run run) throws IOException {
        files.writeJson("results.json", new ResultsJson(run, environment, SweepSpec.of(sweep), rows, cells));
        files.write("results.csv", this::writeCsv);
        new SweepPicture(sweep, cells, data).drawInto(files);
    }

    /** Prints the map as a table, what failed, and how much time early ends saved. */
    @Override
    public void print(PrintWriter out) {
        out.println();
        out.println(SweepTable.of(sweep, cells, data.measure()));
        out.println();
        sentences().forEach(out::println);
        out.flush();
    }

    /** What gave no result, how much trained, and how much time early ends saved. */
    public List<String> sentences() {
        List<String> sentences = new ArrayList<>();
        rows.stream()
                .filter(row -> row.status() == TrialStatus.FAILED)
                .forEach(row -> sentences.add(row.id() + " gave no result: " + row.error() + "."));
        long trained = cells.stream().filter(SweepCell::mostlyTrained).count();
        sentences.add(trained + " of " + cells.size()
                + " cells trained (test " + data.measure().text()
                + " more than half of the way from guessing to "
                + (data.measure().moreIsBetter() ? "1" : "0") + ")");
        long early = rows.stream().filter(this::endedEarly).count();
        if (early > 0) {
            double spent = rows.stream().mapToDouble(SweepRow::seconds).sum();
            double saved = rows.stream().mapToDouble(this::secondsSaved).sum();
            sentences.add(String.format(
                    Locale.ROOT,
                    "%d of %d trials ended early, which saved about %.0f %% of the training time (%.0f of %.0f s)",
                    early,
                    rows.size(),
                    100 * saved / (saved + spent),
                    saved,
                    saved + spent));
        }
        return sentences;
    }

    @Override
    public boolean isComplete() {
        return rows.stream().noneMatch(row -> row.status() == TrialStatus.FAILED);
    }

    @Override
    public Optional<Run.Best> best() {
        return cells.stream()
                .filter(cell -> cell.score().mean() != null)
                .max(Comparator.comparingDouble(
                        cell -> data.measure().worth(cell.score().mean())))
                .map(cell -> new Run.Best(name(cell), cell.score().mean()));
    }

    /** What tells a cell from the others. */
    private String name(SweepCell cell) {
        List<Axis> swept = sweep.swept();
        return (swept.isEmpty() ? List.of(sweep.axis(Knob.SCHEME)) : swept)
                .stream()
                        .map(axis -> axis.knob().flag() + " " + cell.value(axis.knob()))
                        .collect(Collectors.joining(", "));
    }

    private boolean endedEarly(SweepRow row) {
        return row.status() == TrialStatus.STUCK
                || row.status() == TrialStatus.DIVERGED && row.iterations() < iterations;
    }

    /** The seconds by the trial's own median iteration; nothing is known of one that diverged in the first. */
    private double secondsSaved(SweepRow row) {
        return !endedEarly(row) || row.msPerIteration() == null
                ? 0
                : (iterations - row.iterations()) * row.msPerIteration() / 1000;
    }

    /** The schema of {@code results.json}. */
    private record ResultsJson(
            Run run, Environment environment, SweepSpec spec, List<SweepRow> trials, List<SweepCell> cells) {}

    private void writeCsv(OutputStream out) throws IOException {
        List<String> knobs =
                sweep.axes().stream().map(axis -> axis.knob().flag()).toList();
        String[] header = Stream.of(Stream.of("id"), knobs.stream(), Stream.of(COLUMNS))
                .flatMap(names -> names)
                .toArray(String[]::new);
        CSVPrinter csv = Csv.printer(out, header);
        for (SweepRow row : rows) {
            csv.print(row.id());
            for (String knob : knobs) {
                csv.print(row.knobs().get(knob));
            }
            csv.printRecord(
                    row.status(),
                    row.trained(),
                    row.initialLoss(),
                    row.finalLoss(),
                    row.testScore(),
                    row.iterations(),
                    row.seconds(),
                    row.msPerIteration(),
                    row.signalAtStart() == null
                            ? null
                            : row.signalAtStart().forward().verdict(),
                    row.signalAtStart() == null
                            ? null
                            : row.signalAtStart().backward().verdict(),
                    row.error());
        }
        csv.flush();
    }
}
