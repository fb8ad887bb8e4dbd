// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli.terminal;

import io.github.dl4jinit.lab.trial.TrialResult;
import io.github.dl4jinit.lab.trial.TrialSpec;
import java.util.Locale;
import java.util.function.Function;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;

/** A bar that counts the work of all trials, with the time left; behind it each running trial's training loss. */
final class BarDisplay implements ProgressDisplay {

    private final Progress progress;
    private final Function<TrialSpec, String> label;
    private final ProgressBar bar;

    /** What is drawn, by a thread of the library's. */
    private volatile BarLine line;

    BarDisplay(Progress progress, Function<TrialSpec, String> label) {
        this.progress = progress;
        this.label = label;
        this.line = line();
        this.bar = new ProgressBarBuilder()
                .setInitialMax(1)
                .setRenderer((state, width) -> line.text(width))
                .setUpdateIntervalMillis(250)
                .continuousUpdate() // the library counts nothing itself
                .build();
    }

    @Override
    public void started(TrialSpec spec) {
        progress.started(spec);
        line = line();
    }

    @Override
    public void progressed(TrialSpec spec, int iteration, int iterations, double loss) {
        progress.progressed(spec, iteration, iterations, loss);
        line = line();
    }

    @Override
    public void ended(TrialResult result) {
        progress.ended(result);
        line = line();
    }

    @Override
    public void close() {
        bar.close();
    }

    private BarLine line() {
        String counted = progress.ended() + "/" + progress.trials() + " trials"
                + progress.timeLeft().map(left -> ", about " + left + " left").orElse("");
        return new BarLine(
                progress.share(),
                counted,
                progress.running().entrySet().stream()
                        .map(entry -> label.apply(entry.getKey()) + " "
                                + loss(entry.getValue().loss()))
                        .toList());
    }

    private static String loss(double loss) {
        return Double.isNaN(loss) ? "…" : String.format(Locale.ROOT, "%.3f", loss);
    }
}
