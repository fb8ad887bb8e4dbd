// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.tune;

import io.github.dl4jinit.internal.Check;
import io.github.dl4jinit.lab.scheme.Scheme;
import io.github.dl4jinit.lab.training.OwnNetworkRunner;
import io.github.dl4jinit.lab.trial.Knob;
import io.github.dl4jinit.lab.trial.Setting;
import io.github.dl4jinit.lab.trial.SmoothedLoss;
import io.github.dl4jinit.lab.trial.TrainingSpec;
import io.github.dl4jinit.lab.trial.TrialSpec;
import java.util.Arrays;
import java.util.List;

/**
 * What is tuned.
 *
 * @param scheme the initialisation, without the knobs that are tuned
 * @param training the network, the data, and a whole training
 * @param iterations of a whole training, on what is left when {@code heldOut} examples are held out
 * @param heldOut how many training examples the search judges by
 * @param knobs what is tuned, at most two: gain, numerator, lr
 * @param defaults what the knobs are if nobody sets them
 * @param theory the values that the theory recommends; the defaults where it has nothing to say
 * @param start the middle of what is searched: the theory's values, unless somebody knows better
 * @param firstSeed of the search's {@value #SEARCH_SEEDS} seeds; fresh ones follow for the verdict
 */
public record TuningSpec(
        Scheme scheme,
        TrainingSpec training,
        int iterations,
        int heldOut,
        List<Knob> knobs,
        List<Double> defaults,
        List<Double> theory,
        List<Double> start,
        long firstSeed) {

    /** How many seeds the last rung has. With five pairs a difference of 1.24 standard deviations is significant. */
    static final int SEARCH_SEEDS = 5;

    /** How many seeds the verdict has. */
    static final int FRESH_SEEDS = 5;

    /** The smallest value of a knob; the largest is its reciprocal. No knob has a use beyond them. */
    private static final double SMALLEST = 1e-9;

    private static final List<Knob> TUNABLE = List.of(Knob.GAIN, Knob.NUMERATOR, Knob.LR);

    public TuningSpec {
        Check.given("scheme", scheme);
        Check.given("training", training);
        new TrialSpec(scheme, firstSeed, training); // refuses a scheme that does not fit the network
        Check.inRange("iterations", iterations, 1, Integer.MAX_VALUE);
        Check.inRange("held-out", heldOut, 1, Integer.MAX_VALUE);
        knobs = Check.givenEach("knob", knobs);
        defaults = Check.givenEach("the default", defaults);
        theory = Check.givenEach("the theory's value", theory);
        start = Check.givenEach("start", start);
        boolean known = !knobs.isEmpty()
                && knobs.size() <= 2
                && TUNABLE.containsAll(knobs)
                && knobs.stream().distinct().count() == knobs.size()
                // One is the other's square: together they are one knob.
                && !knobs.containsAll(List.of(Knob.GAIN, Knob.NUMERATOR));
        Check.require(
                known,
                "knob",
                "gain, numerator or lr, or lr and one of the others",
                knobs.stream().map(Knob::flag).toList());
        checkValues("the default", defaults, knobs);
        checkValues("the theory's value", theory, knobs);
        checkValues("start", start, knobs);
    }

    /**
     * What to tune of the initialisers that the layers of one's own network have: a search around what {@link Theory}
     * recommends, judged by the runner's validation examples. Trials that learn nothing end early.
     *
     * @param runner what will run the trials
     * @param name what to call the network
     * @param epochs passes over the training set of a whole training
     * @param knobs at most two: gain, numerator, lr
     * @throws IllegalArgumentException if no layer has such a knob
     */
    public static TuningSpec of(OwnNetworkRunner runner, String name, int epochs, Knob... knobs) {
        List<Knob> tuned = Check.givenEach("knob", Arrays.asList(Check.given("knob", knobs)));
        Theory theory =
                Theory.of(Scheme.OWN, tuned, Check.given("runner", runner).configuration());
        TrainingSpec training = runner.training(name, epochs);
        int iterations = training.iterationsOf(runner.iterationsPerEpoch());
        List<Double> recommended = tuned.stream().map(theory::recommended).toList();
        return new TuningSpec(
                Scheme.OWN,
                training.withStuckAfter(training.network().patience(iterations)),
                iterations,
                runner.validationExamples(),
                tuned,
                tuned.stream().map(theory::current).toList(),
                recommended,
                recommended,
                1);
    }

    private static void checkValues(String name, List<Double> values, List<Knob> knobs) {
        Check.require(values.size() == knobs.size(), name, "one value for each knob", values);
        for (double value : values) {
            Check.require(value >= SMALLEST && value <= 1 / SMALLEST, name, "from 1e-9 to 1e9", value);
        }
    }

    /** A trial of the search: judged by what is held out. */
    TrialSpec searchTrial(Setting setting, int seed, int trialIterations) {
        int patience = training.stuckAfter();
        int scaled = patience == 0
                ? 0
                : (int) Math.max(SmoothedLoss.ITERATIONS, Math.round((double) patience * trialIterations / iterations));
        TrainingSpec search =
                training.withHeldOut(heldOut).withMaxIterations(trialIterations).withStuckAfter(scaled);
        return setting.of(new TrialSpec(scheme, firstSeed + seed, search));
    }

    /** A trial of the verdict: trained with everything, and judged by the test set. */
    TrialSpec verdictTrial(Setting setting, int seed) {
        return setting.of(new TrialSpec(scheme, firstSeed + SEARCH_SEEDS + seed, training));
    }

    /** The value of the i-th knob in a setting. */
    public double value(Setting setting, int i) {
        Check.inRange("i", i, 0, knobs.size() - 1);
        return Check.given("setting", setting).values().getOrDefault(knobs.get(i), defaults.get(i));
    }

    /** The theory's setting; the default if it is that. */
    public Setting theorySetting() {
        return theory.equals(defaults)
                ? Setting.DEFAULT
                : Setting.rounded(knobs, theory.stream().mapToDouble(d -> d).toArray());
    }
}
