// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dl4jinit.cli.CommandLine.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code dl4j-init runs} as a command; what it lists is {@code RunsReportTest}'s. */
class RunsIT {

    @TempDir
    Path folder;

    @Test
    void whatIsBrokenIsNoFailure() throws Exception {
        Path run = Files.createDirectory(folder.resolve("broken"));
        Files.writeString(run.resolve("run.json"), "{}");
        Outcome outcome = CommandLine.runHere("runs", folder.toString());
        assertThat(outcome.exitCode()).isZero();
        assertThat(outcome.out()).isEqualTo("no results in " + folder);
        assertThat(outcome.err()).isEqualTo(run.resolve("run.json") + " does not say what ran here: it has no format.");
    }

    @Test
    void aFolderThatIsMissing() throws Exception {
        CommandLine.runHere("runs", folder.resolve("x").toString())
                .assertOneMessage(1, folder.resolve("x") + ": no such file or folder");
    }
}
