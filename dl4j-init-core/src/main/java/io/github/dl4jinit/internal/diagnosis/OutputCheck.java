// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.diagnosis;

import io.github.dl4jinit.internal.measure.LossFacts;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;

/** An output that lets next to nothing of its error through, or that cannot answer but the same. */
public final class OutputCheck {

    /**
     * The share of the error that has to get through for plain gradient descent. In 200 steps of SGD at 0.1 softmax
     * with squared error learns slowly over 50 classes (0.052) and not at all over 200 (0.024); a sigmoid with a bias
     * of −5 learns (0.082) and with one of −8 does not (0.005).
     */
    private static final double LEAST_PASSED = 0.04;

    /**
     * The share that has to get through where the updater divides by the gradient's size, as Adam does. In 50 steps of
     * Adam at 0.001 the squared error of a sigmoid with a bias of −11 (3·10⁻⁴) falls by 5 %, with −12 (10⁻⁴) by 2 %,
     * with −15 (4·10⁻⁶) not at all; RMSProp does not move from −12 on, nor a tanh with a bias of 9 (2·10⁻⁵).
     * docs/decisions.md has the table.
     */
    private static final double LEAST_PASSED_IF_SCALED = 2e-4;

    /**
     * The share of guessing's loss below which a network is sure of its answers because it has learnt them, and not
     * because its output is stuck: guessing the wrong of two classes costs twice as much as guessing their mean.
     */
    private static final double SURE_AND_RIGHT = 0.5;

    private OutputCheck() {}

    /**
     * What is wrong with the outputs.
     *
     * @param scaled whether the updater divides by the gradient's size
     */
    public static List<Finding> findings(List<LossFacts> losses, boolean scaled) {
        List<Finding> findings = new ArrayList<>();
        losses.forEach(
                facts -> oneUnit(facts).or(() -> passesNothing(facts, scaled)).ifPresent(findings::add));
        return findings;
    }

    /** Whether so little of the error gets through that plain gradient descent cannot move the output. */
    static boolean hardlyPasses(LossFacts facts) {
        return facts.errorPassed().orElse(1) < LEAST_PASSED;
    }

    private static Optional<Finding> oneUnit(LossFacts facts) {
        return facts.activation() instanceof ActivationSoftmax && facts.units() == 1
                ? Optional.of(new Finding(
                                facts.node(),
                                "a softmax of one unit answers 1, whatever comes",
                                "Give " + facts.node() + insteadOfOneUnit(facts))
                        .ofConfiguration())
                : Optional.empty();
    }

    private static String insteadOfOneUnit(LossFacts facts) {
        String yesOrNo = " .activation(Activation.SIGMOID) and LossFunctions.LossFunction.XENT";
        String classes = " a unit for each class, and one-hot labels";
        if (!facts.labelsGiven() || facts.lowestLabel().isEmpty()) {
            return yesOrNo + " for labels of 0 and 1, or" + classes + ".";
        }
        boolean whole = facts.hasWholeLabels();
        if (whole
                && facts.lowestLabel().getAsDouble() >= 0
                && facts.highestLabel().getAsDouble() <= 1) {
            return yesOrNo + ".";
        }
        return whole && LossFamily.of(facts.function()).wantsDistribution()
                ? classes + "."
                : " .activation(Activation.IDENTITY) and LossFunctions.LossFunction.MSE.";
    }

    private static Optional<Finding> passesNothing(LossFacts facts, boolean scaled) {
        double passed = facts.errorPassed().orElse(1);
        boolean helped = scaled && !OutputFit.isOutOfReach(facts) && passed >= LEAST_PASSED_IF_SCALED;
        boolean learnt = facts.loss() < SURE_AND_RIGHT * facts.guessing().orElse(0);
        if (!hardlyPasses(facts) || helped || learnt) {
            return Optional.empty();
        }
        boolean softmax = facts.activation() instanceof ActivationSoftmax;
        String share = passed == 0 ? "nothing" : String.format(Locale.ROOT, "only %.2g %%", 100 * passed);
        String why = softmax
                ? Figures.name(facts.function()) + " on a softmax of " + facts.units() + " units passes on " + share
                : facts.activation() + " is flat at the numbers that it is given, and passes on " + share;
        String advice = softmax
                ? "Give " + facts.node() + " LossFunctions.LossFunction.MCXENT if one class is right;"
                        + " .activation(Activation.SIGMOID) and LossFunctions.LossFunction.XENT if several can be."
                : "Give " + facts.node() + " .biasInit(0) and smaller weights, or .activation(Activation.IDENTITY).";
        return Optional.of(new Finding(
                facts.node(), why + " of the error to the weights, which hardly change in training", advice));
    }
}
