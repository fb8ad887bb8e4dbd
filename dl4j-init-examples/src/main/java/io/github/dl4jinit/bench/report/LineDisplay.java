// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.bench.report;

import io.github.dl4jinit.bench.trial.TrialResult;
import io.github.dl4jinit.bench.trial.TrialSpec;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/** A line for each trial that ends, for logs and pipes. */
final class LineDisplay implements ProgressDisplay {

    private final PrintWriter out;
    private final int trials;
    private final int iterationsPerTrial;
    private final Map<TrialSpec, Integer> running = new HashMap<>();
    private final long start = System.nanoTime();
    private int ended;

    LineDisplay(PrintWriter out, int trials, int iterationsPerTrial) {
        this.out = out;
        this.trials = trials;
        this.iterationsPerTrial = iterationsPerTrial;
    }

    @Override
    public void started(TrialSpec spec) {
        running.put(spec, 0);
    }

    @Override
    public void progressed(TrialSpec spec, int iteration, int iterations, double loss) {
        running.put(spec, iteration);
    }

    @Override
    public void ended(TrialResult result) {
        running.remove(result.spec());
        ended++;
        out.printf(
                Locale.ROOT,
                "[%d/%d] %s, seed %d: %s%s%n",
                ended,
                trials,
                result.spec().scheme(),
                result.spec().seed(),
                outcome(result),
                ended == trials ? "" : "; about " + timeLeft() + " left");
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
                        "test accuracy %.4f, loss %.4f at the start and %.4f at the end, %.1f s",
                        result.testAccuracy(),
                        result.initialLoss(),
                        result.finalLoss(),
                        result.seconds());
            case DIVERGED -> "diverged: " + result.error();
            case FAILED -> "failed: " + result.error();
        };
    }

    private String timeLeft() {
        double done = (double) ended * iterationsPerTrial
                + running.values().stream().mapToInt(Integer::intValue).sum();
        double seconds = (System.nanoTime() - start) / 1e9 * ((double) trials * iterationsPerTrial / done - 1);
        Duration left = Duration.ofSeconds(Math.round(seconds));
        return left.toMinutes() > 0 ? left.toMinutes() + " min" : left.toSeconds() + " s";
    }
}
