// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli.report;

import io.github.dl4jinit.lab.scheme.Scheme;
import io.github.dl4jinit.lab.trial.ComparisonSpec;
import io.github.dl4jinit.lab.trial.Environment;
import io.github.dl4jinit.lab.trial.Measure;
import io.github.dl4jinit.lab.trial.MlpSpec;
import io.github.dl4jinit.lab.trial.Optimiser;
import io.github.dl4jinit.lab.trial.TrainingSpec;
import io.github.dl4jinit.lab.trial.TrialResult;
import io.github.dl4jinit.lab.trial.TrialSignal;
import io.github.dl4jinit.lab.trial.TrialSpec;
import io.github.dl4jinit.lab.trial.TrialStatus;
import io.github.dl4jinit.signal.Verdict;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A comparison of results that are made up. */
final class Comparisons {

    static final String DEAD = "normal(0.01)";

    static final String EXPLODING = "he(gain=6,distribution=uniform)";

    static final String CRASHED = "orthogonal";

    static final double LN_10 = 2.302585092994046;

    private Comparisons() {}

    static final Environment ENVIRONMENT = new Environment("CPU", "OPENBLAS", 1, 2, "17", "1.0.0-M2.1", "Linux amd64");

    static ComparisonReport report() {
        return new ComparisonReport(spec(), ENVIRONMENT, results(), Measure.ACCURACY, 0.1135);
    }

    static ComparisonSpec spec() {
        return new ComparisonSpec(
                Scheme.parseList(String.join(",", "he", DEAD, EXPLODING, CRASHED)), List.of(1L, 2L), training(3));
    }

    static TrainingSpec training(int depth) {
        return training(depth, false);
    }

    static TrainingSpec training(int depth, boolean residual) {
        return new TrainingSpec(new MlpSpec(depth, 16, "RELU", residual, Optimiser.SGD, 0.1), 64, 1, 640, null);
    }

    /** he learns, the normal scheme is dead (and fails once), the exploding one diverges, the last one crashes. */
    static Map<TrialSpec, TrialResult> results() {
        Map<TrialSpec, TrialResult> results = new HashMap<>();
        for (TrialSpec trial : spec().trials()) {
            results.put(
                    trial,
                    switch (trial.scheme().text()) {
                        case "he" ->
                            completed(
                                    trial,
                                    trial.seed() == 1 ? 0.89 : 0.91,
                                    3.0,
                                    0.4,
                                    learning(),
                                    signal(Verdict.HEALTHY, 1));
                        case DEAD ->
                            trial.seed() == 1
                                    ? completed(
                                            trial,
                                            0.1135,
                                            LN_10,
                                            LN_10,
                                            Collections.nCopies(60, LN_10),
                                            signal(Verdict.VANISHING, 0.113))
                                    : TrialResult.failed(trial, "the worker process was killed by signal 9");
                        case EXPLODING ->
                            new TrialResult(
                                    trial,
                                    TrialStatus.DIVERGED,
                                    null,
                                    null,
                                    null,
                                    0.1135,
                                    0,
                                    1,
                                    null,
                                    "the loss became NaN in iteration 1",
                                    null,
                                    null,
                                    List.of(),
                                    10);
                        default -> TrialResult.failed(trial, "the worker process was killed by signal 9");
                    });
        }
        return results;
    }

    /** The mean of 20 falls below 1.0 once 11 of its losses are 0.6: (9·1.4 + 11·0.6) / 20 = 0.96. */
    static List<Double> learning() {
        return Stream.concat(Collections.nCopies(30, 1.4).stream(), Collections.nCopies(30, 0.6).stream())
                .toList();
    }

    static TrialResult completed(
            TrialSpec spec, double accuracy, double initialLoss, double finalLoss, List<Double> history) {
        return completed(spec, accuracy, initialLoss, finalLoss, history, signal(Verdict.HEALTHY, 1));
    }

    static TrialSignal signal(Verdict verdict, double rate) {
        TrialSignal.Direction both = new TrialSignal.Direction(verdict, rate, 50 * Math.log10(rate));
        return new TrialSignal(both, both);
    }

    static TrialResult completed(
            TrialSpec spec,
            double accuracy,
            double initialLoss,
            double finalLoss,
            List<Double> history,
            TrialSignal signal) {
        return new TrialResult(
                spec,
                TrialStatus.COMPLETED,
                initialLoss,
                finalLoss,
                accuracy,
                0.1135,
                history.size(),
                3.5,
                7.0,
                null,
                signal,
                signal,
                history,
                10);
    }
}
