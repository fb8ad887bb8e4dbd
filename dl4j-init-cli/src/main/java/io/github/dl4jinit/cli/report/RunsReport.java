// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli.report;

import static io.github.dl4jinit.cli.report.MarkdownTable.NOTHING;
import static io.github.dl4jinit.cli.report.MarkdownTable.left;
import static io.github.dl4jinit.cli.report.MarkdownTable.number;
import static io.github.dl4jinit.cli.report.MarkdownTable.right;
import static io.github.dl4jinit.cli.report.MarkdownTable.shortened;

import io.github.dl4jinit.cli.run.Run;
import io.github.dl4jinit.cli.run.RunFolder;
import io.github.dl4jinit.internal.OneLine;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** What {@code dl4j-init runs} prints: a line for each folder of results, and a sentence for each that is broken. */
public final class RunsReport {

    private static final DateTimeFormatter WHEN = DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT);

    private static final int SHORTEST_WHAT = 12;

    /** That of a folder which is named by default is 25. */
    private static final int LONGEST_FOLDER = 30;

    private final Path folder;
    private final List<Row> rows = new ArrayList<>();
    private final List<String> complaints = new ArrayList<>();

    private record Row(Run run, String state, Path folder) {}

    private RunsReport(Path folder) {
        this.folder = folder;
    }

    /**
     * Looks at the folders in a folder, or at that folder alone if it is one of results. Those of others are left out.
     *
     * @throws IOException if it is no folder, or cannot be listed
     */
    public static RunsReport of(Path folder) throws IOException {
        RunsReport report = new RunsReport(folder);
        if (RunFolder.holdsResults(folder)) {
            report.add(folder, folder);
        } else {
            try (Stream<Path> found = Files.list(folder)) {
                for (Path run : found.sorted().toList()) {
                    if (RunFolder.holdsResults(run)) {
                        report.add(run, run.getFileName());
                    }
                }
            }
        }
        report.rows.sort(Comparator.comparing(row -> row.run().started()));
        return report;
    }

    private void add(Path path, Path name) {
        try {
            Run run = RunFolder.read(path);
            rows.add(new Row(run, state(path, run), name));
        } catch (IOException e) {
            complaints.add(OneLine.of(e.getMessage()) + ".");
        }
    }

    /** How a run stands, with how many of its trials have ended. */
    private static String state(Path path, Run run) throws IOException {
        String state =
                RunFolder.wasKilled(path, run) ? "killed" : run.state().name().toLowerCase(Locale.ROOT);
        if (run.kind() == Run.Kind.PROBE) {
            return state;
        }
        boolean all = run.trials() == null || run.state() == Run.State.DONE;
        return state + ", " + RunFolder.trialsEnded(path) + (all ? "" : " of " + run.trials());
    }

    /**
     * Prints the table.
     *
     * @param zone whose time people see
     */
    public void print(PrintWriter out, ZoneId zone) {
        out.println(rows.isEmpty() ? "no results in " + OneLine.of(folder.toString()) : table(zone));
        out.flush();
    }

    /** What ran is shortened until the table fits a line. */
    private String table(ZoneId zone) {
        int length = MarkdownTable.LINE;
        String table = table(zone, length);
        while (!MarkdownTable.fitsLine(table) && length > SHORTEST_WHAT) {
            length--;
            table = table(zone, length);
        }
        return table;
    }

    private String table(ZoneId zone, int whatLength) {
        return MarkdownTable.of(
                rows,
                List.of(
                        left("when", row -> WHEN.format(row.run().started().atZone(zone))),
                        left("what", row -> shortened(what(row), whatLength)),
                        left("state, trials", Row::state),
                        right("best", RunsReport::best),
                        left("folder", row -> shortened(OneLine.of(row.folder().toString()), LONGEST_FOLDER))));
    }

    private static String what(Row row) {
        return OneLine.of(row.run().kind().command() + " " + row.run().subject());
    }

    private static String best(Row row) {
        return row.run().best() == null
                ? NOTHING
                : number("%.4f", row.run().best().score());
    }

    /** A sentence for each folder that does not say what ran in it. */
    public List<String> complaints() {
        return List.copyOf(complaints);
    }
}
