// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.signal;

/** Stops a training run whose {@link SignalListener} was told to; carries the report that was the reason. */
public final class UnhealthySignalException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final transient SignalReport report;

    UnhealthySignalException(SignalReport report) {
        super("training stopped at iteration " + report.iteration() + ": " + report);
        this.report = report;
    }

    /** The last report; {@code null} if the exception has been serialised. */
    public SignalReport report() {
        return report;
    }
}
