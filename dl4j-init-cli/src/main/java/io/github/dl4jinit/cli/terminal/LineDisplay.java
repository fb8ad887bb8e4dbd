// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli.terminal;

import io.github.dl4jinit.lab.trial.TrialResult;
import io.github.dl4jinit.lab.trial.TrialSpec;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.function.Function;

/** A line for each trial that ends, for logs and pipes. */
final class LineDisplay implements ProgressDisplay {

    private final PrintWriter out;
    private final Progress progress;
    private final Function<TrialSpec, String> label;

    LineDisplay(PrintWriter out, Progress progress, Function<TrialSpec, String> label) {
        this.out = out;
        this.progress = progress;
        this.label = label;
    }

    @Override
    public void started(TrialSpec spec) {
        progress.started(spec);
    }

    @Override
    public void progressed(TrialSpec spec, int iteration, int iterations, double loss) {
        progress.progressed(spec, iteration, iterations, loss);
    }

    @Override
    public void ended(TrialResult result) {
        progress.ended(result);
        out.printf(
                "[%d/%d] %s: %s%s%n",
                progress.ended(),
                progress.trials(),
                label.apply(result.spec()),
                outcome(result),
                progress.timeLeft().map(left -> "; about " + left + " left").orElse(""));
        out.flush();
    }

    @Override
    public void close() {
        out.flush();
    }

    private static String outcome(TrialResult result) {
        return switch (result.status()) {
            case COMPLETED ->
                String.format(
                        Locale.ROOT,
                        "test %s %.4f, training loss %.4f at the start and %.4f at the end, %.1f s",
                        result.measure().text(),
                        result.testScore(),
                        result.initialLoss(),
                        result.finalLoss(),
                        result.seconds());
            case STUCK -> "ended early: " + result.error();
            case DIVERGED -> "diverged: " + result.error();
            case FAILED -> "failed: " + result.error();
        };
    }
}
