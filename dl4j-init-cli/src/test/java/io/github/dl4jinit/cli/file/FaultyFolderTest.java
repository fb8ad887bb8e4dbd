// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli.file;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dl4jinit.lab.scheme.Scheme;
import io.github.dl4jinit.lab.trial.MlpSpec;
import io.github.dl4jinit.lab.trial.Optimiser;
import io.github.dl4jinit.lab.trial.TrainingSpec;
import io.github.dl4jinit.lab.trial.TrialResult;
import io.github.dl4jinit.lab.trial.TrialSpec;
import io.github.dl4jinit.lab.trial.TrialStatus;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The output folder on a disk where each change fails in turn, once or for good. */
class FaultyFolderTest {

    private static final byte[] TABLE =
            "a table of more than a buffer\n".repeat(1000).getBytes(StandardCharsets.UTF_8);

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void everyChangeMayFail(boolean forGood) throws IOException {
        FaultyDisk sound = FaultyDisk.sound();
        assertThat(run(sound.path(folder.resolve("sound")), new ArrayList<>())).isNull();
        List<String> changes = sound.changes();
        assertThat(changes)
                .hasSizeGreaterThan(30)
                .anyMatch(change -> change.startsWith("force"))
                .anyMatch(change -> change.startsWith("move at once"))
                .noneMatch(change -> change.startsWith("move bit by bit"));

        for (int n = 1; n <= changes.size(); n++) {
            Path out = folder.resolve(String.valueOf(n));
            List<TrialResult> kept = new ArrayList<>();
            IOException failure = run(new FaultyDisk(n, forGood).path(out), kept);
            if (failure == null) {
                assertThat(changes.get(n - 1)).startsWith("create"); // Java itself tries twice
                assertThat(namesIn(out)).isEqualTo(namesIn(folder.resolve("sound")));
            } else {
                assertThat(failure).hasMessageContainingAll(out.toString(), FaultyDisk.REASON);
            }
            assertGoesOn(out, kept);
        }
    }

    /** What a run does: two trials, each kept as it ends, and a report. Returns why it failed, or {@code null}. */
    private static IOException run(Path out, List<TrialResult> kept) {
        try (OutputFolder output = OpenFolder.of(out, false, TrialSpec::id)) {
            output.write(OutputFolder.RUN, stream -> stream.write(TABLE));
            for (long seed : new long[] {1, 2}) {
                TrialResult result = result(seed);
                output.keep(result);
                kept.add(result);
            }
            output.write("results.csv", stream -> stream.write(TABLE));
            output.write(OutputFolder.RUN, stream -> stream.write(TABLE));
            return null;
        } catch (IOException e) {
            return e;
        }
    }

    /** The next run finds what was kept, no half file, and no lock. */
    private static void assertGoesOn(Path out, List<TrialResult> kept) throws IOException {
        for (String name : List.of("results.csv", OutputFolder.RUN)) {
            if (Files.exists(out.resolve(name))) {
                assertThat(out.resolve(name)).hasBinaryContent(TABLE);
            }
        }
        try (OutputFolder output = OpenFolder.of(out, true, TrialSpec::id)) {
            for (TrialResult result : kept) {
                assertThat(output.earlier(result.spec())).contains(result);
            }
        }
        assertThat(namesIn(out)).isSubsetOf("he-seed1.json", "he-seed2.json", "results.csv", "run.json");
    }

    private static List<String> namesIn(Path out) throws IOException {
        try (Stream<Path> files = Files.walk(out)) {
            return files.filter(Files::isRegularFile)
                    .map(file -> file.getFileName().toString())
                    .sorted()
                    .toList();
        }
    }

    private static TrialResult result(long seed) {
        MlpSpec network = new MlpSpec(1, 2, "RELU", false, Optimiser.SGD, 0.1);
        TrialSpec spec = new TrialSpec(Scheme.parse("he"), seed, new TrainingSpec(network, 1, 1, 0, null));
        return new TrialResult(
                spec, TrialStatus.COMPLETED, 2.5, 0.5, 0.9, 0.1, 2, 1.5, 5.0, null, null, null, List.of(2.5, 0.5), 10);
    }
}
