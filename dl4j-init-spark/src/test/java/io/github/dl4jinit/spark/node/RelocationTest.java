// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.spark.node;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dl4jinit.lab.data.CsvSource;
import io.github.dl4jinit.lab.data.DataSource;
import io.github.dl4jinit.lab.data.IdxSource;
import io.github.dl4jinit.lab.data.ImageFolderSource;
import io.github.dl4jinit.lab.data.SavedSource;
import io.github.dl4jinit.lab.data.SequenceSource;
import io.github.dl4jinit.lab.data.Target;
import io.github.dl4jinit.lab.scheme.Scheme;
import io.github.dl4jinit.lab.trial.Measure;
import io.github.dl4jinit.lab.trial.OwnNetworkSpec;
import io.github.dl4jinit.lab.trial.TrainingSpec;
import io.github.dl4jinit.lab.trial.TrialSpec;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RelocationTest {

    private static final String SHA256 = "0123456789abcdef".repeat(4);

    /** A label may be called as a file is. */
    private static final Map<DataSource, List<String>> PATHS = Map.of(
            new IdxSource.Bundled(), List.of(),
            new IdxSource.Folder("a"), List.of("a"),
            new IdxSource.Pairs("a", "b", "c", "d"), List.of("a", "b", "c", "d"),
            new IdxSource.Drawn("a", "b", 0.2, 3), List.of("a", "b"),
            new ImageFolderSource("a", null, 0.3, 4), List.of("a"),
            new CsvSource("a", List.of("a"), List.of("b"), Target.Kind.CLASSES, 0.2, 5), List.of("a"),
            new SavedSource("a", "b", 0.2, 6), List.of("a", "b"),
            new SavedSource("a", null, 0.2, 6), List.of("a"),
            new SequenceSource(SequenceSource.Task.ADDING, 30), List.of());

    @Test
    void everyFileIsFoundAndNothingElseIsMoved() {
        assertThat(PATHS.keySet().stream().map(Object::getClass).distinct()).hasSize(8);
        PATHS.forEach((data, paths) -> {
            TrialSpec spec = trial(data);
            TrialSpec moved = Relocation.moved(spec, path -> "/node/" + path);
            assertThat(Relocation.paths(spec))
                    .containsAll(paths)
                    .contains("net")
                    .hasSize(paths.size() + 1);
            assertThat(Relocation.paths(moved))
                    .allMatch(path -> path.startsWith("/node/"))
                    .hasSize(paths.size() + 1);
            assertThat(Relocation.moved(moved, path -> path.substring("/node/".length())))
                    .isEqualTo(spec);
        });
    }

    @Test
    void aLabelThatIsCalledAsAFileStays() {
        TrialSpec moved = Relocation.moved(
                trial(new CsvSource("a", List.of("a"), List.of("b"), Target.Kind.CLASSES, 0.2, 5)), path -> "x");
        assertThat(moved.training().data())
                .isEqualTo(new CsvSource("x", List.of("a"), List.of("b"), Target.Kind.CLASSES, 0.2, 5));
    }

    private static TrialSpec trial(DataSource data) {
        OwnNetworkSpec network = new OwnNetworkSpec("net", SHA256, List.of("com.example."), 0.5);
        return new TrialSpec(
                Scheme.parse("he"), 9, new TrainingSpec(network, 16, 2, 100, data, 10, 20, 0, Measure.ACCURACY));
    }
}
