// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli.terminal;

import io.github.dl4jinit.lab.trial.TrialSpec;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToLongFunction;

/**
 * How much of the work of some trials is done. Iterations of a deep network count for more than those of a shallow one;
 * a trial that ended early has nothing left to do, so it counts as whole.
 */
final class Progress {

    private final int trials;
    private final ToLongFunction<TrialSpec> workOf;
    private final long work;
    private final Map<TrialSpec, State> running = new LinkedHashMap<>();
    private final long start = System.nanoTime();
    private int ended;
    private long endedWork;

    /** How far a trial that runs has come: the share that is done, between 0 and 1, and its last loss. */
    record State(double share, double loss) {}

    Progress(List<TrialSpec> trials, ToLongFunction<TrialSpec> workOf) {
        this.trials = trials.size();
        this.workOf = workOf;
        this.work = trials.stream().mapToLong(workOf).sum();
    }

    void started(TrialSpec spec) {
        running.put(spec, new State(0, Double.NaN));
    }

    void progressed(TrialSpec spec, int iteration, int iterations, double loss) {
        running.put(spec, new State((double) iteration / iterations, loss));
    }

    void ended(TrialSpec spec) {
        running.remove(spec);
        ended++;
        endedWork += workOf.applyAsLong(spec);
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

    long work() {
        return work;
    }

    long done() {
        double partly = 0;
        for (Map.Entry<TrialSpec, State> entry : running.entrySet()) {
            partly += entry.getValue().share() * workOf.applyAsLong(entry.getKey());
        }
        return endedWork + Math.round(partly);
    }

    /** The time left, for people to read, as in "3 min"; to be asked when something is done. */
    String timeLeft() {
        double seconds = (System.nanoTime() - start) / 1e9 * ((double) work / Math.max(1, done()) - 1);
        Duration left = Duration.ofSeconds(Math.round(seconds));
        return left.toMinutes() > 0 ? left.toMinutes() + " min" : left.toSeconds() + " s";
    }
}
