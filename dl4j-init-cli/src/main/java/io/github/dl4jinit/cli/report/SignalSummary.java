// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli.report;

import io.github.dl4jinit.lab.trial.Estimate;
import io.github.dl4jinit.lab.trial.TrialResult;
import io.github.dl4jinit.lab.trial.TrialSignal;
import io.github.dl4jinit.signal.Verdict;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;

/**
 * What the probes of a scheme's trials say together.
 *
 * @param verdict HEALTHY if more than half of the networks are, both ways; else the commonest of what is wrong, the
 *     worse of two that are as common
 * @param forwardRate mean over the trials of the factor a layer, {@code null} if none was measured
 * @param backwardRate the same of gradients
 * @param forwardOrders mean over the trials of log₁₀ of the signal's end over its start, {@code null} if none is finite
 * @param backwardOrders the same of gradients
 */
public record SignalSummary(
        Verdict verdict, Double forwardRate, Double backwardRate, Double forwardOrders, Double backwardOrders) {

    /** The summary of some trials; empty if none was probed. */
    public static Optional<SignalSummary> of(List<TrialResult> results, Function<TrialResult, TrialSignal> when) {
        List<TrialSignal> signals =
                results.stream().map(when).filter(Objects::nonNull).toList();
        if (signals.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new SignalSummary(
                verdict(signals.stream().map(SignalSummary::worst).toList()),
                mean(signals, signal -> signal.forward().ratePerLayer()),
                mean(signals, signal -> signal.backward().ratePerLayer()),
                mean(signals, signal -> signal.forward().ordersOfMagnitude()),
                mean(signals, signal -> signal.backward().ordersOfMagnitude())));
    }

    private static Verdict verdict(List<Verdict> verdicts) {
        if (2 * Collections.frequency(verdicts, Verdict.HEALTHY) > verdicts.size()) {
            return Verdict.HEALTHY;
        }
        // What explodes ends in NaN; what vanishes only does not learn.
        return Collections.frequency(verdicts, Verdict.EXPLODING) >= Collections.frequency(verdicts, Verdict.VANISHING)
                ? Verdict.EXPLODING
                : Verdict.VANISHING;
    }

    private static Verdict worst(TrialSignal signal) {
        return signal.forward().arrives()
                ? signal.backward().verdict()
                : signal.forward().verdict();
    }

    private static Double mean(List<TrialSignal> signals, Function<TrialSignal, Double> figure) {
        return Estimate.of(signals.stream().map(figure).filter(Objects::nonNull).toList())
                .mean();
    }

    boolean healthy() {
        return verdict == Verdict.HEALTHY;
    }
}
