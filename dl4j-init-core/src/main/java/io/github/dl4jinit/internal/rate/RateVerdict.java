// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.rate;

import io.github.dl4jinit.internal.advice.Rates;
import io.github.dl4jinit.internal.advice.UpdaterLine;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;

/** What the measured rates mean: an upper bound and a rate to train with, or that none can be told. */
public final class RateVerdict {

    /**
     * The recommended share of the upper bound. Over 5 to 100 layers the rate that trained best lay between an eighth
     * of the bound and half of it (docs/decisions.md).
     */
    private static final double RECOMMENDED_SHARE = 0.25;

    /**
     * The least share of its loss that a network must lose within the run for rates to be compared. One whose signal
     * has died learns the shares of the classes in the batches at most, which takes off 6 % of a single batch of 32
     * examples of 10 classes. What learns more slowly than this has not shown yet which rates it can bear.
     */
    private static final double LEAST_FALL = 0.1;

    private final RateMeasurement measured;

    /** Judges a measurement. */
    public RateVerdict(RateMeasurement measured) {
        this.measured = measured;
    }

    /** Whether the loss falls so well at some rate that rates can be told. */
    public boolean canTell() {
        return measured.upperBound().isPresent() && measured.fall() >= LEAST_FALL;
    }

    /** The largest rate worth trying; empty if it cannot be told. */
    public OptionalDouble upperBound() {
        return canTell() ? measured.upperBound() : OptionalDouble.empty();
    }

    /** The rate to train with; empty if it cannot be told. */
    public OptionalDouble recommended() {
        return canTell()
                ? OptionalDouble.of(RECOMMENDED_SHARE * measured.upperBound().getAsDouble())
                : OptionalDouble.empty();
    }

    /** The network's own rate where training is. */
    public double current() {
        return measured.updaters().get(0).rate();
    }

    /** What to do, in a sentence that needs no theory. */
    public String sentence() {
        if (!canTell()) {
            return "Cannot tell a learning rate: " + why()
                    + ". SignalProbe tells what keeps the network from learning.";
        }
        return String.format(
                Locale.ROOT,
                "Train with a learning rate of %s; above %s it learns badly or not at all. Yours, %s, is %s.",
                Rates.text(recommended().getAsDouble()),
                Rates.text(upperBound().getAsDouble()),
                Rates.text(current()),
                ownRate());
    }

    private String why() {
        if (!Double.isFinite(measured.lossBefore())) {
            return "the loss is not finite before any step";
        }
        return measured.fall() > 0
                ? String.format(
                        Locale.ROOT,
                        "the loss hardly falls at any, by %.2f %% at most in %d steps",
                        100 * measured.fall(),
                        RateSearch.STEPS)
                : "no rate lowers the loss";
    }

    private String ownRate() {
        double current = current();
        double bound = upperBound().getAsDouble();
        double recommended = recommended().getAsDouble();
        if (current > bound) {
            return Rates.times(current / bound) + " times too large";
        }
        if (current >= recommended / 4) {
            return current > bound / 2 ? "close to that" : "right";
        }
        return current == 0 ? "too small" : Rates.times(recommended / current) + " times smaller";
    }

    /** Lines of Java to paste, one for each updater; empty if nothing can be told. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        if (!canTell()) {
            return lines;
        }
        List<UpdaterUse> updaters = measured.updaters();
        boolean several = updaters.size() > 1;
        for (UpdaterUse use : updaters) {
            double rate = several && current() > 0
                    ? use.rate() / current() * recommended().getAsDouble()
                    : recommended().getAsDouble();
            lines.add(UpdaterLine.withRate(use.settings(), use.rate(), rate)
                    + (several ? "   // on " + use.firstLayer() + " and the like" : ""));
        }
        return lines;
    }
}
