// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dl4jinit.cli.CommandLine.Outcome;
import io.github.dl4jinit.cli.run.Run;
import io.github.dl4jinit.cli.run.RunFolder;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * A worker that is killed at each of its messages, in the middle of it or right behind. It costs the trial that it ran,
 * if it ran one, and the exit code says so; going on comes to the undisturbed files.
 */
class WorkerDeathsIT {

    /** It is ready; then each of three trials has news and a result. */
    private static final int TRIALS = 3;

    @TempDir
    static Path folder;

    private static Path whole;

    private static WorkerScript sound;

    @BeforeAll
    static void runUndisturbed() throws Exception {
        Patterns.data(folder, "data", 64, 32, false);
        whole = folder.resolve("whole");
        sound = WorkerScript.answering(Integer.MAX_VALUE);
        assertThat(sound.run(sweep(whole)).exitCode()).isZero();
    }

    @AfterEach
    void noWorkerOutlivesItsCommand() {
        assertThat(ProcessHandle.current().children()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"1, true", "1, false", "2, true", "2, false", "3, true", "3, false", "5, true", "6, false", "7, true"})
    void aDeadWorkerCostsItsTrialOnly(int message, boolean inItsMiddle) throws Exception {
        Path out = folder.resolve("killed-at-" + message + inItsMiddle);
        Outcome outcome = WorkerScript.killedAt(message, inItsMiddle).run(sweep(out));
        Contents found = Contents.of(out);
        assertThat(found.unfinished()).isEmpty();
        if (message == 1 && inItsMiddle) {
            outcome.assertOneMessage(ExitCode.FAILED, "a worker process did not start: it was killed by signal 9");
            assertThat(found.trials()).isEmpty();
            assertThat(out.resolve("run.json")).doesNotExist();
        } else {
            assertThat(outcome.err()).isEmpty();
            assertThat(found.trials()).hasSize(TRIALS);
            long failed = found.trials().stream()
                    .filter(trial -> found.files().get(trial).contains("was killed by signal 9"))
                    .count();
            // Between trials, or with one that was sent ahead, it may be found dead before that trial is waited for.
            boolean inItsFirstTrial = message == 2 || message == 3 && inItsMiddle;
            assertThat(failed).isBetween(inItsFirstTrial ? 1L : 0L, 1L);
            assertThat(outcome.exitCode()).isEqualTo(failed == 0 ? ExitCode.DONE : ExitCode.FAILED);
            assertThat(RunFolder.read(out).state()).isEqualTo(failed == 0 ? Run.State.DONE : Run.State.FAILED);
        }

        Outcome resumed = sound.run(
                Stream.concat(Stream.of(sweep(out)), Stream.of("--resume")).toArray(String[]::new));
        assertThat(resumed.exitCode()).as(resumed.err()).isZero();
        assertThat(Contents.of(out)).isEqualTo(Contents.of(whole));
    }

    /** Whatever made a trial throw may have left its process ill: the next one begins in another. */
    @Test
    void aTrialThatThrowsIsItsWorkersLast() throws Exception {
        Path out = folder.resolve("throwing");
        Outcome outcome = WorkerScript.throwing().run(sweep(out));
        assertThat(outcome.exitCode()).as(outcome.err()).isEqualTo(ExitCode.FAILED);
        Contents found = Contents.of(out);
        assertThat(found.trials()).hasSize(TRIALS);
        assertThat(found.trials())
                .filteredOn(trial -> found.files().get(trial).contains("it threw"))
                .hasSize(1);
    }

    private static String[] sweep(Path out) {
        return ("sweep --gain 1,2,3 --depth 2 --width 8 --batch 16 --jobs 1 --data " + folder.resolve("data")
                        + " --out " + out)
                .split(" ");
    }
}
