// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli.report;

import io.github.dl4jinit.cli.file.Csv;
import io.github.dl4jinit.lab.sweep.Sweep;
import io.github.dl4jinit.lab.sweep.SweepCell;
import io.github.dl4jinit.lab.sweep.SweepResult;
import io.github.dl4jinit.lab.sweep.SweepRow;
import io.github.dl4jinit.lab.trial.Environment;
import io.github.dl4jinit.lab.trial.MlpSpec;
import io.github.dl4jinit.lab.trial.TrainingSpec;
import io.github.dl4jinit.lab.trial.TrialStatus;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVPrinter;

/** The results of a sweep, as files and as text. */
public final class SweepReport {

    private static final String[] COLUMNS = {
        "status",
        "trained",
        "initialLoss",
        "finalLoss",
        "testAccuracy",
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
    private final int classes;
    private final List<SweepRow> rows;
    private final List<SweepCell> cells;

    /**
     * @param result what was swept, and what it gave
     * @param environment what it ran on
     * @param iterations of a trial that does not end early
     * @param classes of the data
     */
    public SweepReport(SweepResult result, Environment environment, int iterations, int classes) {
        this.classes = classes;
        this.sweep = result.sweep();
        this.environment = environment;
        this.iterations = iterations;
        this.rows = result.rows();
        this.cells = result.cells();
    }

    /**
     * Writes {@code results.json}, {@code results.csv} and, for one or two swept knobs, a picture.
     *
     * @throws IOException if one cannot be written; the message names it
     */
    public void writeTo(ReportFiles files) throws IOException {
        files.writeJson("results.json", new ResultsJson(environment, SpecJson.of(sweep), rows, cells));
        files.write("results.csv", this::writeCsv);
        new SweepPicture(sweep, cells, Math.log(classes)).drawInto(files);
    }

    /** Prints the map as a table, what failed, and how much time early ends saved. */
    public void print(PrintWriter out) {
        out.println();
        out.println(SweepTable.of(sweep, cells));
        out.println();
        rows.stream()
                .filter(row -> row.status() == TrialStatus.FAILED)
                .forEach(row -> out.printf("%s gave no result: %s.%n", row.id(), row.error()));
        long trained = cells.stream().filter(SweepCell::mostlyTrained).count();
        out.printf(
                "%d of %d cells trained (test accuracy more than half of the way from guessing to 1)%n",
                trained, cells.size());
        long early = rows.stream().filter(this::endedEarly).count();
        if (early > 0) {
            double spent = rows.stream().mapToDouble(SweepRow::seconds).sum();
            double saved = rows.stream().mapToDouble(this::secondsSaved).sum();
            out.printf(
                    Locale.ROOT,
                    "%d of %d trials ended early, which saved about %.0f %% of the training time (%.0f of %.0f s)%n",
                    early,
                    rows.size(),
                    100 * saved / (saved + spent),
                    saved,
                    saved + spent);
        }
        out.flush();
    }

    /** Whether every trial gave a result. */
    public boolean isComplete() {
        return rows.stream().noneMatch(row -> row.status() == TrialStatus.FAILED);
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
    private record ResultsJson(Environment environment, SpecJson spec, List<SweepRow> trials, List<SweepCell> cells) {}

    /** What {@link TrainingSpec} says; of the network the knobs say all but the skip connections and the tailoring. */
    private record SpecJson(
            Map<String, List<String>> knobs,
            boolean residual,
            boolean tailored,
            int batchSize,
            int epochs,
            int trainLimit,
            String data) {

        static SpecJson of(Sweep sweep) {
            Map<String, List<String>> knobs = new LinkedHashMap<>();
            sweep.axes().forEach(axis -> knobs.put(axis.knob().flag(), axis.values()));
            TrainingSpec training = sweep.base();
            return new SpecJson(
                    knobs,
                    training.network() instanceof MlpSpec mlp && mlp.residual(),
                    training.network() instanceof MlpSpec mlp && mlp.tailored(),
                    training.batchSize(),
                    training.epochs(),
                    training.trainLimit(),
                    training.data());
        }
    }

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
                    row.testAccuracy(),
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
