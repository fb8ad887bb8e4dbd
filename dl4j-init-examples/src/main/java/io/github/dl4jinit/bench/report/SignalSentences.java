// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.bench.report;

import io.github.dl4jinit.bench.trial.TrialResult;
import io.github.dl4jinit.bench.trial.TrialStatus;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** One plain sentence for each scheme that did not learn: what happened to its signal. */
final class SignalSentences {

    /**
     * A softmax whose inputs are all equal has the loss ln(classes) whatever it is shown. 10⁻³ is far below the scatter
     * of a network that sees its input (0.01 and more over a batch of 128) and far above rounding.
     */
    private static final double NOTHING_ARRIVES = 1e-3;

    /**
     * An initial loss of that many times ln(classes) is of outputs far larger than those of a signal that kept its
     * size.
     */
    private static final double EXPLODES = 3;

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
            return Optional.empty(); // nothing is known of its signal
        }
        double guess = Math.log(classes);
        boolean learnt = summary.accuracyMean() > chance + LEARNT * (1 - chance);
        boolean nothingArrives = summary.results().stream()
                .filter(result -> result.initialLoss() != null)
                .allMatch(result -> Math.abs(result.initialLoss() - guess) < NOTHING_ARRIVES);
        if (nothingArrives) {
            return Optional.of(String.format(
                    Locale.ROOT,
                    "%s: the signal vanishes: at the start the loss equals ln %d = %.4f, so nothing of the input reaches the"
                            + " output; %s (accuracy %.3f).",
                    summary.scheme(),
                    classes,
                    guess,
                    learnt ? "training first had to undo that" : "training did not change that",
                    summary.accuracyMean()));
        }
        if (learnt) {
            return Optional.empty();
        }
        return Optional.of(String.format(
                Locale.ROOT,
                "%s did not learn (accuracy %.3f, the commonest class alone %.3f): its loss was %.3f at the start, %s, and %.3f"
                        + " at the end.",
                summary.scheme(),
                summary.accuracyMean(),
                chance,
                summary.initialLossMean(),
                summary.initialLossMean() > EXPLODES * guess
                        ? String.format(
                                Locale.ROOT,
                                "far above the ln %d = %.4f of a guess, so the signal explodes",
                                classes,
                                guess)
                        : "so the signal neither vanishes nor explodes",
                summary.finalLossMean()));
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
