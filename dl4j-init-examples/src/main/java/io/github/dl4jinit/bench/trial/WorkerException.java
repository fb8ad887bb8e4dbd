// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.bench.trial;

/** A worker process did not start; the message says why. */
public final class WorkerException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    WorkerException(String message) {
        super(message);
    }

    WorkerException(String message, Throwable cause) {
        super(message, cause);
    }
}
