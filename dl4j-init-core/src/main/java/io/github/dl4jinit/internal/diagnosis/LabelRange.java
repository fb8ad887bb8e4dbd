// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.diagnosis;

import io.github.dl4jinit.internal.measure.BatchFacts;
import io.github.dl4jinit.internal.measure.ColumnFacts;
import io.github.dl4jinit.internal.measure.DataFacts;
import io.github.dl4jinit.internal.measure.LossFacts;
import java.util.Optional;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossBinaryXENT;
import org.nd4j.linalg.lossfunctions.impl.LossHinge;
import org.nd4j.linalg.lossfunctions.impl.LossKLD;
import org.nd4j.linalg.lossfunctions.impl.LossMAPE;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;
import org.nd4j.linalg.lossfunctions.impl.LossMSLE;
import org.nd4j.linalg.lossfunctions.impl.LossPoisson;
import org.nd4j.linalg.lossfunctions.impl.LossSquaredHinge;

/** Which labels a loss function takes, and which an output can give. */
final class LabelRange {

    /** How far out of range rounding may put a label. */
    private static final double ROUNDING = 1e-3;

    /** How far out of an output's reach labels may be, as a share of their own range: noise is no fault. */
    private static final double NEARLY = 0.05;

    /** The farthest point where a function is asked, and the value from which it counts as unbounded. */
    private static final double FAR = 100;

    private final String reason;
    private final String advice;

    private LabelRange(String reason, String advice) {
        this.reason = reason;
        this.advice = advice;
    }

    /** Why such labels do not fit. */
    String reason() {
        return reason;
    }

    /** What to do about it. */
    String advice() {
        return advice;
    }

    /** What is wrong with the range of labels behind an output that is no softmax; empty if nothing is. */
    static Optional<LabelRange> problem(DataFacts labels, LossFacts facts, BatchFacts batch) {
        ILossFunction loss = facts.function();
        double smallest = labels.smallest();
        double largest = labels.largest();
        if (takesShares(loss) && (smallest < -ROUNDING || largest > 1 + ROUNDING)) {
            return Optional.of(
                    new LabelRange(Figures.name(loss) + " takes labels from 0 to 1", toShares(labels, batch)));
        }
        if ((loss instanceof LossHinge || loss instanceof LossSquaredHinge) && smallest >= 0) {
            return Optional.of(
                    new LabelRange(Figures.name(loss) + " takes labels of -1 and 1", "labels.muli(2).subi(1);"));
        }
        if (loss instanceof LossMAPE && labels.columns().stream().anyMatch(ColumnFacts::hasZeros)) {
            return Optional.of(new LabelRange(
                    Figures.name(loss) + " divides by labels, of which some are 0",
                    "Use LossFunction.MEAN_ABSOLUTE_ERROR."));
        }
        if (loss instanceof LossMSLE && smallest <= -1) {
            return Optional.of(new LabelRange(
                    Figures.name(loss) + " takes the logarithm of 1 + label",
                    "Use LossFunction.MSE, on standardised labels."));
        }
        if (loss instanceof LossPoisson && smallest < 0) {
            return Optional.of(new LabelRange(Figures.name(loss) + " takes counts, from 0", "Use LossFunction.MSE."));
        }
        return outOfReach(facts.activation(), labels, batch);
    }

    private static boolean takesShares(ILossFunction loss) {
        return loss instanceof LossBinaryXENT || loss instanceof LossMCXENT || loss instanceof LossKLD;
    }

    private static String toShares(DataFacts labels, BatchFacts batch) {
        if (labels.smallest() >= -1 && labels.largest() <= 1) {
            return "labels.addi(1).divi(2);   // -1 and 1 become 0 and 1";
        }
        return isClasses(labels)
                ? "For classes, one-hot labels with .activation(Activation.SOFTMAX) and LossFunction.MCXENT."
                : DataAdvice.rescale(batch, 0, 1);
    }

    private static boolean isClasses(DataFacts labels) {
        return labels.smallest() >= 0
                && labels.largest() <= FAR
                && labels.columns().stream().allMatch(ColumnFacts::isWhole);
    }

    private static Optional<LabelRange> outOfReach(IActivation output, DataFacts labels, BatchFacts batch) {
        double smallest = labels.smallest();
        double largest = labels.largest();
        INDArray far =
                Nd4j.linspace(DataType.DOUBLE, -FAR, 2 * FAR / 4000, 4001).reshape(1, 4001);
        INDArray values = output.getActivation(far, false);
        double from = values.minNumber().doubleValue();
        double to = values.maxNumber().doubleValue();
        double slack = NEARLY * (largest - smallest) + ROUNDING;
        boolean below = from > -FAR / 2 && smallest < from - slack;
        boolean above = to < FAR / 2 && largest > to + slack;
        if (!below && !above) {
            return Optional.empty();
        }
        String name = "the output's " + output + " gives ";
        return Optional.of(
                to < FAR / 2
                        ? new LabelRange(name + "only " + Figures.range(from, to), DataAdvice.rescale(batch, from, to))
                        : new LabelRange(
                                name + "nothing below " + Figures.of(from),
                                ".activation(Activation.IDENTITY) in the output, where labels can be negative."));
    }
}
