// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.bench.report;

import io.github.dl4jinit.bench.trial.WorkerPool;
import java.io.PrintWriter;

/** Shows how a comparison goes while it runs. */
public interface ProgressDisplay extends WorkerPool.Listener, AutoCloseable {

    /**
     * One bar for the whole comparison on a terminal, plain lines elsewhere.
     *
     * @param out where lines go
     * @param onTerminal whether a bar can be drawn
     * @param trials number of trials to run
     * @param iterations iterations of each
     */
    static ProgressDisplay of(PrintWriter out, boolean onTerminal, int trials, int iterations) {
        return onTerminal ? new BarDisplay(trials, iterations) : new LineDisplay(out, trials, iterations);
    }

    @Override
    void close();
}
