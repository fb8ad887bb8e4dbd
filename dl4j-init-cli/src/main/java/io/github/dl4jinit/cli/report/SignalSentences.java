// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli.report;

import static io.github.dl4jinit.cli.report.MarkdownTable.number;

import io.github.dl4jinit.lab.trial.Measure;
import io.github.dl4jinit.lab.trial.TrialResult;
import io.github.dl4jinit.lab.trial.TrialStatus;
import io.github.dl4jinit.signal.Trend;
import io.github.dl4jinit.signal.Verdict;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Plain sentences: what happened to the signal of a scheme that did not learn, and why an odd one counts as healthy.
 */
final class SignalSentences {

    /** A scheme has learnt something if it is a tenth of the way from chance to perfect. */
    private static final double LEARNT = 0.1;

    private final Measure measure;
    private final Guess guess;

    SignalSentences(Measure measure, Guess guess) {
        this.measure = measure;
        this.guess = guess;
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
        boolean learnt = measure.isBeyond(LEARNT, summary.scoreMean(), guess.score());
        Optional<SignalSummary> signal = SignalSummary.of(summary.results(), TrialResult::signalAtStart);
        if (signal.isPresent() && !signal.get().healthy()) {
            return Optional.of(String.format(
                    Locale.ROOT,
                    "%s: the signal %s: at the start each layer multiplied it by %s, and the gradient by %s on its way back;"
                            + " %s (%s %.3f).",
                    summary.scheme(),
                    verb(signal.get().verdict()),
                    number("%.3f", signal.get().forwardRate()),
                    number("%.3f", signal.get().backwardRate()),
                    learnt ? "training first had to undo that" : "training did not change that",
                    measure.text(),
                    summary.scoreMean()));
        }
        Optional<String> oddity = signal.flatMap(healthy -> oddity(summary, healthy));
        if (learnt || oddity.isPresent()) {
            return oddity;
        }
        return Optional.of(String.format(
                Locale.ROOT,
                "%s did not learn (%s %.3f, %s %.3f)%s: its training loss was %.3f at the start and %.3f at"
                        + " the end.",
                summary.scheme(),
                measure.text(),
                summary.scoreMean(),
                guess.text(),
                guess.score(),
                signal.isPresent() ? ", though its signal neither vanishes nor explodes" : "",
                summary.initialLossMean(),
                summary.finalLossMean()));
    }

    /** Why the signal of a scheme counts as healthy though its rate is far from 1. */
    private static Optional<String> oddity(SchemeSummary summary, SignalSummary signal) {
        return oddity("signal", signal.forwardRate(), signal.forwardOrders())
                .or(() -> oddity("gradient", signal.backwardRate(), signal.backwardOrders()))
                .map(why -> summary.scheme() + why);
    }

    private static Optional<String> oddity(String what, Double rate, Double orders) {
        if (rate == null || orders == null || Math.abs(Math.log10(rate)) < Trend.ODD_ORDERS_PER_LAYER) {
            return Optional.empty();
        }
        return Optional.of(String.format(
                Locale.ROOT,
                ": the %s is healthy, though each layer multiplied it by %.3f: in all that makes %.3g, and only less than"
                        + " 1/%4$.0f or more than %4$.0f is unhealthy.",
                what,
                rate,
                Math.pow(10, orders),
                Math.pow(10, Trend.UNHEALTHY_ORDERS)));
    }

    private static String verb(Verdict verdict) {
        return verdict == Verdict.VANISHING ? "vanishes" : "explodes";
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
