// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.diagnosis;

import io.github.dl4jinit.internal.advice.Rates;
import io.github.dl4jinit.internal.update.PenaltyFacts;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.nd4j.linalg.learning.regularization.L1Regularization;
import org.nd4j.linalg.learning.regularization.L2Regularization;
import org.nd4j.linalg.learning.regularization.Regularization;
import org.nd4j.linalg.learning.regularization.WeightDecay;

/** A penalty on large weights that outweighs the data, so that training only shrinks the weights. */
public final class PenaltyCheck {

    /**
     * How many times what comes from the data a penalty is that lets a network learn nothing. Training ends in a
     * balance, where both are equal, so it lies above 1; of 96 small networks with L1, L2 and weight decay those above
     * it learnt little more than guessing (docs/decisions.md).
     */
    private static final double OUTWEIGHS = 1.5;

    /** What the advised penalty is beside what comes from the data: those learnt as well as without, or better. */
    private static final double ADVISED = 0.1;

    private PenaltyCheck() {}

    /** The kind of penalty that is worst, at the layer where it is worst; empty for trained networks. */
    public static List<Finding> findings(List<PenaltyFacts> penalties) {
        Map<Class<?>, List<PenaltyFacts>> kinds = penalties.stream()
                .filter(facts -> facts.data() > 0) // of what gets no gradient yet nothing can be said
                .collect(Collectors.groupingBy(facts -> facts.rule().getClass()));
        return kinds.values().stream()
                .max(Comparator.comparingDouble(PenaltyCheck::ratio))
                .filter(kind -> ratio(kind) > OUTWEIGHS)
                .map(kind -> List.of(finding(kind)))
                .orElse(List.of());
    }

    private static double ratio(List<PenaltyFacts> kind) {
        return sum(kind, PenaltyFacts::penalty) / sum(kind, PenaltyFacts::data);
    }

    private static double sum(List<PenaltyFacts> kind, ToDoubleFunction<PenaltyFacts> figure) {
        return kind.stream().mapToDouble(figure).sum();
    }

    private static Finding finding(List<PenaltyFacts> kind) {
        PenaltyFacts worst = kind.stream()
                .max(Comparator.comparingDouble(facts -> facts.penalty() / facts.data()))
                .get();
        double ratio = ratio(kind);
        Optional<Penalty> penalty = Penalty.of(worst.rule());
        return new Finding(
                worst.node(),
                String.format(
                        Locale.ROOT,
                        "the penalty on large weights%s pulls %s times as hard as the data, so that training only"
                                + " shrinks the weights",
                        penalty.map(known -> ", " + known.java(known.coefficient) + ",")
                                .orElse(""),
                        Rates.times(ratio)),
                penalty.map(known -> known.java(Rates.oneDigit(known.coefficient * ADVISED / ratio)))
                        .orElse("Make the penalty " + worst.rule().getClass().getSimpleName()
                                + " smaller by a factor of " + Rates.text(Rates.oneDigit(ratio / ADVISED)) + "."));
    }

    /** One of DL4J's own penalties, as it is written in a configuration. */
    private static final class Penalty {

        private final String method;
        private final double coefficient;
        private final String end;

        private Penalty(String method, double coefficient, String end) {
            this.method = method;
            this.coefficient = coefficient;
            this.end = end;
        }

        static Optional<Penalty> of(Regularization rule) {
            if (rule instanceof L2Regularization) {
                return Optional.of(
                        new Penalty("l2", ((L2Regularization) rule).getL2().valueAt(0, 0), ")"));
            }
            if (rule instanceof L1Regularization) {
                return Optional.of(
                        new Penalty("l1", ((L1Regularization) rule).getL1().valueAt(0, 0), ")"));
            }
            if (rule instanceof WeightDecay) {
                WeightDecay decay = (WeightDecay) rule;
                return Optional.of(new Penalty(
                        "weightDecay", decay.getCoeff().valueAt(0, 0), decay.isApplyLR() ? ")" : ", false)"));
            }
            return Optional.empty();
        }

        String java(double value) {
            return "." + method + "(" + Rates.text(value) + end;
        }
    }
}
