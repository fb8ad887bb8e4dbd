// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.trial;

/** No trial can run: a worker process did not start, or ND4J cannot be loaded. The message says why. */
public final class TrialException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public TrialException(String message) {
        super(message);
    }

    public TrialException(String message, Throwable cause) {
        super(message, cause);
    }
}
