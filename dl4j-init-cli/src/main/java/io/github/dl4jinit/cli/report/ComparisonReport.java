// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli.report;

import io.github.dl4jinit.cli.file.Csv;
import io.github.dl4jinit.cli.run.Run;
import io.github.dl4jinit.lab.comparison.ComparisonResult;
import io.github.dl4jinit.lab.comparison.SchemeResult;
import io.github.dl4jinit.lab.scheme.Scheme;
import io.github.dl4jinit.lab.trial.ComparisonSpec;
import io.github.dl4jinit.lab.trial.Environment;
import io.github.dl4jinit.lab.trial.Measure;
import io.github.dl4jinit.lab.trial.TrainingSpec;
import io.github.dl4jinit.lab.trial.TrialResult;
import io.github.dl4jinit.lab.trial.TrialSignal;
import io.github.dl4jinit.lab.trial.TrialSpec;
import io.github.dl4jinit.lab.trial.TrialStatus;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVPrinter;

/** The results of a whole comparison, as files and as text. */
public final class ComparisonReport implements Report {

    private final ComparisonSpec spec;
    private final Environment environment;
    private final List<TrialResult> results;
    private final List<SchemeSummary> summaries;
    private final Measure measure;
    private final double chance;

    /**
     * @param spec what was compared
     * @param environment what it ran on
     * @param results the results of the trials that have ended, by their specifications
     * @param measure how networks are judged
     * @param chance the score that is reached without a look at the examples, as far as the data tells
     */
    public ComparisonReport(
            ComparisonSpec spec,
            Environment environment,
            Map<TrialSpec, TrialResult> results,
            Measure measure,
            double chance) {
        this.spec = spec;
        this.environment = environment;
        this.results = spec.trials().stream()
                .map(results::get)
                .filter(Objects::nonNull)
                .toList();
        this.summaries = spec.schemes().stream()
                .map(scheme -> SchemeSummary.of(
                        scheme,
                        this.results.stream()
                                .filter(result -> result.spec().scheme().equals(scheme))
                                .toList()))
                .toList();
        this.measure = measure;
        // The loss of guessing is that of the network's own loss, which its trials know.
        this.chance = this.results.stream()
                .map(TrialResult::chance)
                .filter(Objects::nonNull)
                .findFirst()
                .orElse(chance);
    }

    /** Writes {@code results.json}, {@code results.csv}, {@code history.csv} and the pictures. */
    @Override
    public void writeTo(ReportFiles files, Run run) throws IOException {
        files.writeJson("results.json", new ResultsJson(run, environment, spec, rows(), summaries));
        files.write("results.csv", this::writeCsv);
        files.write("history.csv", this::writeHistory);
        files.draw("loss", () -> ComparisonCharts.loss(title(), summaries));
        files.draw(measure.fileName(), () -> ComparisonCharts.scores(title(), summaries, measure, guess()));
    }

    /** Prints the table, why trials failed, and a sentence on each scheme that did not learn. */
    @Override
    public void print(PrintWriter out) {
        out.println();
        out.println(SummaryTable.of(summaries, measure));
        out.println();
        sentences().forEach(out::println);
        out.flush();
    }

    @Override
    public boolean isComplete() {
        return results.stream().noneMatch(result -> result.status() == TrialStatus.FAILED);
    }

    @Override
    public Optional<Run.Best> best() {
        if (results.stream().allMatch(result -> result.status() == TrialStatus.FAILED)) {
            return Optional.empty();
        }
        List<SchemeResult> schemes = summaries.stream()
                .map(summary -> new SchemeResult(summary.scheme(), summary.results()))
                .toList();
        return new ComparisonResult(schemes)
                .best()
                .map(best -> new Run.Best(best.scheme().text(), best.score().mean()));
    }

    /** Why trials failed, and what happened to each scheme that did not learn. */
    public List<String> sentences() {
        return Stream.concat(
                        results.stream()
                                .filter(result -> result.status() == TrialStatus.FAILED)
                                .map(result -> String.format(
                                        Locale.ROOT,
                                        "%s, seed %d, gave no result: %s.",
                                        result.spec().scheme(),
                                        result.spec().seed(),
                                        result.error())),
                        new SignalSentences(measure, guess()).of(summaries).stream())
                .toList();
    }

    /** The results of the trials that have ended, in the order of the comparison. */
    public List<TrialResult> results() {
        return results;
    }

    /** What the trials of each scheme gave together, in the order of the comparison. */
    public List<SchemeSummary> summaries() {
        return summaries;
    }

    /** How networks are judged. */
    public Measure measure() {
        return measure;
    }

    /** The score that is reached without a look at the examples. */
    public double chance() {
        return chance;
    }

    private Guess guess() {
        return new Guess(spec.training().dataSource().guess().orElse(measure.guess()), chance);
    }

    /** The network and the update rule. */
    public String title() {
        TrainingSpec training = spec.training();
        return training.network().network() + ", " + training.network().updates();
    }

    /** The schema of {@code results.json}. */
    private record ResultsJson(
            Run run,
            Environment environment,
            ComparisonSpec spec,
            List<TrialRow> trials,
            List<SchemeSummary> summary) {}

    /**
     * One trial without its history, which is in {@code history.csv}, and the layers, which are in the trial's file.
     */
    private record TrialRow(
            String id,
            Scheme scheme,
            long seed,
            TrialStatus status,
            Double initialLoss,
            Double finalLoss,
            Double testScore,
            int iterations,
            double seconds,
            Double msPerIteration,
            String error,
            TrialSignal signalAtStart,
            TrialSignal signalAtEnd) {

        static final String[] HEADER = {
            "id",
            "scheme",
            "seed",
            "status",
            "initialLoss",
            "finalLoss",
            "testScore",
            "iterations",
            "seconds",
            "msPerIteration",
            "error"
        };

        static TrialRow of(TrialResult result) {
            return new TrialRow(
                    result.id(),
                    result.spec().scheme(),
                    result.spec().seed(),
                    result.status(),
                    result.initialLoss(),
                    result.finalLoss(),
                    result.testScore(),
                    result.iterations(),
                    result.seconds(),
                    result.msPerIteration(),
                    result.error(),
                    withoutLayers(result.signalAtStart()),
                    withoutLayers(result.signalAtEnd()));
        }

        private static TrialSignal withoutLayers(TrialSignal signal) {
            return signal == null ? null : signal.withoutLayers();
        }

        Object[] values() {
            return new Object[] {
                id, scheme, seed, status, initialLoss, finalLoss, testScore, iterations, seconds, msPerIteration, error
            };
        }
    }

    private List<TrialRow> rows() {
        return results.stream().map(TrialRow::of).toList();
    }

    private void writeCsv(OutputStream out) throws IOException {
        CSVPrinter csv = Csv.printer(out, TrialRow.HEADER);
        for (TrialRow row : rows()) {
            csv.printRecord(row.values());
        }
        csv.flush();
    }

    private void writeHistory(OutputStream out) throws IOException {
        CSVPrinter csv = Csv.printer(out, "scheme", "seed", "iteration", "epoch", "loss");
        for (TrialResult result : results) {
            for (int i = 0; i < result.history().size(); i++) {
                csv.printRecord(
                        result.spec().scheme(),
                        result.spec().seed(),
                        i + 1,
                        i / result.iterationsPerEpoch() + 1,
                        result.history().get(i));
            }
        }
        csv.flush();
    }
}
