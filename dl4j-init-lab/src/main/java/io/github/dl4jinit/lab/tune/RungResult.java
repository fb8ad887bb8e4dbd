// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.tune;

import io.github.dl4jinit.lab.trial.Estimate;
import io.github.dl4jinit.lab.trial.Setting;
import io.github.dl4jinit.lab.trial.TrialResult;
import java.util.List;

/**
 * One rung of a search.
 *
 * @param iterations how long its trials trained
 * @param seeds trials of each candidate
 * @param candidates the best first
 */
public record RungResult(int iterations, int seeds, List<Candidate> candidates) {

    /**
     * One candidate.
     *
     * @param setting its values
     * @param score the mean over the seeds; a trial that diverged counts as one of no use, and candidates of which no
     *     trial gave a result have none
     * @param trained how many of its trials were trained
     */
    public record Candidate(Setting setting, Estimate score, int trained) {

        /**
         * What some trials say of a candidate: the mean over those that gave a result. One that diverged is of no use,
         * and worse than guessing: its score counts as {@link io.github.dl4jinit.lab.trial.Measure#counted}.
         */
        static Candidate of(Setting setting, List<TrialResult> results) {
            List<Double> scores = results.stream()
                    .filter(Contest::gaveResult)
                    .map(Contest::score)
                    .toList();
            return new Candidate(setting, Estimate.of(scores), (int)
                    results.stream().filter(TrialResult::trained).count());
        }
    }

    static RungResult of(Contest contest, int iterations) {
        List<Setting> ranking = contest.ranking();
        return new RungResult(
                iterations,
                contest.results(ranking.get(0)).size(),
                ranking.stream()
                        .map(setting -> Candidate.of(setting, contest.results(setting)))
                        .toList());
    }
}
