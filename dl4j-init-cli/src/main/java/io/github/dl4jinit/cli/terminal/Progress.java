// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli.terminal;

import io.github.dl4jinit.lab.trial.TrialResult;
import io.github.dl4jinit.lab.trial.TrialSpec;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.LongSupplier;
import java.util.function.ToLongFunction;

/**
 * How much of the work of some trials is done. Iterations of a deep network count for more than those of a shallow one;
 * a trial that ended early has nothing left to do, so it counts as whole.
 */
final class Progress {

    /** The smallest share of all work from which the time left is told: before, most of the time went into starting. */
    private static final double TELLING_SHARE = 0.1;

    private final int trials;
    private final ToLongFunction<TrialSpec> workOf;
    private final long work;
    private final Map<TrialSpec, State> running = new LinkedHashMap<>();
    private final LongSupplier nanoTime;
    private final long start;
    private int ended;
    private long endedWork;
    private double workBehindEnded;

    /** How far a trial that runs has come: the share that is done, between 0 and 1, and its last training loss. */
    record State(double share, double loss) {}

    Progress(List<TrialSpec> trials, ToLongFunction<TrialSpec> workOf, LongSupplier nanoTime) {
        this.trials = trials.size();
        this.workOf = workOf;
        this.work = trials.stream().mapToLong(workOf).sum();
        this.nanoTime = nanoTime;
        this.start = nanoTime.getAsLong();
    }

    void started(TrialSpec spec) {
        running.put(spec, new State(0, Double.NaN));
    }

    void progressed(TrialSpec spec, int iteration, int iterations, double loss) {
        running.put(spec, new State((double) iteration / iterations, loss));
    }

    void ended(TrialResult result) {
        State last = running.remove(result.spec());
        long whole = workOf.applyAsLong(result.spec());
        ended++;
        endedWork += whole;
        workBehindEnded += switch (result.status()) {
            case COMPLETED -> whole;
            case STUCK, DIVERGED, FAILED -> last == null ? 0 : last.share() * whole;
        };
    }

    Map<TrialSpec, State> running() {
        return running;
    }

    int ended() {
        return ended;
    }

    int trials() {
        return trials;
    }

    /** The share of all work that is done or has become needless, from 0 to 1. */
    double share() {
        return work == 0 ? 1 : (endedWork + workOfRunning()) / work;
    }

    private double workOfRunning() {
        double partly = 0;
        for (Map.Entry<TrialSpec, State> entry : running.entrySet()) {
            partly += entry.getValue().share() * workOf.applyAsLong(entry.getKey());
        }
        return partly;
    }

    /**
     * The time left, for people to read, as in "3 min"; empty if none is left, and until as much was done as an average
     * trial takes, or a tenth of everything. It follows from the iterations that ran: of a trial that ended early
     * nobody knows how long it would have taken.
     */
    Optional<String> timeLeft() {
        OptionalDouble seconds = secondsLeft();
        return seconds.isPresent()
                ? Optional.of(text(Duration.ofSeconds(Math.round(seconds.getAsDouble()))))
                : Optional.empty();
    }

    private OptionalDouble secondsLeft() {
        double partly = workOfRunning();
        double behind = workBehindEnded + partly;
        double telling = Math.min((double) work / trials, TELLING_SHARE * work);
        return behind < telling || behind == 0 || ended == trials
                ? OptionalDouble.empty()
                : OptionalDouble.of((nanoTime.getAsLong() - start) / 1e9 * (work - endedWork - partly) / behind);
    }

    private static String text(Duration left) {
        if (left.toHours() > 0) {
            return left.toHours() + " h " + left.toMinutesPart() + " min";
        }
        return left.toMinutes() > 0 ? left.toMinutes() + " min" : left.toSeconds() + " s";
    }
}
