// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.diagnosis;

import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossBinaryXENT;
import org.nd4j.linalg.lossfunctions.impl.LossCosineProximity;
import org.nd4j.linalg.lossfunctions.impl.LossHinge;
import org.nd4j.linalg.lossfunctions.impl.LossKLD;
import org.nd4j.linalg.lossfunctions.impl.LossL1;
import org.nd4j.linalg.lossfunctions.impl.LossL2;
import org.nd4j.linalg.lossfunctions.impl.LossMAPE;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;
import org.nd4j.linalg.lossfunctions.impl.LossMSLE;
import org.nd4j.linalg.lossfunctions.impl.LossPoisson;
import org.nd4j.linalg.lossfunctions.impl.LossSparseMCXENT;
import org.nd4j.linalg.lossfunctions.impl.LossSquaredHinge;

/**
 * What kinds of loss functions take as labels and as output: the one place that tells DL4J's loss functions apart.
 * {@link LabelRange} holds it against the labels, {@link OutputFit} against the output.
 */
enum LossFamily {
    /** Takes the index of a class, and looks at the output for that class alone. */
    CLASS_INDEX(Reach.NOTHING),
    /** Takes shares of classes, and looks at the output for the right classes alone. */
    CLASS_SHARES(Reach.VALUES),
    /** Takes the output for the probability of a yes, in each unit. */
    PROBABILITIES(Reach.VALUES),
    /** Wants the output to have the sign of a label, which is −1 or 1. */
    SIGNS(Reach.SIGNS),
    /** Wants the output to point where the labels do, whatever its length. */
    DIRECTION(Reach.SIGNS),
    /** Takes counts, and the logarithm of the output. */
    COUNTS(Reach.VALUES),
    /** Takes the logarithm of label and output, plus 1. */
    LOGARITHMS(Reach.VALUES),
    /** Divides the error by the label. */
    RATIOS(Reach.VALUES),
    /** Wants the output to be near the labels. */
    DISTANCE(Reach.VALUES),
    /** Anything else, such as a user's own: nothing is known. */
    OTHER(Reach.NOTHING);

    /** What of the labels an output must be able to put out. */
    private enum Reach {
        VALUES,
        SIGNS,
        NOTHING
    }

    private final Reach reach;

    LossFamily(Reach reach) {
        this.reach = reach;
    }

    static LossFamily of(ILossFunction function) {
        if (function instanceof LossSparseMCXENT) { // a LossMCXENT, too
            return CLASS_INDEX;
        }
        if (function instanceof LossMCXENT || function instanceof LossKLD) { // LossNegativeLogLikelihood, too
            return CLASS_SHARES;
        }
        if (function instanceof LossBinaryXENT) {
            return PROBABILITIES;
        }
        if (function instanceof LossHinge || function instanceof LossSquaredHinge) {
            return SIGNS;
        }
        if (function instanceof LossCosineProximity) {
            return DIRECTION;
        }
        if (function instanceof LossPoisson) {
            return COUNTS;
        }
        if (function instanceof LossMSLE) {
            return LOGARITHMS;
        }
        if (function instanceof LossMAPE) {
            return RATIOS;
        }
        return function instanceof LossL1 || function instanceof LossL2 ? DISTANCE : OTHER; // their means, too
    }

    /** Whether an output that cannot put out the labels cannot learn them. */
    boolean wantsValues() {
        return reach == Reach.VALUES;
    }

    /** Whether it is enough for an output to be of the labels' sign. */
    boolean wantsSigns() {
        return reach == Reach.SIGNS;
    }

    /** Whether it looks at the output for the right class alone, so that only a softmax makes the others small. */
    boolean wantsDistribution() {
        return this == CLASS_INDEX || this == CLASS_SHARES;
    }

    /** Whether labels are shares: numbers from 0 to 1. */
    boolean takesShares() {
        return this == CLASS_SHARES || this == PROBABILITIES;
    }

    /** Whether it is a cross-entropy, which costs guessing ln 2 to ln of the number of classes. */
    boolean isCrossEntropy(ILossFunction function) {
        return wantsDistribution() && !(function instanceof LossKLD) || this == PROBABILITIES;
    }
}
