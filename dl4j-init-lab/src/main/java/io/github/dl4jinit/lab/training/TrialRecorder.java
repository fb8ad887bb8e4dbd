// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.training;

import io.github.dl4jinit.lab.trial.Measure;
import io.github.dl4jinit.lab.trial.ScoreCurve;
import io.github.dl4jinit.lab.trial.SmoothedLoss;
import io.github.dl4jinit.lab.trial.TrialResult;
import io.github.dl4jinit.lab.trial.TrialSignal;
import io.github.dl4jinit.lab.trial.TrialSpec;
import io.github.dl4jinit.lab.trial.TrialStatus;
import io.github.dl4jinit.signal.SignalReport;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Collects the losses and times of one trial while it runs. */
final class TrialRecorder {

    private final TrialSpec spec;
    private final Measure measure;
    private final double chance;
    private final int iterationsPerEpoch;
    private final List<Double> history;
    private final double[] milliseconds;
    private long start = System.nanoTime();
    private long iterationStart;
    private final List<Integer> lookedAfter = new ArrayList<>();
    private final List<Double> scores = new ArrayList<>();
    private long looking;
    private TrialSignal signalAtStart;
    private TrialSignal signalAtEnd;
    private double seconds;
    private Double notFinite;

    /**
     * @param measure how the network is judged
     * @param chance the score that is reached without a look at the examples
     */
    TrialRecorder(TrialSpec spec, Measure measure, double chance, int iterationsPerEpoch) {
        this.spec = spec;
        this.measure = measure;
        this.chance = chance;
        this.iterationsPerEpoch = iterationsPerEpoch;
        this.milliseconds = new double[spec.training().iterationsOf(iterationsPerEpoch)];
        this.history = new ArrayList<>(milliseconds.length);
    }

    int planned() {
        return milliseconds.length;
    }

    int done() {
        return history.size();
    }

    /** Keeps what a probe found; called before training, and once more after it. */
    void probed(SignalReport report) {
        if (done() == 0 && signalAtStart == null) {
            signalAtStart = TrialSignal.of(report);
            start = System.nanoTime(); // the time is that of training
        } else {
            signalAtEnd = TrialSignal.of(report);
        }
    }

    /**
     * Keeps the score after the iterations that are done.
     *
     * @param nanoseconds how long it took to measure, which is no time of training
     */
    void looked(double score, long nanoseconds) {
        lookedAfter.add(done());
        scores.add(score);
        looking += nanoseconds;
    }

    void startIteration() {
        iterationStart = System.nanoTime();
    }

    void endIteration(double loss) {
        milliseconds[history.size()] = (System.nanoTime() - iterationStart) / 1e6;
        history.add(loss);
    }

    /** Ends with the iteration that was started, whose loss is not finite. */
    void endsWith(double loss) {
        notFinite = loss;
    }

    Optional<Double> lossThatIsNotFinite() {
        return Optional.ofNullable(notFinite);
    }

    /** The mean loss of the last iterations. */
    double smoothedLoss() {
        return smoothedLossBefore(0);
    }

    /** The mean loss of the last iterations so many iterations ago. */
    double smoothedLossBefore(int iterations) {
        return SmoothedLoss.at(Math.max(0, done() - 1 - iterations), history);
    }

    void endTraining() {
        seconds = (System.nanoTime() - start - looking) / 1e9;
    }

    TrialResult completed(double testScore) {
        return result(TrialStatus.COMPLETED, testScore, null);
    }

    /**
     * The result of a trial that was given up.
     *
     * @param reason what a probe found
     */
    TrialResult stuck(double testScore, String reason) {
        return result(
                TrialStatus.STUCK,
                testScore,
                "the loss was no better than guessing, and not falling, after iteration " + done() + ": " + reason);
    }

    TrialResult diverged() {
        return result(TrialStatus.DIVERGED, null, "the loss became " + notFinite + " in iteration " + (done() + 1));
    }

    /** The result if all losses were finite, but the network's output after the last update is not. */
    TrialResult divergedAtTheEnd() {
        return result(TrialStatus.DIVERGED, null, "the output became NaN or infinite after iteration " + done());
    }

    private TrialResult result(TrialStatus status, Double testScore, String error) {
        return new TrialResult(
                spec,
                status,
                done() == 0 ? null : history.get(0),
                testScore == null ? null : smoothedLoss(),
                testScore,
                chance,
                done(),
                seconds,
                done() == 0 ? null : median(),
                error,
                signalAtStart,
                signalAtEnd,
                history,
                iterationsPerEpoch,
                lookedAfter.isEmpty() ? null : new ScoreCurve(lookedAfter, scores),
                measure);
    }

    /** The median time of an iteration; of an even number the later of the two in the middle. */
    private double median() {
        double[] sorted = Arrays.stream(milliseconds, 0, done()).sorted().toArray();
        return sorted[sorted.length / 2];
    }
}
