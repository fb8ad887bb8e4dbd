// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.tune;

import io.github.dl4jinit.internal.Check;
import io.github.dl4jinit.lab.trial.Setting;
import io.github.dl4jinit.lab.trial.TrialException;
import io.github.dl4jinit.lab.trial.TrialResult;
import io.github.dl4jinit.lab.trial.TrialRunner;
import io.github.dl4jinit.lab.trial.TrialSpec;
import io.github.dl4jinit.lab.trial.TrialStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;

/**
 * Finds values of a scheme's knobs for a network and its data. First the theory's value; then successive halving
 * (Jamieson and Talwalkar 2016, "Non-stochastic best arm identification and hyperparameter optimization", algorithm 1):
 * many candidates train a ninth of the iterations with two seeds, the best third of them a third with three seeds, and
 * the best ninth everything with five. All are judged by training examples that are held out. At the end the best meets
 * the theory's value and the default with fresh seeds on the test set, and is recommended only if it is significantly
 * better.
 *
 * <p>Rungs are finished before the next begins, unlike in ASHA (Li et al. 2020): a worker may wait for the last trial
 * of a rung, but the same specification gives the same recommendation on any number of workers.
 */
public final class Tuner {

    private final TuningSpec spec;
    private final TrialRunner runner;
    private final BiConsumer<List<Setting>, List<TrialSpec>> begins;

    /** A search whose trials a runner runs. */
    public Tuner(TuningSpec spec, TrialRunner runner) {
        this(spec, runner, (settings, trials) -> {});
    }

    /**
     * A search that is looked at.
     *
     * @param begins told, before each round, which settings it has, and of which trials: all of the first setting, then
     *     all of the second, and so on
     */
    Tuner(TuningSpec spec, TrialRunner runner, BiConsumer<List<Setting>, List<TrialSpec>> begins) {
        this.spec = Check.given("spec", spec);
        this.runner = Check.given("runner", runner);
        this.begins = begins;
    }

    /** How many trials the verdict takes: the best, the default, and the theory's value if that is another. */
    private static int verdictTrials(TuningSpec spec) {
        int known = Check.given("spec", spec).theorySetting().equals(Setting.DEFAULT) ? 1 : 2;
        return (known + 1) * TuningSpec.FRESH_SEEDS;
    }

    /**
     * Checks whether so many trials are enough.
     *
     * @throws IllegalArgumentException if they are too few for the smallest search
     */
    public static void check(TuningSpec spec, int trials) {
        Bracket.ofTrials(trials, verdictTrials(spec));
    }

    /**
     * The most trials that a search takes which may take so many: fewer, because rungs are whole, and fewer still if
     * the best of the search is the theory's value.
     *
     * @throws IllegalArgumentException if they are too few for the smallest search
     */
    public static int mostTrials(TuningSpec spec, int trials) {
        return Bracket.ofTrials(trials, verdictTrials(spec)).trials() + verdictTrials(spec);
    }

    /**
     * Tunes.
     *
     * @param trials how many there may be, short ones included
     * @throws IllegalArgumentException if they are too few for the smallest search
     * @throws InterruptedException if the runner was ended before
     */
    public TuningResult run(int trials) throws InterruptedException {
        return run(Bracket.ofTrials(trials, verdictTrials(spec)));
    }

    /**
     * How many trials are done in about so much time. Whole trainings at the theory's value, one a worker, are
     * measured: side by side, because workers slow each other down. They count as trials of the last rung if the value
     * gets there.
     *
     * @param limit how long it may take, the measurement included
     * @param workers how many trials run at a time
     * @throws IllegalArgumentException if it is too short for the smallest search
     * @throws TrialException if no training that is measured gives a result
     * @throws InterruptedException if the runner was ended before
     */
    public int trialsWithin(Duration limit, int workers) throws InterruptedException {
        Check.given("limit", limit);
        Check.inRange("workers", workers, 1, TrialRunner.MOST_AT_A_TIME);
        List<TrialSpec> measured = IntStream.range(0, workers)
                .mapToObj(seed -> spec.searchTrial(spec.theorySetting(), seed, spec.iterations()))
                .toList();
        double seconds = trial(measured).values().stream()
                .filter(result -> result.status() != TrialStatus.FAILED)
                .mapToDouble(this::wholeSeconds)
                .max()
                .orElseThrow();
        double trainings = (limit.toSeconds() + limit.getNano() / 1e9) / seconds - 1;
        return Bracket.ofTime(trainings, workers, verdictTrials(spec), spec.iterations())
                        .trials()
                + verdictTrials(spec);
    }

    /** How long it would have taken to the end: others may get there. The first iterations are slower than others. */
    private double wholeSeconds(TrialResult result) {
        double iteration = result.msPerIteration() == null ? result.seconds() : result.msPerIteration() / 1000;
        return iteration * spec.iterations();
    }

    private TuningResult run(Bracket bracket) throws InterruptedException {
        List<Setting> candidates = Candidates.of(spec, bracket.candidates());
        List<RungResult> rungs = new ArrayList<>();
        List<Contest> contests = new ArrayList<>();
        for (Bracket.Rung rung : bracket.rungs()) {
            List<Setting> taking = candidates.subList(0, rung.candidates());
            int iterations = rung.iterations(spec.iterations());
            Contest contest =
                    contest(taking, rung.seeds(), (setting, seed) -> spec.searchTrial(setting, seed, iterations));
            contests.add(contest);
            rungs.add(RungResult.of(contest, iterations));
            candidates = contest.ranking();
        }
        Setting best = candidates.get(0);
        Set<Setting> finalists = new LinkedHashSet<>(List.of(best, spec.theorySetting(), Setting.DEFAULT));
        Contest verdict = contest(List.copyOf(finalists), TuningSpec.FRESH_SEEDS, spec::verdictTrial);
        return TuningResult.of(spec, rungs, contests, best, verdict);
    }

    private interface Planner {
        TrialSpec trial(Setting setting, int seed);
    }

    private Contest contest(List<Setting> settings, int seeds, Planner planner) throws InterruptedException {
        List<TrialSpec> trials = settings.stream()
                .flatMap(setting -> IntStream.range(0, seeds).mapToObj(seed -> planner.trial(setting, seed)))
                .toList();
        begins.accept(settings, trials);
        int examples = trials.get(0).training().heldOut();
        return new Contest(settings, Math.max(1, examples), trials, trial(trials));
    }

    private Map<TrialSpec, TrialResult> trial(List<TrialSpec> trials) throws InterruptedException {
        Map<TrialSpec, TrialResult> results = new HashMap<>();
        runner.run(trials, result -> results.put(result.spec(), result));
        boolean none = results.values().stream().allMatch(result -> result.status() == TrialStatus.FAILED);
        if (none) {
            throw new TrialException("no trial gave a result: "
                    + results.values().stream()
                            .map(TrialResult::error)
                            .findFirst()
                            .orElse("the runner ran none"));
        }
        return results;
    }
}
