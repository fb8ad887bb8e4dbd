// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dl4jinit.HeInit;
import io.github.dl4jinit.cli.CommandLine.Outcome;
import io.github.dl4jinit.cli.run.Run;
import io.github.dl4jinit.cli.run.RunFolder;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Signals to every command that trains, in the middle of its trials: the exit code is the signal's, no worker is left,
 * nor (unless the command is killed) a lock or half a file, and the run that goes on comes to the same files as an
 * undisturbed one. The workers train nothing; {@link CompareIT}, {@link SweepIT} and {@link TuneIT} interrupt real
 * ones.
 */
class SignalsIT {

    private static final String SWEEP = "sweep --gain 1,2,3 --depth 2 --width 8 --jobs 2";
    private static final String TUNE = "tune --trials 32 --depth 2 --width 8 --jobs 2";

    @TempDir
    static Path folder;

    private static Path data;

    @BeforeAll
    static void prepare() throws IOException {
        data = Patterns.data(folder, "data", 64, 32, false);
    }

    /** To the command alone, as {@code kill} sends signals, or to its group, as a terminal does. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                SWEEP + " | INT           | group | 130",
                SWEEP + " | TERM          | alone | 143",
                SWEEP + " | STOP,CONT,HUP | group | 129",
                SWEEP + " | KILL          | alone | 137",
                TUNE + "  | INT           | alone | 130",
                TUNE + "  | TERM          | group | 143",
                TUNE + "  | STOP,CONT,HUP | alone | 129",
                TUNE + "  | KILL          | group | 137",
            })
    void aSignalLosesNothing(String command, String signals, String target, int exitCode) throws Exception {
        String name = command.split(" ")[0];
        Path whole = folder.resolve(name);
        WorkerScript sound = WorkerScript.answering(Integer.MAX_VALUE);
        if (!whole.toFile().exists()) {
            assertThat(sound.run(args(command, whole)).exitCode()).isZero();
        }

        Path out = folder.resolve(name + signals + target);
        WorkerScript workers = WorkerScript.answering(0); // the first; another goes on beside it
        CommandLine running = workers.start(List.of("setsid"), args(command, out));
        workers.awaitEndlessTrial(running);
        running.awaitLine("[2/");
        List<ProcessHandle> processes = running.workers();
        assertThat(processes).hasSize(2);
        assertThat(RunFolder.wasKilled(out, RunFolder.read(out))).isFalse();
        for (String signal : signals.split(",")) {
            running.signal(signal, target.equals("group"));
        }
        Outcome ended = running.outcome();
        assertThat(ended.exitCode()).as(ended.err()).isEqualTo(exitCode);
        for (ProcessHandle worker : processes) {
            worker.onExit().get(); // or the test hangs
        }
        boolean killed = signals.equals("KILL");
        assertThat(ended.err()
                        .contains("interrupted; what was finished is kept: go on with the same command and --out " + out
                                + " --resume"))
                .isNotEqualTo(killed);
        assertThat(ended.out()).doesNotContain("failed");
        assertThat(out.resolve("lock").toFile().exists()).isEqualTo(killed);
        Contents found = Contents.of(out);
        Run run = RunFolder.read(out);
        assertThat(run.state()).isEqualTo(killed ? Run.State.RUNNING : Run.State.INTERRUPTED);
        assertThat(RunFolder.wasKilled(out, run)).isEqualTo(killed);
        if (!killed) {
            assertThat(found.unfinished()).isEmpty();
        }
        assertThat(found.trials()).hasSizeGreaterThanOrEqualTo(ended.trials());
        assertThat(Contents.of(whole).files()).containsAllEntriesOf(found.files());

        Outcome resumed = sound.run(args(command + " --resume", out));
        assertThat(resumed.exitCode()).as(resumed.err()).isZero();
        assertThat(resumed.trials())
                .isLessThanOrEqualTo(
                        Contents.of(whole).trials().size() - found.trials().size());
        assertThat(Contents.of(out)).isEqualTo(Contents.of(whole));
        assertThat(RunFolder.read(out).state()).isEqualTo(Run.State.DONE);
    }

    /** What is asked of a process of its own about a network in a file ends with the command, and leaves nothing. */
    @ParameterizedTest
    @CsvSource({
        "probe --model, INT,  group, 130",
        "probe --model, TERM, alone, 143",
        "probe --model, HUP,  group, 129",
        "probe --model, KILL, alone, 137",
        "tune --conf,   INT,  alone, 130"
    })
    void aSignalEndsTheProcessOfAModel(String command, String signal, String target, int exitCode) throws Exception {
        Path model = Patterns.conf(folder, "mine.json", 64, Patterns.CLASSES, new HeInit());
        Path out = folder.resolve("model" + signal + target);
        WorkerScript workers = WorkerScript.answering(0);
        CommandLine running = workers.start(List.of("setsid"), args(command + " " + model, out));
        workers.awaitEndlessTrial(running);
        List<ProcessHandle> processes = running.workers();
        assertThat(processes).hasSize(1);
        running.signal(signal, target.equals("group"));
        Outcome ended = running.outcome();
        assertThat(ended.exitCode()).as(ended.err()).isEqualTo(exitCode);
        assertThat(ended.err()).isEmpty();
        processes.get(0).onExit().get();
        assertThat(out).doesNotExist();
    }

    private static String[] args(String command, Path out) {
        return Stream.concat(
                        Stream.of(command.split(" ")),
                        Stream.of("--batch", "16", "--data", data.toString(), "--out", out.toString()))
                .toArray(String[]::new);
    }
}
