// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli.terminal;

import io.github.dl4jinit.lab.trial.TrialListener;
import io.github.dl4jinit.lab.trial.TrialSpec;
import java.io.PrintWriter;
import java.util.List;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/** Shows how trials go while they run. */
public interface ProgressDisplay extends TrialListener, AutoCloseable {

    /**
     * One bar for all trials on a terminal, plain lines elsewhere.
     *
     * @param out where lines go
     * @param onTerminal whether a bar can be drawn
     * @param trials what will run
     * @param workOf in some unit, how much work a trial is
     * @param label what to call a trial
     */
    static ProgressDisplay of(
            PrintWriter out,
            boolean onTerminal,
            List<TrialSpec> trials,
            ToLongFunction<TrialSpec> workOf,
            Function<TrialSpec, String> label) {
        Progress progress = new Progress(trials, workOf, System::nanoTime);
        return onTerminal ? new BarDisplay(progress, label) : new LineDisplay(out, progress, label);
    }

    @Override
    void close();
}
