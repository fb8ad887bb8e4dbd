// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.diagnosis;

import io.github.dl4jinit.internal.measure.LossFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;

/** A loss that its output does not fit, that is no number, or far above what guessing would cost before training. */
public final class LossCheck {

    /**
     * How many times the loss of guessing an untrained network may cost. He weights in 50 ReLU layers cost twice as
     * much (4.68 against ln 10 on MNIST), those of a shallow network with two classes 2.4 times, and four times with
     * output weights twice as large; all of these train. Where training stands still or ends in NaN it was 7 times.
     */
    private static final double FAR_ABOVE_GUESSING = 5;

    /**
     * Pre-activations whose deviation over the examples is less than this share of their size are as good as the same
     * for all: examples have 1 − 0.2², or 96 %, of the mean square in common, as a bias of five deviations makes it.
     */
    private static final double ALIKE = 0.2;

    /**
     * The share of guessing's loss below which a network has begun to learn. The loss of a batch differs from that of
     * the data by some percent, so that a smaller gain may be chance.
     */
    private static final double BEGUN_TO_LEARN = 0.9;

    private LossCheck() {}

    /**
     * What is wrong with the losses.
     *
     * @param untrained whether the network has had no update yet, so that guessing is a fair comparison
     */
    public static List<Finding> findings(List<LossFacts> losses, boolean untrained) {
        List<Finding> findings = new ArrayList<>();
        for (LossFacts facts : losses) {
            OutputFit.fault(facts)
                    .or(() -> notFinite(facts))
                    .or(() -> untrained ? farAboveGuessing(facts) : Optional.empty())
                    .ifPresent(findings::add);
        }
        return findings;
    }

    /** Whether every loss that can be compared is lower than that of guessing by a tenth; false if none can. */
    public static boolean betterThanGuessing(List<LossFacts> losses) {
        List<LossFacts> comparable =
                losses.stream().filter(facts -> facts.guessing().isPresent()).collect(Collectors.toList());
        return !comparable.isEmpty()
                && comparable.stream()
                        .allMatch(facts ->
                                facts.loss() < BEGUN_TO_LEARN * facts.guessing().getAsDouble());
    }

    /** If what the output is given is not finite either, that is the news; and labels made up may be out of range. */
    private static Optional<Finding> notFinite(LossFacts facts) {
        if (Double.isFinite(facts.loss())
                || !facts.labelsGiven() && facts.function() != null
                || !Double.isFinite(facts.preActivationRms().orElse(0))) {
            return Optional.empty();
        }
        String by = facts.function() == null
                ? ""
                : ", by " + facts.function().getClass().getSimpleName() + " of " + facts.activation();
        return Optional.of(new Finding(
                facts.node(),
                "the loss is " + (Double.isNaN(facts.loss()) ? "NaN" : "infinite") + by,
                "Look whether the loss function of " + facts.node()
                        + " takes such labels, and such an activation function of the output."));
    }

    private static Optional<Finding> farAboveGuessing(LossFacts facts) {
        // An untrained network does not know how rare a class is: it may cost what no opinion at all would.
        double fair = Math.max(
                facts.guessing().orElse(Double.POSITIVE_INFINITY),
                facts.undecided().orElse(0));
        boolean crossEntropy = LossFamily.of(facts.function()).isCrossEntropy(facts.function());
        if (!crossEntropy || facts.loss() <= FAR_ABOVE_GUESSING * fair) {
            return Optional.empty();
        }
        double rms = facts.preActivationRms().getAsDouble();
        boolean alike = facts.preActivationSpread().orElse(rms) < ALIKE * rms;
        return Optional.of(new Finding(
                facts.node(),
                String.format(
                        Locale.ROOT,
                        "the loss is %.3g before training, where the same answer to every example would cost only %.3g:"
                                + " the numbers that its %s is given are too far from 0 (%.3g%s, where about 1 is usual)",
                        facts.loss(),
                        facts.guessing().getAsDouble(),
                        facts.activation() instanceof ActivationSoftmax ? "softmax" : facts.activation(),
                        rms,
                        alike ? " for every example" : ""),
                alike && facts.biases() > rms / 2 // else examples that have become alike make them
                        ? "Give " + facts.node() + " .biasInit(0)."
                        : "Begin with weights that keep the scale: NetworkInit.builder().build().apply(network);"));
    }
}
