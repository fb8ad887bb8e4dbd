// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.bench.trial;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Settings that were trained with the same seeds for the same number of iterations. */
final class Contest {

    private final List<Setting> settings;
    private final Map<Setting, List<TrialResult>> results = new HashMap<>();

    /**
     * @param settings who takes part
     * @param trials theirs: all seeds of the first, then all of the second, and so on
     * @param given their results
     */
    Contest(List<Setting> settings, List<TrialSpec> trials, Map<TrialSpec, TrialResult> given) {
        this.settings = List.copyOf(settings);
        int seeds = trials.size() / settings.size();
        for (int i = 0; i < settings.size(); i++) {
            results.put(
                    settings.get(i),
                    trials.subList(i * seeds, (i + 1) * seeds).stream()
                            .map(given::get)
                            .toList());
        }
    }

    List<Setting> settings() {
        return settings;
    }

    List<TrialResult> results(Setting setting) {
        return results.get(setting);
    }

    /** Accuracies by seed; whoever diverged or failed guesses. */
    List<Double> accuracies(Setting setting) {
        return results.get(setting).stream().map(Contest::accuracy).toList();
    }

    Estimate accuracy(Setting setting) {
        return Estimate.of(accuracies(setting));
    }

    /**
     * The best first: by mean accuracy and, among those that guess alike, by the mean loss at the end. Of equals the
     * order stays.
     */
    List<Setting> ranking() {
        List<Setting> ranking = new ArrayList<>(settings);
        ranking.sort(Comparator.comparingDouble(
                        (Setting setting) -> -accuracy(setting).mean())
                .thenComparingDouble(this::loss));
        return ranking;
    }

    /** How much better one is than another, seed by seed. */
    Difference difference(Setting one, Setting other) {
        List<Double> differences = new ArrayList<>();
        for (int i = 0; i < accuracies(one).size(); i++) {
            differences.add(accuracies(one).get(i) - accuracies(other).get(i));
        }
        return Difference.of(differences);
    }

    private double loss(Setting setting) {
        return results.get(setting).stream()
                .mapToDouble(result -> result.finalLoss() == null ? Double.POSITIVE_INFINITY : result.finalLoss())
                .average()
                .orElseThrow();
    }

    private static double accuracy(TrialResult result) {
        if (result.testAccuracy() != null) {
            return result.testAccuracy();
        }
        return result.chance() == null ? 0 : result.chance();
    }
}
