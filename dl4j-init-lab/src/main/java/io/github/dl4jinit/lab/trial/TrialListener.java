// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.trial;

/** Listens to trials while they run, told of one thing at a time. All that it must listen to is the end of a trial. */
@FunctionalInterface
public interface TrialListener {

    /** The trial has begun. */
    default void started(TrialSpec spec) {}

    /** The trial has done that many of its iterations; its last training loss was {@code loss}. */
    default void progressed(TrialSpec spec, int iteration, int iterations, double loss) {}

    /** The trial is over. What this throws ends the whole run. */
    void ended(TrialResult result);
}
