// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.diagnosis;

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

    /** What is wrong with labels of this range, behind an output that is no softmax; empty if nothing is. */
    static Optional<LabelRange> problem(
            ILossFunction loss, IActivation output, double smallest, double largest, boolean zeros) {
        if (takesShares(loss) && (smallest < -ROUNDING || largest > 1 + ROUNDING)) {
            return Optional.of(new LabelRange(name(loss) + " takes labels from 0 to 1", toShares(smallest, largest)));
        }
        if ((loss instanceof LossHinge || loss instanceof LossSquaredHinge) && smallest >= 0) {
            return Optional.of(new LabelRange(name(loss) + " takes labels of -1 and 1", "labels.muli(2).subi(1);"));
        }
        if (loss instanceof LossMAPE && zeros) {
            return Optional.of(new LabelRange(
                    name(loss) + " divides by labels, of which some are 0", "Use LossFunction.MEAN_ABSOLUTE_ERROR."));
        }
        if (loss instanceof LossMSLE && smallest <= -1) {
            return Optional.of(new LabelRange(
                    name(loss) + " takes the logarithm of 1 + label", "Use LossFunction.MSE, on standardised labels."));
        }
        if (loss instanceof LossPoisson && smallest < 0) {
            return Optional.of(new LabelRange(name(loss) + " takes counts, from 0", "Use LossFunction.MSE."));
        }
        return outOfReach(output, smallest, largest);
    }

    private static boolean takesShares(ILossFunction loss) {
        return loss instanceof LossBinaryXENT || loss instanceof LossMCXENT || loss instanceof LossKLD;
    }

    private static String toShares(double smallest, double largest) {
        if (smallest >= 0 && largest > FAR && largest <= 255) {
            return "labels.divi(255);   // or, if they are the inputs, " + DataAdvice.pixels();
        }
        return smallest >= -1 && largest <= 1
                ? "labels.addi(1).divi(2);   // -1 and 1 become 0 and 1"
                : "For numbers, .activation(Activation.IDENTITY) with LossFunction.MSE; for classes, labels of 0 and 1.";
    }

    private static Optional<LabelRange> outOfReach(IActivation output, double smallest, double largest) {
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
        String reach = to < FAR / 2 ? "only " + Figures.range(from, to) : "nothing below " + Figures.of(from);
        return Optional.of(
                new LabelRange(
                        "the output's " + output + " gives " + reach,
                        ".activation(Activation.IDENTITY) in the output, with standardised labels; or scale them into that range."));
    }

    private static String name(ILossFunction loss) {
        return loss.name();
    }
}
