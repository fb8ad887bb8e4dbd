// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.bench.trial;

import io.github.dl4jinit.signal.SignalReport;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Collects the losses and times of one trial while it runs. */
final class TrialRecorder {

    private final TrialSpec spec;
    private final int iterationsPerEpoch;
    private final List<Double> history;
    private final double[] milliseconds;
    private long start = System.nanoTime();
    private long iterationStart;
    private TrialSignal signalAtStart;
    private TrialSignal signalAtEnd;
    private double seconds;

    TrialRecorder(TrialSpec spec, int examples) {
        this.spec = spec;
        this.iterationsPerEpoch = spec.training().iterationsPerEpoch(examples);
        this.milliseconds = new double[spec.training().iterations(examples)];
        this.history = new ArrayList<>(milliseconds.length);
    }

    int planned() {
        return milliseconds.length;
    }

    int done() {
        return history.size();
    }

    /** To be called before training, and once more after it. */
    void probed(SignalReport report) {
        if (done() == 0 && signalAtStart == null) {
            signalAtStart = TrialSignal.of(report);
            start = System.nanoTime(); // the time is that of training
        } else {
            signalAtEnd = TrialSignal.of(report);
        }
    }

    void startIteration() {
        iterationStart = System.nanoTime();
    }

    void endIteration(double loss) {
        milliseconds[history.size()] = (System.nanoTime() - iterationStart) / 1e6;
        history.add(loss);
    }

    void endTraining() {
        seconds = (System.nanoTime() - start) / 1e9;
    }

    TrialResult completed(double testAccuracy) {
        return result(TrialStatus.COMPLETED, testAccuracy, null);
    }

    /** The loss of the iteration that was started is not finite. */
    TrialResult diverged(double loss) {
        return result(TrialStatus.DIVERGED, null, "the loss became " + loss + " in iteration " + (done() + 1));
    }

    /** All losses were finite, but the network's output after the last update is not. */
    TrialResult divergedAtTheEnd() {
        return result(TrialStatus.DIVERGED, null, "the output became NaN or infinite after iteration " + done());
    }

    private TrialResult result(TrialStatus status, Double testAccuracy, String error) {
        return new TrialResult(
                spec,
                status,
                done() == 0 ? null : history.get(0),
                status == TrialStatus.COMPLETED ? TrialResult.smoothed(history, done() - 1) : null,
                testAccuracy,
                done(),
                seconds,
                done() == 0 ? null : median(),
                error,
                signalAtStart,
                signalAtEnd,
                history,
                iterationsPerEpoch);
    }

    /** Of an even number the later of the two in the middle. */
    private double median() {
        double[] sorted = Arrays.stream(milliseconds, 0, done()).sorted().toArray();
        return sorted[sorted.length / 2];
    }
}
