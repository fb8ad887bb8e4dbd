// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli.report;

import static io.github.dl4jinit.cli.report.MarkdownTable.NOTHING;
import static io.github.dl4jinit.cli.report.MarkdownTable.left;
import static io.github.dl4jinit.cli.report.MarkdownTable.number;
import static io.github.dl4jinit.cli.report.MarkdownTable.right;
import static io.github.dl4jinit.cli.report.MarkdownTable.shortened;

import com.github.freva.asciitable.ColumnData;
import io.github.dl4jinit.lab.scheme.Scheme;
import io.github.dl4jinit.lab.trial.Measure;
import io.github.dl4jinit.lab.trial.TrialResult;
import io.github.dl4jinit.lab.trial.TrialSignal;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The table at the end of a comparison. */
final class SummaryTable {

    private SummaryTable() {}

    static String of(List<SchemeSummary> summaries, Measure measure) {
        ColumnData<SchemeSummary> iterations =
                right("iterations to " + String.join(", ", bounds()).replace(".0", ""), SummaryTable::iterations);
        ColumnData<SchemeSummary> atStart =
                left("signal at start", summary -> signal(summary, TrialResult::signalAtStart));
        ColumnData<SchemeSummary> atEnd = left("signal at end", summary -> signal(summary, TrialResult::signalAtEnd));
        ColumnData<SchemeSummary> step = right("ms a step", summary -> number("%.1f", summary.msPerIterationMean()));
        ColumnData<SchemeSummary> status = left("status", SummaryTable::status);
        List<ColumnData<SchemeSummary>> expendable = new ArrayList<>(List.of(step, atEnd));
        if (summaries.stream().allMatch(summary -> summary.completed() == summary.trials())) {
            expendable.add(status); // which says nothing
        }
        expendable.addAll(List.of(atStart, iterations)); // sentences tell of signals that are not healthy
        Map<Scheme, String> names =
                names(summaries.stream().map(SchemeSummary::scheme).toList());
        return MarkdownTable.fitting(
                summaries,
                List.of(
                        left("scheme", summary -> names.get(summary.scheme())),
                        right("test " + measure.text(), summary -> summary.score()
                                .text()),
                        right("training loss", SummaryTable::loss),
                        iterations,
                        atStart,
                        atEnd,
                        step,
                        status),
                expendable,
                "results.json");
    }

    /** Shortened, unless two of them would be the same then. */
    private static Map<Scheme, String> names(List<Scheme> schemes) {
        boolean distinct = schemes.stream()
                        .map(scheme -> shortened(scheme.text()))
                        .distinct()
                        .count()
                == schemes.size();
        return schemes.stream()
                .collect(Collectors.toMap(
                        Function.identity(), scheme -> distinct ? shortened(scheme.text()) : scheme.text()));
    }

    private static List<String> bounds() {
        return SchemeSummary.LOSS_BOUNDS.stream().map(String::valueOf).toList();
    }

    /** From the first batch before any update to the mean of the last iterations. */
    private static String loss(SchemeSummary summary) {
        return summary.initialLossMean() == null && summary.finalLossMean() == null
                ? NOTHING
                : number("%.4f", summary.initialLossMean()) + " → " + number("%.4f", summary.finalLossMean());
    }

    private static String iterations(SchemeSummary summary) {
        return bounds().stream()
                .map(bound -> summary.iterationsToLoss().get(bound))
                .map(iterations -> iterations == null ? NOTHING : iterations.toString())
                .collect(Collectors.joining(", "));
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
