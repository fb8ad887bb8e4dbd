// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dl4jinit.cli.CommandLine.Outcome;
import io.github.dl4jinit.cli.file.FaultyDisk;
import io.github.dl4jinit.cli.run.Run;
import io.github.dl4jinit.cli.run.RunFolder;
import io.github.dl4jinit.cli.run.Schemas;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every command that writes, on a disk where each change fails in turn: the exit code is 1 and one line says why, there
 * is no half file and nothing that was finished is lost, and the next run comes to the same files as an undisturbed
 * one. The workers train nothing, so all of it takes seconds.
 */
class FaultyDiskIT {

    @TempDir
    static Path folder;

    private static WorkerScript workers;

    @BeforeAll
    static void prepare() throws IOException {
        Patterns.data(folder, "data", 64, 32, false);
        workers = WorkerScript.answering(1_000_000);
    }

    /** On every change, once and for good, it takes minutes: there is {@code -Dfaults=all} for that. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "compare --schemes he --seeds 1,2 --depth 2 --width 8",
                "sweep --gain 1,2 --depth 2 --width 8",
                "tune --trials 32 --depth 2 --width 8",
                "probe --depth 3 --width 8",
                "gain relu"
            })
    void everyChangeMayFail(String command) throws IOException {
        FaultyDisk sound = FaultyDisk.sound();
        Path whole = Files.createTempDirectory(folder, "whole");
        Outcome undisturbed = run(sound::path, command, whole, false);
        assertThat(undisturbed.exitCode()).as(undisturbed.err()).isZero();
        Schemas.assertFollowed(whole);
        List<String> changes = sound.changes();
        boolean all = "all".equals(System.getProperty("faults"));
        for (int n = 1; n <= changes.size(); n += all ? 1 : changes.size() / 4) {
            for (boolean forGood : all ? new boolean[] {false, true} : new boolean[] {n % 2 == 0}) {
                Path out = folder.resolve(whole.getFileName() + "-" + n + forGood);
                assertSurvives(
                        new FaultyDisk(n, forGood), n + ": " + changes.get(n - 1), command, out, Contents.of(whole));
            }
        }
        System.out.printf("%d changes by %s%n", changes.size(), command);
    }

    private void assertSurvives(FaultyDisk disk, String fault, String command, Path out, Contents whole)
            throws IOException {
        Outcome outcome = run(disk::path, command, out, false);
        if (outcome.exitCode() == ExitCode.DONE) {
            assertThat(fault).contains("create"); // Java itself tries twice
            assertThat(Contents.of(out)).as(fault).isEqualTo(whole);
            return;
        }
        outcome.assertOneMessage(ExitCode.FAILED, FaultyDisk.REASON);
        assertThat(outcome.err()).as(fault).contains(out.toString());
        Contents found = Contents.of(out);
        assertThat(whole.files()).as(fault).containsAllEntriesOf(found.files());
        assertThat(found.trials()).as(fault).hasSizeGreaterThanOrEqualTo(outcome.trials());

        Outcome again = run(path -> path, command, out, !found.trials().isEmpty());
        assertThat(again.exitCode()).as(fault + again.err()).isZero();
        Contents after = Contents.of(out);
        assertThat(after.files()).as(fault).isEqualTo(whole.files());
        if (!whole.trials().isEmpty()) { // others have no right to take away what another process may be writing
            assertThat(after.unfinished()).as(fault).isEmpty();
        }
        if (!command.startsWith("gain")) {
            assertThat(RunFolder.read(out).state()).as(fault).isEqualTo(Run.State.DONE);
        }
        assertThat(out.resolve("lock")).doesNotExist();
    }

    private Outcome run(UnaryOperator<Path> disk, String command, Path out, boolean resume) {
        List<String> args = new ArrayList<>(List.of(command.split(" ")));
        boolean trains = List.of("compare", "sweep", "tune").contains(args.get(0));
        args.addAll(List.of(args.get(0).equals("gain") ? "--plot" : "--out", out.toString()));
        if (!args.get(0).equals("gain")) {
            args.addAll(List.of("--data", folder.resolve("data").toString(), "--batch", "16"));
        }
        if (trains) {
            args.addAll(List.of("--jobs", "1"));
        }
        if (trains && resume) {
            args.add("--resume");
        }
        return workers.run(disk, args.toArray(String[]::new));
    }
}
