// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.trial;

/** How a trial ended. */
public enum TrialStatus {

    /** Trained to the end and tested. */
    COMPLETED,

    /** Ended early and tested: the loss was no better than guessing, and the signal says why. A result, too. */
    STUCK,

    /** The loss or the output became NaN or infinite: a result, not an error. */
    DIVERGED,

    /** The process died or hung, or the trial threw an exception: no result. */
    FAILED
}
