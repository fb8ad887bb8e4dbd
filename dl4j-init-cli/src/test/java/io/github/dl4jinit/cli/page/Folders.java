// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli.page;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.dl4jinit.cli.file.AtomicFile;
import io.github.dl4jinit.cli.file.OutputFolder;
import io.github.dl4jinit.cli.run.Run;
import io.github.dl4jinit.cli.run.RunFolder;
import io.github.dl4jinit.lab.data.Target;
import io.github.dl4jinit.lab.data.Targets;
import io.github.dl4jinit.lab.scheme.Scheme;
import io.github.dl4jinit.lab.trial.ComparisonSpec;
import io.github.dl4jinit.lab.trial.Environment;
import io.github.dl4jinit.lab.trial.MlpSpec;
import io.github.dl4jinit.lab.trial.Optimiser;
import io.github.dl4jinit.lab.trial.TrainingSpec;
import io.github.dl4jinit.lab.trial.TrialResult;
import io.github.dl4jinit.lab.trial.TrialSignal;
import io.github.dl4jinit.lab.trial.TrialSpec;
import io.github.dl4jinit.lab.trial.TrialStatus;
import io.github.dl4jinit.signal.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;

/** Folders of results that are made up. */
final class Folders {

    static final TrainingSpec TRAINING =
            new TrainingSpec(new MlpSpec(3, 16, "RELU", false, Optimiser.SGD, 0.1), 64, 1, 640, null);

    static final ComparisonSpec COMPARISON =
            new ComparisonSpec(Scheme.parseList("he,xavier"), List.of(1L, 2L), TRAINING);

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final Instant START = Instant.parse("2026-11-27T12:00:00Z");

    private Folders() {}

    /** What a run says of itself while it goes on. */
    static Run begun(Run.Kind kind, String subject, int trials, Object spec) {
        return Run.begun(
                kind,
                List.of(kind.command(), "--schemes", "he(gain=1.1),it's"),
                new Run.Plan(
                        subject,
                        trials,
                        new Run.Data("made up", "ab", 640, 100, 784, Targets.of(Target.classes(10)), null, 0.1135),
                        spec),
                new Environment("CPU", "OPENBLAS", 1, 2, "17", "1.0.0-M2.1", "Linux amd64"),
                START);
    }

    static Run comparison(String subject) {
        return begun(Run.Kind.COMPARE, subject, COMPARISON.trials().size(), COMPARISON);
    }

    static Run done(Run begun) {
        return begun.ended(Run.State.DONE, null, START.plusSeconds(60), 60);
    }

    /** Writes a folder with what a run says of itself and the results of its trials. */
    static void write(Path folder, Run run, List<TrialSpec> trials, Function<TrialSpec, TrialResult> result)
            throws IOException {
        Path files = Files.createDirectories(folder.resolve(OutputFolder.TRIALS));
        for (TrialSpec trial : trials) {
            JSON.writeValue(files.resolve(trial.fullId() + ".json").toFile(), result.apply(trial));
        }
        RunFolder.write(AtomicFile.folder(folder), run);
    }

    /** A trial that learnt, of 100 iterations. */
    static TrialResult completed(TrialSpec trial) {
        return completed(trial, 100);
    }

    static TrialResult completed(TrialSpec trial, int iterations) {
        TrialSignal.Direction well = new TrialSignal.Direction(Verdict.HEALTHY, 1.0, 0.0);
        TrialSignal signal = new TrialSignal(
                well,
                well,
                new TrialSignal.Layers(List.of(0, 1, 2), List.of(1.0, 0.9, 1.1), Arrays.asList(null, 0.01, 0.02)));
        List<Double> history = IntStream.range(0, iterations)
                .mapToObj(i -> 0.3 + 2 * Math.exp(-i / 20.0) + 0.01 * ((i * 7919L + trial.seed() * 104729) % 100))
                .toList();
        return new TrialResult(
                trial,
                TrialStatus.COMPLETED,
                history.get(0),
                0.3,
                0.9 + 0.01 * trial.seed(),
                0.1135,
                iterations,
                3.5,
                7.0,
                null,
                signal,
                signal,
                history,
                10);
    }
}
