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
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What is tuned.
 *
 * @param scheme the initialisation if nobody tunes it
 * @param training the network, the data, and a whole training
 * @param iterations of a whole training, on what is left when {@code heldOut} examples are held out
 * @param heldOut how many training examples the search judges by
 * @param space what is searched
 * @param defaults what its knobs are if nobody sets them, but for those that the scheme does not have
 * @param theory the values that the theory recommends; the defaults where it has nothing to say
 * @param firstSeed of the search's {@value #SEARCH_SEEDS} seeds; fresh ones follow for the verdict
 */
public record TuningSpec(
        Scheme scheme,
        TrainingSpec training,
        int iterations,
        int heldOut,
        SearchSpace space,
        Setting defaults,
        Setting theory,
        long firstSeed) {

    /** How many seeds the last rung has. With five pairs a difference of 1.24 standard deviations is significant. */
    static final int SEARCH_SEEDS = 5;

    /** How many seeds the verdict has. */
    static final int FRESH_SEEDS = 5;

    /**
     * Checks all values that may be tried.
     *
     * @throws IllegalArgumentException if the scheme does not fit the network, or a value of the space is none of its
     *     knob's in this training
     */
    public TuningSpec {
        Check.given("scheme", scheme);
        Check.given("training", training);
        TrialSpec base = new TrialSpec(scheme, firstSeed, training);
        Check.inRange("iterations", iterations, 1, Integer.MAX_VALUE);
        Check.inRange("held-out", heldOut, 1, Integer.MAX_VALUE);
        Check.given("space", space).check(base);
        checkValues("the default", defaults, space);
        checkValues("the theory's value", theory, space);
    }

    private static void checkValues(String name, Setting values, SearchSpace space) {
        boolean searched =
                space.knobs().containsAll(Check.given(name, values).values().keySet());
        Check.require(searched, name, "of knobs that are searched", values.text());
    }

    /**
     * What to tune, with what {@link Theory} says of it. Choices that do not go together are left out.
     *
     * @param iterations of a whole training, on what is left when {@code heldOut} examples are held out
     * @throws IllegalArgumentException if a value of the space is none of its knob's in this training, or a scheme goes
     *     with no activation function of the space
     */
    public static TuningSpec of(
            Scheme scheme,
            TrainingSpec training,
            int iterations,
            int heldOut,
            SearchSpace space,
            Theory theory,
            long firstSeed) {
        Check.given("space", space);
        Check.given("theory", theory);
        TrialSpec base = new TrialSpec(scheme, firstSeed, training);
        space.check(base);
        Map<Knob, String> defaults = new EnumMap<>(Knob.class);
        Map<Knob, String> recommended = new EnumMap<>(Knob.class);
        for (Knob knob : space.knobs()) {
            theory.current(base, knob).ifPresent(value -> defaults.put(knob, value));
            theory.recommended(base, knob).ifPresent(value -> recommended.put(knob, value));
        }
        return new TuningSpec(
                scheme,
                training,
                iterations,
                heldOut,
                space.fitting(base),
                new Setting(defaults),
                new Setting(recommended),
                firstSeed);
    }

    /**
     * What to tune of the initialisers that the layers of one's own network have: a search around what {@link Theory}
     * recommends, judged by the runner's validation examples. Trials that learn nothing end early.
     *
     * @param runner what will run the trials
     * @param name what to call the network
     * @param epochs passes over the training set of a whole training
     * @param knobs some of gain or numerator, and lr
     * @throws IllegalArgumentException if no layer has such a knob
     */
    public static TuningSpec of(OwnNetworkRunner runner, String name, int epochs, Knob... knobs) {
        List<Knob> tuned = Check.givenEach("knob", Arrays.asList(Check.given("knob", knobs)));
        Theory theory = theory(runner, tuned);
        Dimension[] dimensions = tuned.stream()
                .map(knob -> Dimension.Range.around(knob, theory.recommended(knob)))
                .toArray(Dimension[]::new);
        return of(runner, name, epochs, theory, SearchSpace.of(dimensions));
    }

    /**
     * What to tune of one's own network, as above, but among values that are named.
     *
     * @param space of schemes, their knobs and learning rates: all else is left to the configuration and the iterators
     */
    public static TuningSpec of(OwnNetworkRunner runner, String name, int epochs, SearchSpace space) {
        List<Knob> knobs = Check.given("space", space).knobs();
        Check.require(!knobs.contains(Knob.BATCH), "batch", "left to the iterators", knobs);
        return of(runner, name, epochs, theory(runner, knobs), space);
    }

    private static Theory theory(OwnNetworkRunner runner, List<Knob> knobs) {
        return Theory.of(Scheme.OWN, knobs, Check.given("runner", runner).configuration());
    }

    private static TuningSpec of(OwnNetworkRunner runner, String name, int epochs, Theory theory, SearchSpace space) {
        TrainingSpec training = runner.training(name, epochs);
        int iterations = training.iterationsOf(runner.iterationsPerEpoch());
        return of(
                Scheme.OWN,
                training.withStuckAfter(training.network().patience(iterations)),
                iterations,
                runner.validationExamples(),
                space,
                theory,
                1);
    }

    /**
     * A trial of the search: judged by what is held out.
     *
     * @param trialIterations how long it trains; with other batches until it has seen as many examples
     */
    TrialSpec searchTrial(Setting setting, int seed, int trialIterations) {
        int patience = training.stuckAfter();
        int scaled = patience == 0
                ? 0
                : (int) Math.max(SmoothedLoss.ITERATIONS, Math.round((double) patience * trialIterations / iterations));
        TrialSpec trial = setting.of(new TrialSpec(scheme, firstSeed + seed, training.withHeldOut(heldOut)));
        double examples = (double) training.batchSize() * trialIterations;
        int limit = (int) Math.min(
                Integer.MAX_VALUE, Math.ceil(examples / trial.training().batchSize()));
        return trial.withTraining(trial.training().withMaxIterations(limit).withStuckAfter(scaled));
    }

    /** A trial of the verdict: trained with everything, and judged by the test set. */
    TrialSpec verdictTrial(Setting setting, int seed) {
        return setting.of(new TrialSpec(scheme, firstSeed + SEARCH_SEEDS + seed, training));
    }

    /** The value of a knob in a setting; empty if its scheme has no such knob. */
    public Optional<String> value(Setting setting, Knob knob) {
        Check.given("knob", knob);
        return Optional.ofNullable(
                Check.given("setting", setting).equals(Setting.DEFAULT)
                        ? defaults.values().get(knob)
                        : setting.values().get(knob));
    }

    /**
     * The value of a knob in a setting.
     *
     * @throws IllegalArgumentException if it has no such knob, or the knob's values are no numbers
     */
    public double number(Setting setting, Knob knob) {
        Optional<String> value = value(setting, knob);
        Check.require(
                value.isPresent() && knob.numeric(),
                "knob",
                "one of numbers that was tuned, and that " + setting.text() + " has",
                knob.flag());
        return Double.parseDouble(value.orElseThrow());
    }

    /** The schemes of trials, each with some value of the knobs that are tuned. */
    public List<Scheme> schemes() {
        return Stream.concat(Stream.of(scheme), space.schemes(new TrialSpec(scheme, firstSeed, training)))
                .distinct()
                .toList();
    }

    /** The theory's setting; the default if it is that. */
    public Setting theorySetting() {
        return named(theory);
    }

    /** The setting by the name that it goes by: the default goes by no other, so that it is no rival of itself. */
    Setting named(Setting setting) {
        Setting rounded = setting.rounded();
        return rounded.equals(defaults.rounded()) ? Setting.DEFAULT : rounded;
    }

    /** The middle of what is searched, with the default's choices where those are searched. */
    Setting middle() {
        double[] point = space.point(defaults);
        for (int i = 0; i < point.length; i++) {
            if (space.dimensions().get(i).choices() == 0) {
                point[i] = 0.5;
            } else if (Double.isNaN(point[i])) {
                point[i] = 0;
            }
        }
        return space.at(point);
    }

    /** The point of a setting in the space. */
    double[] point(Setting setting) {
        return space.point(setting.equals(Setting.DEFAULT) ? defaults : setting);
    }
}
