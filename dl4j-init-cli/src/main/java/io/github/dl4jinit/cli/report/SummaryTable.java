// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli.report;

import static io.github.dl4jinit.cli.report.MarkdownTable.NOTHING;
import static io.github.dl4jinit.cli.report.MarkdownTable.left;
import static io.github.dl4jinit.cli.report.MarkdownTable.number;
import static io.github.dl4jinit.cli.report.MarkdownTable.right;
import static io.github.dl4jinit.cli.report.MarkdownTable.withInterval;

import io.github.dl4jinit.lab.trial.TrialResult;
import io.github.dl4jinit.lab.trial.TrialSignal;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The table at the end of a comparison. */
final class SummaryTable {

    private SummaryTable() {}

    static String of(List<SchemeSummary> summaries) {
        return MarkdownTable.of(
                summaries,
                List.of(
                        left("scheme", summary -> summary.scheme().text()),
                        right("test accuracy", summary -> withInterval(summary.accuracyMean(), summary.accuracyCi95())),
                        right("loss at start", summary -> number("%.4f", summary.initialLossMean())),
                        right("at end", summary -> number("%.4f", summary.finalLossMean())),
                        right("iterations to 1.0", summary -> iterations(summary, "1.0")),
                        right("to 0.5", summary -> iterations(summary, "0.5")),
                        left("signal at start", summary -> signal(summary, TrialResult::signalAtStart)),
                        left("at end", summary -> signal(summary, TrialResult::signalAtEnd)),
                        right("ms a step", summary -> number("%.1f", summary.msPerIterationMean())),
                        left("status", SummaryTable::status)));
    }

    private static String iterations(SchemeSummary summary, String bound) {
        Integer iterations = summary.iterationsToLoss().get(bound);
        return iterations == null ? NOTHING : iterations.toString();
    }

    /** What the signal does with most seeds: the verdict and the rates a layer, forward and back. */
    private static String signal(SchemeSummary summary, Function<TrialResult, TrialSignal> when) {
        return SignalSummary.of(summary.results(), when)
                .map(signal -> signal.verdict().name().toLowerCase(Locale.ROOT) + " "
                        + number("%.3f", signal.forwardRate()) + ", " + number("%.3f", signal.backwardRate()))
                .orElse(NOTHING);
    }

    private static String status(SchemeSummary summary) {
        return Stream.of(
                        count(summary.completed(), "completed"),
                        count(summary.diverged(), "diverged"),
                        count(summary.failed(), "failed"))
                .filter(text -> !text.isEmpty())
                .collect(Collectors.joining(", "));
    }

    private static String count(int number, String what) {
        return number == 0 ? "" : number + " " + what;
    }
}
