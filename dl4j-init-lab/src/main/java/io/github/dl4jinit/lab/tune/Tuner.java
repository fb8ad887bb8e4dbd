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
import java.util.stream.IntStream;

/**
 * Finds values of knobs for a network and its data by successive halving (Jamieson and Talwalkar 2016, "Non-stochastic
 * best arm identification and hyperparameter optimization", algorithm 1): many candidates train a ninth of the
 * iterations with two seeds, the best third of them a third with three seeds, and the best ninth everything with five.
 * Candidates of several knobs come in waves, each drawn from what the ones before have shown. All are judged by
 * training examples that are held out. At the end the best meets the theory's values and the default with fresh seeds
 * on the test set, and is recommended only if it is significantly better.
 *
 * <p>Waves and rungs are finished before the next begins, unlike in ASHA (Li et al. 2020): a worker may wait for the
 * last trial of one, but the same specification gives the same recommendation on any number of workers.
 */
public final class Tuner {

    /** How many settings the mean work is taken of: a few per cent are near enough for a time. */
    private static final int WORK_SAMPLE = 100;

    private final TuningSpec spec;
    private final TrialRunner runner;
    private final Watcher watcher;
    private final double firstShare;

    /** A search whose trials a runner runs. */
    public Tuner(TuningSpec spec, TrialRunner runner) {
        this(spec, runner, (round, iterations, settings, trials) -> {});
    }

    /** Is told of each part of a search before its trials run. */
    interface Watcher {

        /**
         * A part begins.
         *
         * @param round from 0 on: the rungs, of which the first may have several parts, then the verdict
         * @param iterations how long its trials train
         * @param settings what takes part
         * @param trials all of the first setting, then all of the second, and so on
         */
        void begins(int round, int iterations, List<Setting> settings, List<TrialSpec> trials);
    }

    /** A search that is looked at. */
    Tuner(TuningSpec spec, TrialRunner runner, Watcher watcher) {
        this(spec, runner, watcher, Candidates.FIRST);
    }

    /** A search of whose candidates another share knows nothing of those before. */
    Tuner(TuningSpec spec, TrialRunner runner, Watcher watcher, double firstShare) {
        this.firstShare = firstShare;
        this.spec = Check.given("spec", spec);
        this.runner = Check.given("runner", runner);
        this.watcher = watcher;
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
        return planned(spec, trials).trials() + verdictTrials(spec);
    }

    private static Bracket planned(TuningSpec spec, int trials) {
        Bracket most = Bracket.ofTrials(trials, verdictTrials(spec));
        return Bracket.of((int) Math.min(most.candidates(), spec.space().size()));
    }

    /**
     * Tunes.
     *
     * @param trials how many there may be, short ones included
     * @throws IllegalArgumentException if they are too few for the smallest search
     * @throws InterruptedException if the runner was ended before
     */
    public TuningResult run(int trials) throws InterruptedException {
        return run(planned(spec, trials));
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
        double seconds = relativeWork()
                * trial(measured).values().stream()
                        .filter(result -> result.status() != TrialStatus.FAILED)
                        .mapToDouble(this::wholeSeconds)
                        .max()
                        .orElseThrow();
        double trainings = (limit.toSeconds() + limit.getNano() / 1e9) / seconds - 1;
        return Bracket.ofTime(trainings, workers, verdictTrials(spec), spec.iterations())
                        .trials()
                + verdictTrials(spec);
    }

    /** The mean work of a first wave, of networks that may be wider or deeper, in that of the network measured. */
    private double relativeWork() {
        double measured = work(spec.theorySetting());
        return new Candidates(spec, WORK_SAMPLE, 1)
                .first().stream()
                        .mapToDouble(setting -> work(setting) / measured)
                        .average()
                        .orElseThrow();
    }

    private double work(Setting setting) {
        return spec.verdictTrial(setting, 0).training().network().work();
    }

    /** How long it would have taken to the end: others may get there. The first iterations are slower than others. */
    private double wholeSeconds(TrialResult result) {
        double iteration = result.msPerIteration() == null ? result.seconds() : result.msPerIteration() / 1000;
        return iteration * spec.iterations();
    }

    private TuningResult run(Bracket planned) throws InterruptedException {
        Candidates candidates = new Candidates(spec, planned.candidates(), firstShare);
        Bracket.Rung first = planned.rungs().get(0);
        Contest firstWave = contest(0, candidates.first(), first);
        Contest contest = withLaterWaves(firstWave, candidates, first);
        // A space of few values has fewer candidates.
        List<Bracket.Rung> rungs = Bracket.of(contest.settings().size()).rungs();
        List<Contest> contests = new ArrayList<>();
        List<RungResult> results = new ArrayList<>();
        for (int i = 0; i < rungs.size(); i++) {
            Bracket.Rung rung = rungs.get(i);
            if (i > 0) {
                contest = contest(i, contest.ranking().subList(0, rung.candidates()), rung);
            }
            contests.add(contest);
            results.add(RungResult.of(contest, rung.iterations(spec.iterations())));
        }
        Setting best = contest.ranking().get(0);
        Set<Setting> finalists = new LinkedHashSet<>(List.of(best, spec.theorySetting(), Setting.DEFAULT));
        Contest verdict = contest(
                rungs.size(), spec.iterations(), List.copyOf(finalists), TuningSpec.FRESH_SEEDS, spec::verdictTrial);
        return TuningResult.of(spec, firstWave.ranking(), results, contests, best, verdict);
    }

    /** The first rung, wave by wave: what has been seen decides what is tried next. */
    private Contest withLaterWaves(Contest firstWave, Candidates candidates, Bracket.Rung rung)
            throws InterruptedException {
        Contest all = firstWave;
        List<Setting> wave = candidates.next(all.ranking());
        while (!wave.isEmpty()) {
            all = all.with(contest(0, wave, rung));
            wave = candidates.next(all.ranking());
        }
        return all;
    }

    private Contest contest(int round, List<Setting> settings, Bracket.Rung rung) throws InterruptedException {
        int iterations = rung.iterations(spec.iterations());
        return contest(
                round,
                iterations,
                settings,
                rung.seeds(),
                (setting, seed) -> spec.searchTrial(setting, seed, iterations));
    }

    private interface Planner {
        TrialSpec trial(Setting setting, int seed);
    }

    private Contest contest(int round, int iterations, List<Setting> settings, int seeds, Planner planner)
            throws InterruptedException {
        List<TrialSpec> trials = settings.stream()
                .flatMap(setting -> IntStream.range(0, seeds).mapToObj(seed -> planner.trial(setting, seed)))
                .toList();
        watcher.begins(round, iterations, settings, trials);
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
