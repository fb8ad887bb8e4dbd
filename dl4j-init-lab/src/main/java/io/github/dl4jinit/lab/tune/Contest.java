// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.tune;

import io.github.dl4jinit.lab.trial.Estimate;
import io.github.dl4jinit.lab.trial.Setting;
import io.github.dl4jinit.lab.trial.TrialResult;
import io.github.dl4jinit.lab.trial.TrialSpec;
import io.github.dl4jinit.lab.trial.TrialStatus;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Settings that were trained with the same seeds for the same number of iterations. */
final class Contest {

    private final List<Setting> settings;
    private final int examples;
    private final Map<Setting, List<TrialResult>> results;

    /**
     * @param settings what takes part
     * @param examples how many they were judged by
     * @param trials the trials of all settings: all seeds of the first, then all of the second, and so on
     * @param given the result of each trial
     */
    Contest(List<Setting> settings, int examples, List<TrialSpec> trials, Map<TrialSpec, TrialResult> given) {
        this.settings = List.copyOf(settings);
        this.examples = examples;
        this.results = new HashMap<>();
        int seeds = trials.size() / settings.size();
        for (int i = 0; i < settings.size(); i++) {
            results.put(
                    settings.get(i),
                    trials.subList(i * seeds, (i + 1) * seeds).stream()
                            .map(given::get)
                            .toList());
        }
    }

    private Contest(List<Setting> settings, int examples, Map<Setting, List<TrialResult>> results) {
        this.settings = List.copyOf(settings);
        this.examples = examples;
        this.results = results;
    }

    /** This contest and another, of other settings with the same seeds for the same number of iterations, as one. */
    Contest with(Contest other) {
        Map<Setting, List<TrialResult>> both = new HashMap<>(results);
        both.putAll(other.results);
        return new Contest(
                Stream.concat(settings.stream(), other.settings.stream()).toList(), examples, both);
    }

    List<Setting> settings() {
        return settings;
    }

    List<TrialResult> results(Setting setting) {
        return results.get(setting);
    }

    /**
     * The best first: those that do better than guessing by their mean score, then the others by the mean loss at the
     * end, because among them the accuracy tells only which class they happen to name. Of equals the order stays.
     */
    List<Setting> ranking() {
        List<Setting> ranking = new ArrayList<>(settings);
        ranking.sort(Comparator.comparingDouble((Setting setting) -> learns(setting) ? 0 : 1)
                .thenComparingDouble(setting -> learns(setting) ? -worth(setting) : 0)
                .thenComparingDouble(this::loss));
        return ranking;
    }

    /** Whether its mean score is better than guessing by more than luck. */
    boolean learns(Setting setting) {
        // All trials of a contest are judged alike, by the same examples.
        return anyResult(setting)
                .filter(any -> any.measure().isMoreThanLuck(mean(setting), any.chance(), examples))
                .isPresent();
    }

    private Optional<TrialResult> anyResult(Setting setting) {
        return results.get(setting).stream().filter(Contest::gaveResult).findFirst();
    }

    private double worth(Setting setting) {
        return anyResult(setting).orElseThrow().measure().worth(mean(setting));
    }

    private double mean(Setting setting) {
        return score(setting).mean();
    }

    /** The mean over the seeds, as {@link RungResult.Candidate} has it. */
    Estimate score(Setting setting) {
        return RungResult.Candidate.of(setting, results.get(setting)).score();
    }

    /** How much better one is than another, seed by seed; seeds of which one gave no result are left out. */
    Difference difference(Setting one, Setting other) {
        List<Double> differences = new ArrayList<>();
        for (int i = 0; i < results(one).size(); i++) {
            TrialResult ofOne = results(one).get(i);
            TrialResult ofOther = results(other).get(i);
            if (gaveResult(ofOne) && gaveResult(ofOther)) {
                differences.add(ofOne.measure().worth(score(ofOne) - score(ofOther)));
            }
        }
        return Difference.of(differences);
    }

    private double loss(Setting setting) {
        return results.get(setting).stream()
                .mapToDouble(result -> result.finalLoss() == null ? Double.POSITIVE_INFINITY : result.finalLoss())
                .average()
                .orElseThrow();
    }

    static boolean gaveResult(TrialResult result) {
        return result.status() != TrialStatus.FAILED;
    }

    /** The result's score; one that diverged is of no use, and worse than guessing. */
    static double score(TrialResult result) {
        return result.measure().counted(result.testScore(), result.chance());
    }
}
