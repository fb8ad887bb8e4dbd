// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli.report;

import static io.github.dl4jinit.cli.report.Comparisons.results;
import static io.github.dl4jinit.cli.report.Comparisons.spec;
import static io.github.dl4jinit.cli.report.Comparisons.training;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dl4jinit.cli.file.AtomicFile;
import io.github.dl4jinit.cli.file.OpenFolder;
import io.github.dl4jinit.cli.file.OutputFolder;
import io.github.dl4jinit.lab.scheme.Scheme;
import io.github.dl4jinit.lab.trial.TrialResult;
import io.github.dl4jinit.lab.trial.TrialSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The folder of a comparison that goes on in it. */
class ComparisonFolderTest {

    @TempDir
    Path folder;

    @Test
    void anOutputFolderHoldsOneComparison() throws IOException {
        TrialSpec spec = spec().trials().get(0);
        TrialResult result = results().get(spec);
        try (OutputFolder output = open(false)) {
            assertThat(output.earlier(spec)).isEmpty();
            output.keep(result);
            assertThat(output.earlier(spec)).contains(result);
        }
        assertThatThrownBy(() -> open(false)).hasMessageContaining("already holds trials");
        Files.writeString(folder.resolve("trials/x.json.part"), "left by a killed run");
        TrialSpec other = new TrialSpec(Scheme.parse("he"), 1, training(4));
        try (OutputFolder output = open(true)) {
            assertThat(output.earlier(spec)).contains(result);
            assertThat(folder.resolve("trials/x.json.part")).doesNotExist();
            assertThatThrownBy(() -> output.earlier(other))
                    .hasMessageContaining(
                            "he-seed1.json is of another run, expected TrialSpec[scheme=he, seed=1, training=TrainingSpec[network=MlpSpec[depth=4");
        }
        Files.writeString(folder.resolve("trials/he-seed1.json"), "{\"spec\":");
        assertThatThrownBy(() -> open(true))
                .hasMessageContaining(
                        "he-seed1.json does not hold a trial's result: delete it to run that trial again");
    }

    /** Folders from before there were residual networks say nothing of them: theirs are plain. */
    @Test
    void aFolderWithoutWordOfSkipConnectionsIsOfPlainNetworks() throws IOException {
        TrialSpec spec = spec().trials().get(0);
        try (OutputFolder output = open(false)) {
            output.keep(results().get(spec));
        }
        Path file = folder.resolve("trials/he-seed1.json");
        String written = Files.readString(file);
        String earlier = written.replaceFirst("\\s*\"residual\" : false,", "");
        assertThat(earlier).isNotEqualTo(written).doesNotContain("residual");
        Files.writeString(file, earlier);

        try (OutputFolder output = open(true)) {
            assertThat(output.earlier(spec)).contains(results().get(spec));
            TrialSpec residual = new TrialSpec(Scheme.parse("he"), 1, training(3, true));
            assertThatThrownBy(() -> output.earlier(residual))
                    .hasMessageContaining("he-seed1.json is of another run")
                    .hasMessageContainingAll("residual=true", "residual=false");
            output.keep(TrialResult.failed(residual, "killed"));
        }
        assertThat(Files.readString(file)).contains("\"residual\" : true");
    }

    @Test
    void aFolderIsOneRunsAtATime() throws Exception {
        Path lock = Files.writeString(folder.resolve("lock"), "process 1, since a run that was killed");
        try (OutputFolder output = open(false)) {
            assertThatThrownBy(() -> open(true))
                    .hasMessageMatching("the output folder .* is in use by another run \\(process "
                            + ProcessHandle.current().pid()
                            + ", since 20.*\\): wait for it to end, or name another folder by --out");
            assertThat(output.write("mine", out -> out.write(1))).exists();
        }
        assertThat(lock).doesNotExist();
        open(true).close();
    }

    /** All that it has left is what it said of itself. */
    @Test
    void aRunThatEndedBeforeItsFirstTrialMayBeginAgain() throws IOException {
        try (OutputFolder output = open(false)) {
            output.write("run.json", out -> out.write('{'));
        }
        open(false).close();
        Files.createFile(folder.resolve("results.json"));
        assertThatThrownBy(() -> open(false)).hasMessageContaining("already holds trials");
    }

    /** A process that is about to end waits for the file that it is writing, and gives the folder back behind it. */
    @Test
    void aFolderIsSealedBetweenFiles() throws Exception {
        OutputFolder output = open(false);
        Thread ending = new Thread(() -> assertThatNoException().isThrownBy(output::seal));
        output.write("whole", out -> {
            ending.start();
            while (ending.isAlive() && ending.getState() != Thread.State.WAITING) {
                Thread.onSpinWait();
            }
            assertThat(folder.resolve("lock")).exists();
        });
        ending.join();
        assertThat(folder.resolve("whole")).exists();
        assertThat(folder.resolve("lock")).doesNotExist();
    }

    /** Two that write one file at once do not write into each other's part. */
    @Test
    void writersOfOneFileDoNotMix() throws IOException {
        Path file = folder.resolve("signal.json");
        AtomicFile.write(file, outer -> {
            outer.write(new byte[100_000]);
            AtomicFile.write(file, inner -> inner.write(new byte[] {1, 1}));
            assertThat(file).hasBinaryContent(new byte[] {1, 1});
        });
        assertThat(file).hasBinaryContent(new byte[100_000]);
        assertThat(folder).isDirectoryNotContaining("glob:**.part");
    }

    @Test
    void aLongSchemeHasAFileToo() throws IOException {
        String zeros = "0".repeat(300);
        TrialSpec one = new TrialSpec(Scheme.parse("he(gain=1." + zeros + "1)"), 1, training(3));
        TrialSpec other = new TrialSpec(Scheme.parse("he(gain=1." + zeros + "2)"), 1, training(3));
        try (OutputFolder output = OpenFolder.of(folder, false, spec -> spec.id() + zeros + spec.scheme())) {
            output.keep(TrialResult.failed(one, "killed"));
            output.keep(TrialResult.failed(other, "killed"));
        }
        assertThat(folder.resolve("trials").toFile().list()).hasSize(2);
    }

    private OutputFolder open(boolean resume) throws IOException {
        return OpenFolder.of(folder, resume, TrialSpec::id);
    }

    @Test
    void aFailedTrialIsTriedAgain() throws IOException {
        TrialResult failed = TrialResult.failed(spec().trials().get(0), "killed");
        try (OutputFolder output = open(false)) {
            output.keep(failed);
            assertThat(output.earlier(failed.spec())).isEmpty();
        }
    }

    @Test
    void tooLittleMemoryForAFileLeavesNoPart() {
        Path file = folder.resolve("results.json");
        assertThatThrownBy(() -> AtomicFile.write(file, out -> {
                    throw new OutOfMemoryError("Java heap space");
                }))
                .isInstanceOf(OutOfMemoryError.class);
        assertThat(folder).isEmptyDirectory();
    }

    @Test
    void aFileThatCannotBeWrittenLeavesTheOldOneAndNoPart() throws IOException {
        Path file = folder.resolve("results.json");
        Files.writeString(file, "old");
        assertThatThrownBy(() -> AtomicFile.write(file, out -> {
                    out.write(new byte[100_000]);
                    throw new IOException("No space left on device");
                }))
                .hasMessage("cannot write " + file + ": No space left on device");
        assertThat(file).hasContent("old");
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).containsExactly(file);
        }
    }
}
