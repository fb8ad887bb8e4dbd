// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli.cluster;

import io.github.dl4jinit.lab.trial.Environment;
import io.github.dl4jinit.lab.trial.TrialException;
import io.github.dl4jinit.lab.trial.TrialListener;
import io.github.dl4jinit.lab.trial.TrialSpec;
import java.util.List;

/** Where trials run. */
public interface Workplace extends AutoCloseable {

    /**
     * Starts a first worker and says what it runs on.
     *
     * @throws TrialException if it does not start
     * @throws InterruptedException if this is closed meanwhile
     */
    Environment start() throws InterruptedException;

    /** How many trials run at a time, if there are so many. */
    int workers();

    /**
     * Runs trials, after {@link #start}, and returns when all are over.
     *
     * @throws InterruptedException if this is closed meanwhile
     */
    void run(List<TrialSpec> trials, TrialListener listener) throws InterruptedException;

    /** Ends all workers at once. Any thread may call it. */
    @Override
    void close();
}
