// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.diagnosis;

import io.github.dl4jinit.internal.measure.BatchFacts;
import io.github.dl4jinit.internal.measure.ColumnFacts;
import io.github.dl4jinit.internal.measure.DataFacts;
import io.github.dl4jinit.internal.measure.LossFacts;
import java.util.Optional;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;

/** Labels that a loss function does not take, or that an output cannot give. */
final class LabelRange {

    /** How far out of range rounding may put a label. */
    private static final double ROUNDING = 1e-3;

    /** How far out of an output's reach labels may be, as a share of their own range: noise is no fault. */
    private static final double NEARLY = 0.05;

    /** The highest number of a class that is believed to be one; a larger one is taken for a measured number. */
    private static final double LARGEST_CLASS = 100;

    private final String reason;
    private final DataAdvice advice;

    private LabelRange(String reason, DataAdvice advice) {
        this.reason = reason;
        this.advice = advice;
    }

    private LabelRange(String reason, String advice) {
        this(reason, DataAdvice.of(advice));
    }

    /** Why such labels do not fit. */
    String reason() {
        return reason;
    }

    /** What to do about it. */
    DataAdvice advice() {
        return advice;
    }

    /** Why the loss function does not take the labels; empty if it does. */
    static Optional<LabelRange> notTaken(DataFacts labels, LossFacts facts, BatchFacts batch) {
        String loss = Figures.name(facts.function());
        double smallest = labels.smallest();
        // A softmax is held against the sum of its labels, which says more.
        boolean softmax = facts.activation() instanceof ActivationSoftmax;
        LossFamily family = LossFamily.of(facts.function());
        switch (family) {
            case CLASS_INDEX:
                return index(labels, facts.units(), loss);
            case CLASS_SHARES:
            case PROBABILITIES:
                boolean outside = smallest < -ROUNDING || labels.largest() > 1 + ROUNDING;
                return when(
                        outside && !(softmax && family == LossFamily.CLASS_SHARES),
                        loss + " takes labels from 0 to 1",
                        toShares(labels, family, batch));
            case SIGNS:
                // The same positive number for all is what a comparison of two answers is given.
                boolean other = smallest >= 0 && !(smallest > 0 && labels.isConstant());
                return when(other && !softmax, loss + " takes labels of -1 and 1", "labels.muli(2).subi(1);");
            case DIRECTION:
                return when(
                        labels.zeroRows() > 0,
                        loss + " compares directions, which labels of nothing but zeros do not have ("
                                + labels.zeroRows() + " of " + labels.rows() + ")",
                        "Leave such examples out, or use LossFunction.MSE.");
            case COUNTS:
                return when(smallest < 0, loss + " takes counts, from 0", "Use LossFunction.MSE.");
            case LOGARITHMS:
                return when(
                        smallest <= -1,
                        loss + " takes the logarithm of 1 + label",
                        "Use LossFunction.MSE, on standardised labels.");
            case RATIOS:
                return when(
                        labels.columns().stream().anyMatch(ColumnFacts::hasZeros),
                        loss + " divides by labels, of which some are 0",
                        "Use LossFunction.MEAN_ABSOLUTE_ERROR.");
            default:
                return Optional.empty();
        }
    }

    private static Optional<LabelRange> when(boolean wrong, String reason, String advice) {
        return when(wrong, reason, DataAdvice.of(advice));
    }

    private static Optional<LabelRange> when(boolean wrong, String reason, DataAdvice advice) {
        return wrong ? Optional.of(new LabelRange(reason, advice)) : Optional.empty();
    }

    /** An index that there is not counts as no class at all, without a word by DL4J. */
    private static Optional<LabelRange> index(DataFacts labels, long classes, String loss) {
        boolean fromOne = labels.isWhole() && labels.smallest() >= 1 && labels.largest() == classes;
        return when(
                labels.smallest() < 0 || labels.largest() > classes - 1 || !labels.isWhole(),
                loss + " takes the number of a class, from 0 to " + (classes - 1),
                fromOne
                        ? "labels.subi(1);   // classes are counted from 0"
                        : "Count classes from 0, and give the output a unit for each: .nOut(number of classes).");
    }

    private static DataAdvice toShares(DataFacts labels, LossFamily family, BatchFacts batch) {
        if (labels.smallest() >= -1 && labels.largest() <= 1) {
            return DataAdvice.of("labels.addi(1).divi(2);   // -1 and 1 become 0 and 1");
        }
        if (labels.isWhole() && labels.smallest() >= 0 && labels.largest() <= LARGEST_CLASS) {
            return DataAdvice.of(
                    "For classes, one-hot labels with .activation(Activation.SOFTMAX) and LossFunction.MCXENT.");
        }
        return family == LossFamily.PROBABILITIES
                ? DataAdvice.rescale(batch, 0, 1)
                : DataAdvice.of("For numbers, .activation(Activation.IDENTITY) with LossFunction.MSE.");
    }

    /** Why the output's activation function cannot give the labels; empty if it can, or if it is a softmax. */
    static Optional<LabelRange> outOfReach(DataFacts labels, LossFacts facts, BatchFacts batch) {
        LossFamily family = LossFamily.of(facts.function());
        double smallest = labels.smallest();
        double largest = labels.largest();
        double from = facts.range().lowest();
        double to = facts.range().highest();
        double slack = NEARLY * (largest - smallest) + ROUNDING;
        boolean below =
                family.wantsValues() && smallest < from - slack || family.wantsSigns() && smallest < 0 && from >= 0;
        boolean above = family.wantsValues() && largest > to + slack;
        boolean saidElsewhere = facts.activation() instanceof ActivationSoftmax // by the sum of its labels
                || facts.before() != null; // a function is applied twice, as OutputFit says
        if (!below && !above || saidElsewhere) {
            return Optional.empty();
        }
        String output = "the output's " + facts.activation() + " only gives numbers ";
        return Optional.of(
                facts.range().isBounded() && family.wantsValues()
                        ? new LabelRange(output + Figures.range(from, to), DataAdvice.rescale(batch, from, to))
                        : new LabelRange(
                                output + (below ? "above " + Figures.end(from) : "below " + Figures.end(to)),
                                ".activation(Activation.IDENTITY) in the output, which can give any number."));
    }
}
