// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.trial;

/** How a trial ended. */
public enum TrialStatus {

    /** Trained to the end and tested. */
    COMPLETED,

    /** Ended early and tested: its loss was no better than guessing, and its signal says why. A result, too. */
    STUCK,

    /** Its loss or its output became NaN or infinite: a result, not an error. */
    DIVERGED,

    /** Its process died, hung, or threw: no result. */
    FAILED
}
