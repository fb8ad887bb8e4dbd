// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli.report;

import static io.github.dl4jinit.cli.report.Comparisons.results;
import static io.github.dl4jinit.cli.report.Comparisons.spec;
import static io.github.dl4jinit.cli.report.Comparisons.training;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dl4jinit.cli.file.AtomicFile;
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
        OutputFolder output = OutputFolder.open(folder, false, TrialSpec::id);
        assertThat(output.earlier(spec)).isEmpty();
        TrialResult result = results().get(spec);
        output.keep(result);

        assertThat(OutputFolder.open(folder, true, TrialSpec::id).earlier(spec)).contains(result);
        assertThatThrownBy(() -> OutputFolder.open(folder, false, TrialSpec::id))
                .hasMessageContaining("already holds trials");
        Files.writeString(folder.resolve("trials/x.json.part"), "left by a killed run");
        OutputFolder.open(folder, true, TrialSpec::id);
        assertThat(folder.resolve("trials/x.json.part")).doesNotExist();

        TrialSpec other = new TrialSpec(Scheme.parse("he"), 1, training(4));
        assertThatThrownBy(() -> output.earlier(other))
                .hasMessageContaining(
                        "he-seed1.json is of another run, expected TrialSpec[scheme=he, seed=1, training=TrainingSpec[network=MlpSpec[depth=4");

        Files.writeString(folder.resolve("trials/he-seed1.json"), "{\"spec\":");
        assertThatThrownBy(() -> output.earlier(spec))
                .hasMessageContaining(
                        "he-seed1.json does not hold a trial's result: delete it to run that trial again");
    }

    /** Folders from before there were residual networks say nothing of them: theirs are plain. */
    @Test
    void aFolderWithoutWordOfSkipConnectionsIsOfPlainNetworks() throws IOException {
        TrialSpec spec = spec().trials().get(0);
        OutputFolder output = OutputFolder.open(folder, false, TrialSpec::id);
        output.keep(results().get(spec));
        Path file = folder.resolve("trials/he-seed1.json");
        String written = Files.readString(file);
        String earlier = written.replaceFirst("\\s*\"residual\" : false,", "");
        assertThat(earlier).isNotEqualTo(written).doesNotContain("residual");
        Files.writeString(file, earlier);

        assertThat(output.earlier(spec)).contains(results().get(spec));
        TrialSpec residual = new TrialSpec(Scheme.parse("he"), 1, training(3, true));
        assertThatThrownBy(() -> output.earlier(residual))
                .hasMessageContaining("he-seed1.json is of another run")
                .hasMessageContainingAll("residual=true", "residual=false");
        output.keep(TrialResult.failed(residual, "killed"));
        assertThat(Files.readString(file)).contains("\"residual\" : true");
    }

    @Test
    void aFailedTrialIsTriedAgain() throws IOException {
        OutputFolder output = OutputFolder.open(folder, false, TrialSpec::id);
        TrialResult failed = TrialResult.failed(spec().trials().get(0), "killed");
        output.keep(failed);
        assertThat(output.earlier(failed.spec())).isEmpty();
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
