// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.trial;

import java.util.List;

/** Runs trials: in worker processes, or in this one. */
@FunctionalInterface
public interface TrialRunner {

    /** The most trials that run at a time: more processes than any machine takes. */
    int MOST_AT_A_TIME = 1024;

    /**
     * Runs all trials, beginning with the first, and returns when all are over.
     *
     * @param trials asked for one by one, so they need not all be in memory
     * @param listener told how it goes
     * @throws InterruptedException if it was ended before
     */
    void run(List<TrialSpec> trials, TrialListener listener) throws InterruptedException;
}
