// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.tune;

import static io.github.dl4jinit.lab.tune.Searches.ITERATIONS;
import static io.github.dl4jinit.lab.tune.Searches.hill;
import static io.github.dl4jinit.lab.tune.Searches.spec;
import static io.github.dl4jinit.lab.tune.Searches.training;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.dl4jinit.lab.scheme.Scheme;
import io.github.dl4jinit.lab.trial.Knob;
import io.github.dl4jinit.lab.trial.Setting;
import io.github.dl4jinit.lab.trial.TrialException;
import io.github.dl4jinit.lab.trial.TrialResult;
import io.github.dl4jinit.lab.trial.TrialSpec;
import io.github.dl4jinit.lab.tune.SearchSoFar.Entrant;
import io.github.dl4jinit.lab.tune.SearchSoFar.Round;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How far a search has come, seen from the results of its trials. */
class SearchSoFarTest {

    private static final int TRIALS = 60;

    private final TuningSpec spec = spec(1, 1, 1);

    @Test
    void aSearchThatHasEndedIsFoundAgain() throws Exception {
        List<TrialResult> ended = new ArrayList<>();
        TuningResult result = search(spec, ended);
        SearchSoFar found = SearchSoFar.of(spec, TRIALS, bySpec(ended));
        assertThat(found.result()).hasValue(result);
        assertThat(found.rounds()).extracting(Round::verdict).containsExactly(false, false, false, true);
        for (int i = 0; i < result.rungs().size(); i++) {
            RungResult rung = result.rungs().get(i);
            Round round = found.rounds().get(i);
            assertThat(round.iterations()).isEqualTo(rung.iterations());
            assertThat(round.seeds()).isEqualTo(rung.seeds());
            assertThat(round.entrants())
                    .extracting(Entrant::candidate)
                    .containsExactlyInAnyOrderElementsOf(rung.candidates());
        }
    }

    /** Whatever the order in which trials end, a round has begun if the one before is complete, and no other has. */
    @Test
    void aSearchThatGoesOnShowsTheRoundsThatHaveBegun() throws Exception {
        List<TrialResult> ended = new ArrayList<>();
        TuningResult result = search(spec, ended);
        int first = result.rungs().get(0).candidates().size()
                * result.rungs().get(0).seeds();
        for (int have : new int[] {0, 1, first - 1, first, first + 1, ended.size() - 1}) {
            SearchSoFar found = SearchSoFar.of(spec, TRIALS, bySpec(ended.subList(0, have)));
            assertThat(found.result()).isEmpty();
            assertThat(found.rounds()).hasSize(have < first ? 1 : have == ended.size() - 1 ? 4 : 2);
            assertThat(found.rounds().stream()
                            .flatMap(round -> round.entrants().stream())
                            .mapToInt(entrant -> entrant.results().size())
                            .sum())
                    .isEqualTo(have);
        }
    }

    /** The second wave of the first rung has begun when all trials of the first have ended. */
    @Test
    void theWavesOfARungAreOneRound() throws Exception {
        Setting now = new Setting(Map.of(Knob.GAIN, "1", Knob.LR, "0.001"));
        SearchSpace space = SearchSpace.of(Dimension.of(Knob.GAIN, "0.5:2"), Dimension.of(Knob.LR, "1e-4:1e-2"));
        TuningSpec plane = new TuningSpec(Scheme.HE, training(), ITERATIONS, 1000, space, now, now, 1);
        List<TrialResult> ended = new ArrayList<>();
        TuningResult result = search(plane, ended);
        SearchSoFar found = SearchSoFar.of(plane, TRIALS, bySpec(ended));
        assertThat(found.result()).hasValue(result);
        assertThat(found.rounds()).hasSize(4);
        List<RungResult.Candidate> first = result.rungs().get(0).candidates();
        assertThat(found.rounds().get(0).entrants())
                .extracting(Entrant::candidate)
                .containsExactlyInAnyOrderElementsOf(first);
        assertThat(SearchSoFar.of(plane, TRIALS, bySpec(ended.subList(0, 12))).rounds())
                .extracting(round -> round.entrants().size())
                .containsExactly(7);
        assertThat(first).hasSizeGreaterThan(7);
    }

    @Test
    void aSearchWhoseTrialsGaveNothingHasItsFirstRound() throws Exception {
        NoisyRunner runner = new NoisyRunner(1, (gain, rate) -> Double.NEGATIVE_INFINITY);
        Map<TrialSpec, TrialResult> failed = new LinkedHashMap<>();
        try {
            new Tuner(
                            spec,
                            (trials, listener) -> runner.run(trials, result -> {
                                failed.put(result.spec(), result);
                                listener.ended(result);
                            }))
                    .run(TRIALS);
        } catch (TrialException expected) {
            assertThat(SearchSoFar.of(spec, TRIALS, failed).rounds()).hasSize(1);
            return;
        }
        throw new AssertionError("the search came to an end without results");
    }

    private static TuningResult search(TuningSpec spec, List<TrialResult> ended) throws InterruptedException {
        NoisyRunner runner = new NoisyRunner(1, (gain, rate) -> hill(gain, 1.3));
        return new Tuner(
                        spec,
                        (trials, listener) -> runner.run(trials, result -> {
                            ended.add(result);
                            listener.ended(result);
                        }))
                .run(TRIALS);
    }

    private static Map<TrialSpec, TrialResult> bySpec(List<TrialResult> results) {
        Map<TrialSpec, TrialResult> bySpec = new LinkedHashMap<>();
        results.forEach(result -> bySpec.put(result.spec(), result));
        return bySpec;
    }
}
