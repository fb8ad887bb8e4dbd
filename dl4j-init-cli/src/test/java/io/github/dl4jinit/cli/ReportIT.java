// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dl4jinit.cli.CommandLine.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code dl4j-init report}, on folders that commands have left; their workers train nothing. */
class ReportIT {

    @TempDir
    static Path folder;

    private static WorkerScript workers;

    @BeforeAll
    static void prepare() throws IOException {
        Patterns.data(folder, "data", 64, 32, false);
        workers = WorkerScript.answering(1_000_000);
        assertThat(run("one", "compare", "--schemes", "he", "--seeds", "1,2").exitCode())
                .isZero();
        assertThat(run("other", "sweep", "--gain", "1,2").exitCode()).isZero();
    }

    private static Outcome run(String out, String... command) {
        List<String> args = new ArrayList<>(List.of(command));
        args.addAll(List.of("--depth", "2", "--width", "8", "--batch", "16", "--jobs", "1"));
        args.addAll(List.of("--data", folder.resolve("data").toString()));
        args.addAll(List.of("--out", folder.resolve(out).toString()));
        return workers.run(path -> path, args.toArray(String[]::new));
    }

    @Test
    void makesThePageOfOneRunInItsFolder() throws IOException {
        Path page = folder.resolve("one/report.html");
        assertThat(page).exists();
        Files.delete(page);
        Outcome outcome = CommandLine.runHere("report", folder.resolve("one").toString());
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.out()).isEqualTo(page.toString());
        assertThat(Files.readString(page)).startsWith("<!DOCTYPE html>");
    }

    @Test
    void putsSeveralRunsOnOnePage() throws IOException {
        Path page = folder.resolve("both.html");
        Outcome outcome = CommandLine.runHere(
                "report",
                folder.resolve("one").toString(),
                folder.resolve("other").toString(),
                "--out",
                page.toString());
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        assertThat(page).exists();
    }

    /** A machine without a desktop, as the one of these tests, is told where the page is. */
    @Test
    void aPageThatCannotBeOpenedIsASentence() throws IOException {
        Outcome outcome = CommandLine.runHere("report", folder.resolve("one").toString(), "--open");
        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.err().lines()).hasSize(1);
        assertThat(outcome.err())
                .startsWith("the page is not opened, because there is no desktop here; open ")
                .endsWith("report.html in a browser");
    }

    @Test
    void foldersThatHoldNoRunAreRefused() throws IOException {
        Path empty = Files.createDirectory(folder.resolve("empty"));
        CommandLine.runHere("report", empty.toString()).assertOneMessage(ExitCode.FAILED, "holds no results");
        CommandLine.runHere("report", folder.resolve("nowhere").toString())
                .assertOneMessage(ExitCode.FAILED, "does not exist");
        CommandLine.runHere("report").assertOneMessage(ExitCode.USAGE, "DIR");
        String one = folder.resolve("one").toString();
        CommandLine.runHere("report", one, one + "/.").assertOneMessage(ExitCode.USAGE, "different from each other");
        assertThat(empty).isEmptyDirectory();
    }
}
