// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.trial;

/** A worker process did not start; the message says why. */
public final class TrialException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public TrialException(String message) {
        super(message);
    }

    public TrialException(String message, Throwable cause) {
        super(message, cause);
    }
}
