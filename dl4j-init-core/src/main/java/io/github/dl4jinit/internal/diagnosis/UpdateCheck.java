// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.diagnosis;

import io.github.dl4jinit.internal.advice.Rates;
import io.github.dl4jinit.internal.advice.UpdaterLine;
import io.github.dl4jinit.internal.measure.LossFacts;
import io.github.dl4jinit.internal.update.StepSize;
import io.github.dl4jinit.internal.update.UpdateFacts;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import org.deeplearning4j.nn.conf.GradientNormalization;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.learning.config.NoOp;

/** A next step that changes weights far too much, too little to matter, or to NaN. */
public final class UpdateCheck {

    /**
     * How many times the loss, or that of guessing, a large step of plain descent may make of the loss. Steps that
     * train lower it, and untrained networks differ in their loss by a factor of 2.4 without harm, see
     * {@link LossCheck}.
     */
    private static final double BLOWN_UP = 3;

    /**
     * The share of the loss, or that of guessing, which a step that is large in sum must bring the loss below. Adam's
     * steps that a network survives lower it to 0.86 or less; 0.98 and more was left where it learnt nothing later
     * (docs/decisions.md).
     */
    private static final double NO_BETTER = 0.9;

    /**
     * The ratio that a recommended rate brings the largest update to: a hundredth of the weights. Networks of 2 to 20
     * layers trained best from there to three hundredths.
     */
    private static final double RECOMMENDED = -2;

    /**
     * What a recommended rate brings the sum over the layers to, where that is what is too large: 30 layers at
     * {@link #RECOMMENDED}, a tenth of the sum from which on steps are harmful.
     */
    private static final double RECOMMENDED_SUM = 0.3;

    /** A rate that nobody takes on purpose: inputs or labels are not of the scale that rates are for. */
    private static final double TINY = 1e-6;

    /** log₁₀ of update over weights at which a step in a hundred thousand has changed them. */
    private static final double SLOW = -5;

    /**
     * What clipping has left of the gradient where it is to blame. A threshold of 1 leaves a hundredth of a large
     * gradient, which is what it is for; a thousandth is a rate a thousand times smaller than the one that is written.
     */
    private static final double CLIPPED_AWAY = 1e-3;

    /** The steps of rules that divide by the gradient are some ten rates long: a float ends at 3·10³⁸. */
    private static final double OVERFLOWING = 1e37;

    /** An ε that half precision holds, and next to its own gradients small enough. */
    private static final double EPSILON_FOR_HALF = 1e-4;

    /** The rate that most updaters of DL4J begin with. */
    private static final double USUAL = 1e-3;

    private final List<UpdateFacts> updates;
    private final double loss;
    private final OptionalDouble lossAfter;
    private final boolean untrained;

    private UpdateCheck(
            List<UpdateFacts> updates, List<LossFacts> losses, OptionalDouble lossAfter, boolean untrained) {
        this.updates = updates.stream()
                .filter(facts -> !(facts.rule() instanceof NoOp))
                .collect(Collectors.toList());
        this.loss = losses.stream()
                .mapToDouble(facts -> Math.max(facts.loss(), facts.guessing().orElse(0)))
                .sum();
        this.lossAfter = lossAfter;
        this.untrained = untrained;
    }

    /**
     * What is wrong with the next step: one thing at most, at the layer where it is worst.
     *
     * @param lossAfter the sum of the losses after the step; empty if it was not tried
     * @param untrained whether the network has had no update yet
     */
    public static List<Finding> findings(
            List<UpdateFacts> updates, List<LossFacts> losses, OptionalDouble lossAfter, boolean untrained) {
        UpdateCheck check = new UpdateCheck(updates, losses, lossAfter, untrained);
        return check.notFinite()
                .or(check::tooLarge)
                .or(check::tooSmall)
                .map(List::of)
                .orElse(List.of());
    }

    /** Whether some updater follows the gradient's size, as plain descent does and Adam does not. */
    public static boolean scalesWithGradient(List<UpdateFacts> updates) {
        return updates.stream().anyMatch(UpdateFacts::scalesWithGradient);
    }

    private Optional<Finding> notFinite() {
        return updates.stream().filter(UpdateFacts::breaks).findFirst().map(facts -> {
            if (facts.scalesWithGradient() || !(facts.learningRate() < OVERFLOWING)) {
                return new Finding(
                        facts.node(),
                        "the next update is NaN or infinite, though the gradient is finite: the learning rate of "
                                + Rates.text(facts.learningRate()) + " is too high",
                        line(facts, facts.learningRate() / 100));
            }
            return facts.type() == DataType.FLOAT16
                    ? new Finding(
                            facts.node(),
                            "the next update is NaN or infinite: the updater's epsilon is so small that half"
                                    + " precision makes it 0, and the updater divides by 0",
                            UpdaterLine.withEpsilon(facts.rule(), facts.learningRate(), EPSILON_FOR_HALF))
                    : new Finding(
                            facts.node(),
                            "the next update is NaN or infinite, though the gradient is finite: what the updater ("
                                    + facts.rule().getClass().getSimpleName()
                                    + ") keeps of earlier steps cannot be right, as in files of old releases",
                            "network.getUpdater().getStateViewArray().assign(0);   // it begins anew");
        });
    }

    private Optional<Finding> tooLarge() {
        double after = lossAfter.orElse(0);
        boolean blownUp = Double.isFinite(loss) && !(after <= BLOWN_UP * loss);
        boolean noBetter = Double.isFinite(loss) && !(after <= NO_BETTER * loss);
        if (!(blownUp && StepSize.isLargeSomewhere(updates) || noBetter && StepSize.isLargeInSum(updates))) {
            return Optional.empty();
        }
        return updates.stream()
                .max(Comparator.comparingDouble(UpdateFacts::log10Step))
                .map(facts -> new Finding(
                        facts.node(),
                        String.format(
                                Locale.ROOT,
                                "%s too high: the next update is %.2g times the weights, and takes the loss from"
                                        + " %.3g to %.3g",
                                rateOf(facts),
                                Math.pow(10, facts.log10Ratio()),
                                loss,
                                after),
                        slower(facts)));
    }

    private String slower(UpdateFacts facts) {
        double inSum = facts.learningRate() * RECOMMENDED_SUM / StepSize.sum(updates); // infinite for plain descent
        double rate = Math.min(rate(facts), inSum);
        String line = line(facts, rate);
        return rate > TINY
                ? line
                : "Standardise inputs and labels: at their present scale the rate would have to be " + line;
    }

    private static double rate(UpdateFacts facts) {
        return facts.learningRate() * Math.pow(10, RECOMMENDED - facts.log10Step());
    }

    private static String line(UpdateFacts facts, double rate) {
        return UpdaterLine.withRate(facts.rule(), facts.learningRate(), Rates.oneDigit(rate));
    }

    private static String rateOf(UpdateFacts facts) {
        return facts.rule().hasLearningRate()
                ? "the learning rate of " + Rates.text(facts.learningRate()) + " is"
                : "the step of " + facts.rule().getClass().getSimpleName() + " is";
    }

    /** Only at the start: whoever ends training with tiny steps means it. */
    private Optional<Finding> tooSmall() {
        List<UpdateFacts> moved = updates.stream()
                .filter(facts -> facts.log10Ratio() > Double.NEGATIVE_INFINITY || facts.standsStill())
                .collect(Collectors.toList());
        Optional<UpdateFacts> largest = moved.stream().max(Comparator.comparingDouble(UpdateFacts::log10Ratio));
        if (!untrained || largest.isEmpty() || moved.stream().anyMatch(UpdateCheck::hasSchedule)) {
            return Optional.empty();
        }
        UpdateFacts facts = largest.get();
        if (facts.standsStill() && facts.learningRate() == 0) {
            return Optional.of(new Finding(
                    facts.node(), "the learning rate is 0, so that training changes nothing", line(facts, USUAL)));
        }
        boolean clips = facts.clipping() != null && facts.clipping() != GradientNormalization.None;
        if (clips
                && facts.scalesWithGradient()
                && facts.shareOfGradient() < CLIPPED_AWAY
                && facts.log10Ratio() < SLOW) {
            return Optional.of(new Finding(
                    facts.node(),
                    String.format(
                            Locale.ROOT,
                            "gradients are cut to next to nothing: %s at %s leaves %.1g of them",
                            facts.clipping(),
                            Rates.text(facts.clippingThreshold()),
                            facts.shareOfGradient()),
                    ".gradientNormalizationThreshold(1.0)"));
        }
        // No rate makes a step of a gradient that is rounded to nothing, as in a network that explodes.
        if (facts.log10Ratio() >= smallest(facts.type()) || !Double.isFinite(rate(facts))) {
            return Optional.empty();
        }
        return Optional.of(new Finding(
                facts.node(),
                String.format(
                        Locale.ROOT,
                        "%s too low: the next update is %.1g times the weights, which is lost in the rounding of %s"
                                + " numbers, so that training changes nothing",
                        rateOf(facts),
                        Math.pow(10, facts.log10Ratio()),
                        facts.type().toString().toLowerCase(Locale.ROOT)),
                line(facts, rate(facts))));
    }

    /** A schedule may begin with next to nothing, as a warm-up does. */
    private static boolean hasSchedule(UpdateFacts facts) {
        return UpdaterLine.hasSchedule(facts.rule());
    }

    /** log₁₀ of half a unit in the last place: a smaller change of a number is no change. */
    private static double smallest(DataType type) {
        switch (type) {
            case HALF:
                return -11 * Math.log10(2);
            case BFLOAT16:
                return -8 * Math.log10(2);
            case DOUBLE:
                return -53 * Math.log10(2);
            default:
                return -24 * Math.log10(2);
        }
    }
}
