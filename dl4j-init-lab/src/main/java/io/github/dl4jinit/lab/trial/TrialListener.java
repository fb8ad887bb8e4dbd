// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.trial;

/** Is told of every trial that runs, one call at a time. The end of a trial is all that must be listened to. */
@FunctionalInterface
public interface TrialListener {

    /** The trial has begun. */
    default void started(TrialSpec spec) {}

    /** The trial has done that many of its iterations; its last training loss was {@code loss}. */
    default void progressed(TrialSpec spec, int iteration, int iterations, double loss) {}

    /** The trial is over. What this throws ends the whole run. */
    void ended(TrialResult result);
}
