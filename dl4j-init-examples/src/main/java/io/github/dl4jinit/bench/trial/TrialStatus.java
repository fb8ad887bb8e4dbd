// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.bench.trial;

/** How a trial ended. */
public enum TrialStatus {

    /** Trained to the end and tested. */
    COMPLETED,

    /** Its loss or its output became NaN or infinite: a result, not an error. */
    DIVERGED,

    /** Its process died, hung, or threw: no result. */
    FAILED
}
