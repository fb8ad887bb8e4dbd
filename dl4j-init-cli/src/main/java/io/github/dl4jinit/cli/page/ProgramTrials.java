// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli.page;

import io.github.dl4jinit.cli.file.OutputFolder;
import io.github.dl4jinit.lab.scheme.Scheme;
import io.github.dl4jinit.lab.trial.ComparisonSpec;
import io.github.dl4jinit.lab.trial.Measure;
import io.github.dl4jinit.lab.trial.TrainingSpec;
import io.github.dl4jinit.lab.trial.TrialFolder;
import io.github.dl4jinit.lab.trial.TrialResult;
import io.github.dl4jinit.lab.trial.TrialSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Trials that a program has run by the lab and kept in a {@link TrialFolder}: a comparison for each training. */
final class ProgramTrials {

    private ProgramTrials() {}

    /** Whether a folder holds trials and no word of a command that ran them. */
    static boolean areIn(Path folder) throws IOException {
        return !Files.exists(folder.resolve(OutputFolder.RUN))
                && !Files.exists(folder.resolve("results.json")) // of an older version of the command
                && !new TrialFolder(folder).files().isEmpty();
    }

    /**
     * Reads them.
     *
     * @throws IOException if there is none among the files
     */
    static List<ShownRun> read(Path folder, String name) throws IOException {
        Map<TrainingSpec, Map<TrialSpec, TrialResult>> trainings = new LinkedHashMap<>();
        List<String> notes = RunOnDisk.readTrials(folder, result -> trainings
                .computeIfAbsent(result.spec().training(), training -> new LinkedHashMap<>())
                .put(result.spec(), result));
        if (trainings.isEmpty()) {
            throw new IOException(folder + " holds no trial: " + String.join(", ", notes));
        }
        List<ShownRun> runs = new ArrayList<>();
        trainings.forEach((training, results) -> {
            PageKind.Content content =
                    ComparePage.content(spec(training, results), null, results, measure(results), chance(results));
            String which = trainings.size() == 1 ? name : name + ", " + content.title();
            runs.add(ShownRun.ofProgram(which, content, facts(folder, training), notes));
        });
        return runs;
    }

    private static ComparisonSpec spec(TrainingSpec training, Map<TrialSpec, TrialResult> results) {
        List<Scheme> schemes =
                results.keySet().stream().map(TrialSpec::scheme).distinct().toList();
        List<Long> seeds = results.keySet().stream()
                .map(TrialSpec::seed)
                .distinct()
                .sorted()
                .toList();
        return new ComparisonSpec(schemes, seeds, training);
    }

    /** All trials of a training are judged in one way. */
    private static Measure measure(Map<TrialSpec, TrialResult> results) {
        return results.values().iterator().next().measure();
    }

    private static double chance(Map<TrialSpec, TrialResult> results) {
        return results.values().stream()
                .map(TrialResult::chance)
                .filter(Objects::nonNull)
                .mapToDouble(chance -> chance)
                .max()
                .orElse(0);
    }

    private static Map<String, String> facts(Path folder, TrainingSpec training) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("folder", folder.toString());
        facts.put("network", training.network().network());
        facts.put("written by", "a program");
        return facts;
    }
}
