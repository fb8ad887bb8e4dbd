// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.bench.report;

import com.github.freva.asciitable.AsciiTable;
import com.github.freva.asciitable.Column;
import com.github.freva.asciitable.ColumnData;
import com.github.freva.asciitable.HorizontalAlign;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The table at the end of a comparison, in the syntax of Markdown. */
final class SummaryTable {

    private static final String NOTHING = "–";

    private SummaryTable() {}

    static String of(List<SchemeSummary> summaries) {
        return AsciiTable.getTable(
                MARKDOWN_BORDERS,
                summaries,
                List.of(
                        left("scheme", SchemeSummary::scheme),
                        right("test accuracy", SummaryTable::accuracy),
                        right("loss at start", summary -> number("%.4f", summary.initialLossMean())),
                        right("at end", summary -> number("%.4f", summary.finalLossMean())),
                        right("iterations to 1.0", summary -> iterations(summary, "1.0")),
                        right("to 0.5", summary -> iterations(summary, "0.5")),
                        right("ms a step", summary -> number("%.1f", summary.msPerIterationMean())),
                        left("status", SummaryTable::status)));
    }

    /** Left, inner and right border of the header row, of the line below it, and of the data rows; no other lines. */
    private static final Character[] MARKDOWN_BORDERS = {
        null, null, null, null, '|', '|', '|', '|', '-', '|', '|', '|', '|', '|', null, null, null, null, null, null,
        null, null, null, null, null, null, null, null, null
    };

    private static ColumnData<SchemeSummary> left(String header, Function<SchemeSummary, String> value) {
        return new Column()
                .header(header)
                .headerAlign(HorizontalAlign.LEFT)
                .dataAlign(HorizontalAlign.LEFT)
                .with(value);
    }

    private static ColumnData<SchemeSummary> right(String header, Function<SchemeSummary, String> value) {
        return new Column()
                .header(header)
                .headerAlign(HorizontalAlign.RIGHT)
                .dataAlign(HorizontalAlign.RIGHT)
                .with(value);
    }

    private static String accuracy(SchemeSummary summary) {
        if (summary.accuracyMean() == null) {
            return NOTHING;
        }
        String mean = number("%.4f", summary.accuracyMean());
        return summary.accuracyCi95() == null ? mean : mean + " ± " + number("%.4f", summary.accuracyCi95());
    }

    private static String iterations(SchemeSummary summary, String bound) {
        Integer iterations = summary.iterationsToLoss().get(bound);
        return iterations == null ? NOTHING : iterations.toString();
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

    private static String number(String format, Double value) {
        return value == null ? NOTHING : String.format(Locale.ROOT, format, value);
    }
}
