// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli.cluster;

import io.github.dl4jinit.lab.trial.Environment;
import io.github.dl4jinit.lab.trial.TrialException;
import io.github.dl4jinit.lab.trial.TrialRunner;

/** Where trials run: after {@link #start}, and until this is closed. */
public interface Workplace extends TrialRunner, AutoCloseable {

    /**
     * Starts a first worker and says what it runs on.
     *
     * @throws TrialException if it does not start
     * @throws InterruptedException if this is closed meanwhile
     */
    Environment start() throws InterruptedException;

    /** How many trials run at a time, if there are so many. */
    int workers();

    /** Ends all workers at once. Any thread may call it. */
    @Override
    void close();
}
