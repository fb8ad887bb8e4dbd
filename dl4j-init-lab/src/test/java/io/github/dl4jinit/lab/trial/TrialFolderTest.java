// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.dl4jinit.lab.scheme.Scheme;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A folder of results, each a file. */
class TrialFolderTest {

    @TempDir
    private Path folder;

    @Test
    void aResultTakesThePlaceOfTheEarlier() throws IOException {
        TrialFolder kept = new TrialFolder(folder);
        kept.keep(failed("first"));
        kept.keep(failed("second"));
        assertThat(kept.files()).hasSize(1);
        assertThat(TrialReader.read(kept.files().get(0)).error()).isEqualTo("second");
        assertThat(entries()).isEqualTo(kept.files());
    }

    /** A folder of that name is in the way of the file, when it has been written. */
    @Test
    void nothingIsLeftOfAResultThatCannotBeKept() throws IOException {
        TrialFolder kept = new TrialFolder(folder);
        kept.keep(failed("first"));
        Path file = kept.files().get(0);
        Files.delete(file);
        Files.createDirectories(file.resolve("in the way"));
        assertThatExceptionOfType(UncheckedIOException.class)
                .isThrownBy(() -> kept.keep(failed("second")))
                .withMessageStartingWith("cannot keep the result of he-seed1 in " + folder);
        assertThat(entries()).containsExactly(file);
    }

    private List<Path> entries() throws IOException {
        try (Stream<Path> entries = Files.list(folder.resolve("trials"))) {
            return entries.sorted().toList();
        }
    }

    private static TrialResult failed(String error) {
        MlpSpec network = new MlpSpec(1, 2, "RELU", false, Optimiser.SGD, 0.1);
        TrialSpec trial = new TrialSpec(Scheme.HE, 1, new TrainingSpec(network, 1, 1, 0, null));
        return TrialResult.failed(trial, error);
    }
}
