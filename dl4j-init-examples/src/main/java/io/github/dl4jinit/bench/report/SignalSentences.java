// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.bench.report;

import io.github.dl4jinit.bench.trial.TrialResult;
import io.github.dl4jinit.bench.trial.TrialStatus;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;

/** One plain sentence for each scheme that did not learn: what happened to its signal. */
final class SignalSentences {

    /**
     * A softmax whose inputs are all equal has the loss ln(classes) whatever it is shown. 10⁻³ is far below the scatter of
     * a network that sees its input (0.01 and more over a batch of 128) and far above rounding.
     */
    private static final double NOTHING_ARRIVES = 1e-3;

    /** A scheme has learnt something if it is a tenth of the way from chance to no errors. */
    private static final double LEARNT = 0.1;

    private final int classes;
    private final double chance;

    SignalSentences(int classes, double chance) {
        this.classes = classes;
        this.chance = chance;
    }

    List<String> of(List<SchemeSummary> summaries) {
        return summaries.stream().map(this::sentence).flatMap(Optional::stream).toList();
    }

    private Optional<String> sentence(SchemeSummary summary) {
        Optional<TrialResult> diverged = summary.results().stream()
                .filter(result -> result.status() == TrialStatus.DIVERGED)
                .findFirst();
        if (diverged.isPresent()) {
            return Optional.of(diverged(summary, diverged.get()));
        }
        if (summary.completed() == 0) {
            String error = summary.results().stream()
                    .map(TrialResult::error)
                    .filter(Objects::nonNull)
                    .findFirst()
                    .orElse("unknown reason");
            return Optional.of(summary.scheme() + " gave no result: " + error + ".");
        }
        boolean learnt = summary.accuracyMean() > chance + LEARNT * (1 - chance);
        boolean nothingArrives = summary.results().stream()
                .filter(result -> result.initialLoss() != null)
                .allMatch(result -> Math.abs(result.initialLoss() - Math.log(classes)) < NOTHING_ARRIVES);
        if (nothingArrives) {
            return Optional.of(String.format(
                    Locale.ROOT,
                    "%s: the signal vanishes: at the start the loss equals ln %d = %.4f, so nothing of the input reaches the"
                            + " output, and %s.",
                    summary.scheme(),
                    classes,
                    Math.log(classes),
                    learnt
                            ? String.format(Locale.ROOT, "training first had to undo that (accuracy %.3f)", summary.accuracyMean())
                            : "training did not change that"));
        }
        return learnt
                ? Optional.empty()
                : Optional.of(String.format(
                        Locale.ROOT,
                        "%s did not learn: its loss went from %.3g to %.3g, and its accuracy of %.3f is about the %.3f of always"
                                + " naming the commonest class.",
                        summary.scheme(),
                        summary.initialLossMean(),
                        summary.finalLossMean(),
                        summary.accuracyMean(),
                        chance));
    }

    private static String diverged(SchemeSummary summary, TrialResult result) {
        String start = result.initialLoss() == null
                ? "the signal explodes on its way through the layers"
                : String.format(Locale.ROOT, "its loss started at %.3g", result.initialLoss());
        return String.format(
                Locale.ROOT,
                "%s diverged in %d of %d trials: %s, and with seed %d %s.",
                summary.scheme(),
                summary.diverged(),
                summary.trials(),
                start,
                result.spec().seed(),
                result.error());
    }
}
