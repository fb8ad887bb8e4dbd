// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.tune;

import io.github.dl4jinit.internal.Check;
import java.util.List;

/**
 * How many candidates take part in the rungs of successive halving, with how many seeds and for how long: each rung
 * keeps about a third and trains three times as long. (The factor η = 3 is that of Li et al. 2018, who find little
 * difference between 3 and 4.)
 *
 * @param rungs from the first, with most candidates, to the last, of whole trainings
 */
record Bracket(List<Rung> rungs) {

    /**
     * One rung: candidates that train for the same time.
     *
     * @param candidates how many there are
     * @param seeds trials of each
     * @param share of a whole training that a trial trains
     */
    record Rung(int candidates, int seeds, double share) {

        int trials() {
            return candidates * seeds;
        }

        int iterations(int whole) {
            return (int) Math.min(whole, Math.max(FEWEST_ITERATIONS, Math.round(share * whole)));
        }
    }

    /** The fewest iterations of a trial: before, no network has learnt anything that tells it from others. */
    private static final int FEWEST_ITERATIONS = 50;

    /** The fewest candidates that can be told from each other and cut down. */
    static final int FEWEST = 3;

    /** As many as four digits tell apart between half a value and its double. */
    private static final int MOST = 1000;

    private static final int FINALISTS = 2;

    /** Building a network, two probes of it and a test with 5000 examples take as long as about so many iterations. */
    private static final int OVERHEAD = 25;

    static Bracket of(int candidates) {
        int second = Math.min(candidates, Math.max(FINALISTS, ceilDiv(candidates, 3)));
        int third = Math.min(candidates, Math.max(FINALISTS, ceilDiv(candidates, 9)));
        return new Bracket(List.of(
                new Rung(candidates, 2, 1.0 / 9),
                new Rung(second, 3, 1.0 / 3),
                new Rung(third, TuningSpec.SEARCH_SEEDS, 1)));
    }

    /**
     * The most candidates that so many trials allow.
     *
     * @param verdicts trials that the verdict takes
     * @throws IllegalArgumentException if they do not allow {@value #FEWEST}
     */
    static Bracket ofTrials(int trials, int verdicts) {
        int least = of(FEWEST).trials() + verdicts;
        Check.require(trials >= least, "trials", least + " or more, which is what the smallest search takes", trials);
        int candidates = FEWEST;
        while (candidates < MOST && of(candidates + 1).trials() + verdicts <= trials) {
            candidates++;
        }
        return of(candidates);
    }

    /**
     * The most candidates that so much time allows.
     *
     * @param trainings the time, in whole trainings one after the other
     * @param workers how many trials run at a time
     * @param verdicts trials that the verdict takes
     * @param whole iterations of a whole training
     * @throws IllegalArgumentException if it does not allow {@value #FEWEST}
     */
    static Bracket ofTime(double trainings, int workers, int verdicts, int whole) {
        double least = of(FEWEST).time(workers, verdicts, whole);
        Check.require(
                trainings >= least,
                "budget",
                "enough for " + (int) Math.ceil(least + 1)
                        + " whole trainings one after the other, which is what the smallest search takes",
                "enough for " + (int) (trainings + 1));
        int candidates = FEWEST;
        while (candidates < MOST && of(candidates + 1).time(workers, verdicts, whole) <= trainings) {
            candidates++;
        }
        return of(candidates);
    }

    int candidates() {
        return rungs.get(0).candidates();
    }

    int trials() {
        return rungs.stream().mapToInt(Rung::trials).sum();
    }

    /** How long it takes, in whole trainings one after the other; each rung waits for its last trial. */
    private double time(int workers, int verdicts, int whole) {
        double iterations = (double) ceilDiv(verdicts, workers) * (whole + OVERHEAD);
        for (Rung rung : rungs) {
            iterations += (double) ceilDiv(rung.trials(), workers) * (rung.iterations(whole) + OVERHEAD);
        }
        return iterations / whole;
    }

    private static int ceilDiv(int dividend, int divisor) {
        return (dividend + divisor - 1) / divisor;
    }
}
