// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.advice;

import java.math.BigDecimal;
import java.math.MathContext;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nesterovs;

/** The Java of an updater, to paste into a configuration. */
public final class UpdaterLine {

    private UpdaterLine() {}

    /** The same updater with another learning rate, of one digit; its other settings are DL4J's defaults. */
    public static String withRate(IUpdater rule, double learningRate) {
        String momentum = rule instanceof Nesterovs ? ", " + ((Nesterovs) rule).getMomentum() : "";
        return ".updater(new " + rule.getClass().getSimpleName() + "(" + oneDigit(learningRate) + momentum + "))";
    }

    /** The same updater with an ε that half precision can hold. */
    public static String withEpsilon(IUpdater rule, double epsilon) {
        String rate = rule.hasLearningRate() ? ".learningRate(" + rule.getLearningRate(0, 0) + ")" : "";
        return ".updater(" + rule.getClass().getSimpleName() + ".builder()" + rate + ".epsilon(" + oneDigit(epsilon)
                + ").build())";
    }

    private static String oneDigit(double number) {
        return String.valueOf(new BigDecimal(number).round(new MathContext(1)).doubleValue());
    }
}
