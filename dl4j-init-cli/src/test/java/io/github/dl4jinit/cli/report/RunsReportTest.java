// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dl4jinit.cli.file.AtomicFile;
import io.github.dl4jinit.cli.run.Run;
import io.github.dl4jinit.cli.run.RunFolder;
import io.github.dl4jinit.cli.run.Runs;
import io.github.dl4jinit.cli.run.Start;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The table of what has run. That a run which is under way is no killed one shows {@code SignalsIT}. */
class RunsReportTest {

    @TempDir
    Path folder;

    @Test
    void aLineARun() throws IOException {
        write("b", Runs.done(Run.Kind.COMPARE));
        write("a", Runs.running(Run.Kind.SWEEP));
        Files.createFile(folder.resolve("a/trials/x.json"));
        write("c", Start.now().end(Runs.running(Run.Kind.TUNE), Run.State.INTERRUPTED, null));
        write("d", Runs.done(Run.Kind.PROBE));
        Files.createDirectories(folder.resolve("photos/trials"));
        Files.createFile(folder.resolve("notes.txt"));
        assertThat(printed(folder)).isEqualTo("""
                | when             | what       | state, trials       |   best | folder |
                |------------------|------------|---------------------|--------|--------|
                | 2026-11-27 18:00 | sweep he   | killed, 1 of 2      |      – | a      |
                | 2026-11-27 18:00 | compare he | done, 0             | 0.9000 | b      |
                | 2026-11-27 18:00 | tune he    | interrupted, 0 of 2 |      – | c      |
                | 2026-11-27 18:00 | probe he   | done                | 0.9000 | d      |
                """);
        assertThat(printed(folder.resolve("b"))).hasLineCount(3).contains("/b |");
    }

    @Test
    void whatIsBrokenOrOldIsASentence() throws IOException {
        write("a", Runs.done(Run.Kind.COMPARE));
        Files.writeString(Files.createDirectory(folder.resolve("broken")).resolve("run.json"), "{");
        Files.createFile(Files.createDirectories(folder.resolve("old/trials")).resolve("he-seed1.json"));
        RunsReport report = RunsReport.of(folder);
        assertThat(report.complaints())
                .hasSize(2)
                .anySatisfy(sentence -> assertThat(sentence)
                        .startsWith(folder.resolve("broken/run.json") + " does not say what ran here: "))
                .anySatisfy(sentence ->
                        assertThat(sentence).startsWith(folder.resolve("old") + " is of an older dl4j-init, which"));
        assertThat(printed(folder)).hasLineCount(3);
    }

    /** Whoever may write into the folder decides on names. */
    @Test
    void namesAreText() throws IOException {
        write("\u001b[31mred\nrow " + "long ".repeat(30), Runs.done(Run.Kind.COMPARE));
        String text = printed(folder);
        assertThat(text).doesNotContain("\u001b").hasLineCount(3);
        assertThat(text.lines()).allMatch(line -> line.length() <= 100);
    }

    @Test
    void noResults() throws IOException {
        assertThat(printed(folder)).isEqualTo("no results in " + folder + "\n");
        assertThatThrownBy(() -> RunsReport.of(folder.resolve("x"))).isInstanceOf(IOException.class);
    }

    private void write(String name, Run run) throws IOException {
        Path path = Files.createDirectories(folder.resolve(name));
        if (run.kind() != Run.Kind.PROBE) {
            Files.createDirectory(path.resolve("trials"));
        }
        RunFolder.write(AtomicFile.folder(path), run);
    }

    private static String printed(Path folder) throws IOException {
        StringWriter text = new StringWriter();
        RunsReport.of(folder).print(new PrintWriter(text), ZoneOffset.UTC);
        return text.toString().replace("\r\n", "\n");
    }
}
