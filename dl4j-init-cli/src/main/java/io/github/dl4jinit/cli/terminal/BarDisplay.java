// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli.terminal;

import io.github.dl4jinit.lab.trial.TrialResult;
import io.github.dl4jinit.lab.trial.TrialSpec;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Collectors;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** A bar that counts the work of all trials, with the time left; behind it each running trial's loss. */
final class BarDisplay implements ProgressDisplay {

    private final Progress progress;
    private final Function<TrialSpec, String> label;
    private final ProgressBar bar;

    BarDisplay(Progress progress, Function<TrialSpec, String> label) {
        this.progress = progress;
        this.label = label;
        this.bar = new ProgressBarBuilder()
                .setTaskName("training")
                .setInitialMax(progress.work())
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(250)
                .build();
    }

    @Override
    public void started(TrialSpec spec) {
        progress.started(spec);
        update();
    }

    @Override
    public void progressed(TrialSpec spec, int iteration, int iterations, double loss) {
        progress.progressed(spec, iteration, iterations, loss);
        update();
    }

    @Override
    public void ended(TrialResult result) {
        progress.ended(result.spec());
        update();
    }

    @Override
    public void close() {
        bar.close();
    }

    private void update() {
        bar.stepTo(progress.done());
        bar.setExtraMessage(progress.running().entrySet().stream()
                .map(entry -> label.apply(entry.getKey()) + " "
                        + loss(entry.getValue().loss()))
                .collect(Collectors.joining(
                        " · ", " " + progress.ended() + "/" + progress.trials() + " trials · ", "")));
    }

    private static String loss(double loss) {
        return Double.isNaN(loss) ? "…" : String.format(Locale.ROOT, "%.3f", loss);
    }
}
