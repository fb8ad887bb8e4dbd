// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.bench.report;

import io.github.dl4jinit.bench.trial.TrialResult;
import io.github.dl4jinit.bench.trial.TrialSpec;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

/** A bar that counts the iterations of all trials, with the time left; behind it each running trial's loss. */
final class BarDisplay implements ProgressDisplay {

    private final int trials;
    private final int iterationsPerTrial;
    private final ProgressBar bar;
    private final Map<TrialSpec, Running> running = new LinkedHashMap<>();
    private int ended;

    private record Running(int iteration, String loss) {}

    BarDisplay(int trials, int iterationsPerTrial) {
        this.trials = trials;
        this.iterationsPerTrial = iterationsPerTrial;
        this.bar = new ProgressBarBuilder()
                .setTaskName("training")
                .setInitialMax((long) trials * iterationsPerTrial)
                .setStyle(ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(250)
                .build();
    }

    @Override
    public void started(TrialSpec spec) {
        show(spec, new Running(0, "…"));
    }

    @Override
    public void progressed(TrialSpec spec, int iteration, int iterations, double loss) {
        show(spec, new Running(iteration, String.format(Locale.ROOT, "%.3f", loss)));
    }

    @Override
    public void ended(TrialResult result) {
        running.remove(result.spec());
        ended++;
        update();
    }

    @Override
    public void close() {
        bar.close();
    }

    private void show(TrialSpec spec, Running state) {
        running.put(spec, state);
        update();
    }

    private void update() {
        // A trial that ends early has nothing left to do, so it counts as whole.
        long done = (long) ended * iterationsPerTrial
                + running.values().stream().mapToInt(Running::iteration).sum();
        bar.stepTo(done);
        bar.setExtraMessage(running.entrySet().stream()
                .map(entry -> entry.getKey().scheme() + "#" + entry.getKey().seed() + " "
                        + entry.getValue().loss())
                .collect(Collectors.joining(" · ", " " + ended + "/" + trials + " trials · ", "")));
    }
}
