// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.tune;

import io.github.dl4jinit.internal.Check;
import io.github.dl4jinit.lab.trial.Setting;
import io.github.dl4jinit.lab.trial.TrialException;
import io.github.dl4jinit.lab.trial.TrialResult;
import io.github.dl4jinit.lab.trial.TrialSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * How far a search has come, as its trials tell: the same search once more, with the results that there are, up to the
 * first trial that has none.
 *
 * @param rounds the rungs that have begun, and the verdict if it has
 * @param result what the search found; empty as long as it has not ended
 */
public record SearchSoFar(List<Round> rounds, Optional<TuningResult> result) {

    /**
     * Candidates that train for the same time with the same seeds.
     *
     * @param verdict whether it is the last, with fresh seeds on the test set
     * @param iterations how long its trials train
     * @param seeds trials of each
     */
    public record Round(boolean verdict, int iterations, int seeds, List<Entrant> entrants) {

        private Round with(List<Entrant> more) {
            return new Round(
                    verdict,
                    iterations,
                    seeds,
                    Stream.concat(entrants.stream(), more.stream()).toList());
        }
    }

    /**
     * A candidate of a round.
     *
     * @param results of its trials, as far as there are any
     */
    public record Entrant(Setting setting, List<TrialResult> results) {

        /** What the trials so far say of it. */
        public RungResult.Candidate candidate() {
            return RungResult.Candidate.of(setting, results);
        }
    }

    /**
     * Reads how far a search has come.
     *
     * @param trials how many it may take
     * @param given the results that there are
     */
    public static SearchSoFar of(TuningSpec spec, int trials, Map<TrialSpec, TrialResult> given) {
        Check.given("given", given);
        List<Round> rounds = new ArrayList<>();
        Tuner tuner = new Tuner(
                spec,
                (asked, listener) -> {
                    if (!given.keySet().containsAll(asked)) {
                        throw new TrialException("the search goes on");
                    }
                    asked.forEach(trial -> listener.ended(given.get(trial)));
                },
                (number, iterations, settings, asked) ->
                        add(rounds, number, round(iterations, settings, asked, given)));
        Optional<TuningResult> result;
        try {
            result = Optional.of(tuner.run(trials));
        } catch (TrialException e) { // a trial is missing, or none gave a result, which ended the search itself
            result = Optional.empty();
        } catch (InterruptedException e) {
            throw new IllegalStateException("nothing here waits", e);
        }
        return new SearchSoFar(List.copyOf(rounds), result);
    }

    /** The first rung of several knobs begins in waves. */
    private static void add(List<Round> rounds, int number, Round part) {
        if (number == rounds.size()) {
            rounds.add(part);
        } else {
            rounds.set(number, rounds.get(number).with(part.entrants()));
        }
    }

    private static Round round(
            int iterations, List<Setting> settings, List<TrialSpec> asked, Map<TrialSpec, TrialResult> given) {
        int seeds = asked.size() / settings.size();
        return new Round(
                asked.get(0).training().maxIterations() == 0,
                iterations,
                seeds,
                IntStream.range(0, settings.size())
                        .mapToObj(i -> new Entrant(
                                settings.get(i),
                                asked.subList(i * seeds, (i + 1) * seeds).stream()
                                        .map(given::get)
                                        .filter(Objects::nonNull)
                                        .toList()))
                        .toList());
    }
}
