// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli.report;

import io.github.dl4jinit.lab.trial.Estimate;
import io.github.dl4jinit.lab.trial.TrialResult;
import io.github.dl4jinit.lab.trial.TrialSignal;
import io.github.dl4jinit.signal.Verdict;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What the probes of a scheme's trials say together.
 *
 * @param verdict HEALTHY if most networks are, both ways; else the commonest of what is wrong
 * @param forwardRate mean over the trials of the factor a layer, {@code null} if none was measured
 * @param backwardRate the same of gradients
 */
record SignalSummary(Verdict verdict, Double forwardRate, Double backwardRate) {

    /** The summary of some trials; empty if none was probed. */
    static Optional<SignalSummary> of(List<TrialResult> results, Function<TrialResult, TrialSignal> when) {
        List<TrialSignal> signals =
                results.stream().map(when).filter(Objects::nonNull).toList();
        if (signals.isEmpty()) {
            return Optional.empty();
        }
        Map<Verdict, Integer> counts = new EnumMap<>(Verdict.class);
        signals.forEach(signal -> counts.merge(worst(signal), 1, Integer::sum));
        Verdict commonest = counts.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .orElseThrow()
                .getKey();
        return Optional.of(new SignalSummary(
                commonest,
                mean(signals.stream().map(signal -> signal.forward().ratePerLayer())),
                mean(signals.stream().map(signal -> signal.backward().ratePerLayer()))));
    }

    private static Verdict worst(TrialSignal signal) {
        return signal.forward().arrives()
                ? signal.backward().verdict()
                : signal.forward().verdict();
    }

    private static Double mean(Stream<Double> rates) {
        return Estimate.of(rates.filter(Objects::nonNull).toList()).mean();
    }

    boolean healthy() {
        return verdict == Verdict.HEALTHY;
    }
}
