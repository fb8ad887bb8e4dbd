// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.diagnosis;

import io.github.dl4jinit.internal.measure.LossFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.nd4j.linalg.lossfunctions.impl.LossBinaryXENT;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;
import org.nd4j.linalg.lossfunctions.impl.LossSparseMCXENT;

/** A loss that is no number, or far above what guessing would cost before training. */
public final class LossCheck {

    /**
     * How many times the loss of guessing an untrained network may cost. He weights in 50 ReLU layers cost twice as
     * much (4.68 against ln 10 on MNIST) and train; logits with a deviation of 5 cost four times as much.
     */
    private static final double FAR_ABOVE_GUESSING = 4;

    /** The entropy of labels that are nearly all of one class: then guessing is no measure. */
    private static final double ONE_CLASS = 0.1;

    /** The share of guessing's loss below which a network has learnt something. */
    private static final double LEARNT = 0.9;

    private LossCheck() {}

    /**
     * What is wrong with the losses.
     *
     * @param untrained whether the network has had no update yet, so that guessing is a fair comparison
     */
    public static List<Finding> findings(List<LossFacts> losses, boolean untrained) {
        List<Finding> findings = new ArrayList<>();
        for (LossFacts facts : losses) {
            if (!Double.isFinite(facts.loss())) {
                findings.add(new Finding(
                        facts.node(),
                        "the loss is " + (Double.isNaN(facts.loss()) ? "NaN" : "infinite"),
                        "Choose an output activation that fits the loss function."));
            } else if (untrained
                    && isCrossEntropy(facts)
                    && facts.guessing().orElse(0) > ONE_CLASS
                    && facts.loss() > FAR_ABOVE_GUESSING * facts.guessing().getAsDouble()) {
                findings.add(new Finding(
                        facts.node(),
                        String.format(
                                Locale.ROOT,
                                "the loss is %.3g before training, where the same answer to every example would cost %.3g",
                                facts.loss(),
                                facts.guessing().getAsDouble()),
                        "Give " + facts.node() + " smaller weights."));
            }
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
                                facts.loss() < LEARNT * facts.guessing().getAsDouble());
    }

    private static boolean isCrossEntropy(LossFacts facts) {
        return facts.function() instanceof LossMCXENT
                || facts.function() instanceof LossSparseMCXENT
                || facts.function() instanceof LossBinaryXENT;
    }
}
