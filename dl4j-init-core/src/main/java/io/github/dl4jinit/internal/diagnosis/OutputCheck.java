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
     * The share that has to get through where the updater divides by the gradient's size, as Adam does: with a bias of
     * −12 a sigmoid learns (10⁻⁴); with one of −17 (7·10⁻⁷) Adam has not moved the loss after 50 steps.
     */
    private static final double LEAST_PASSED_IF_SCALED = 1e-6;

    /** A loss that is that small a part of what guessing costs has little left to pass on. */
    private static final double NEARLY_LEARNT = 0.5;

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
                        "Give " + facts.node() + " .activation(Activation.SIGMOID) and"
                                + " LossFunctions.LossFunction.XENT for labels of 0 and 1, or a unit for each class."))
                : Optional.empty();
    }

    private static Optional<Finding> passesNothing(LossFacts facts, boolean scaled) {
        double passed = facts.errorPassed().orElse(1);
        boolean helped = scaled && !OutputFit.isOutOfReach(facts) && passed >= LEAST_PASSED_IF_SCALED;
        boolean learnt = facts.loss() < NEARLY_LEARNT * facts.guessing().orElse(0);
        if (!hardlyPasses(facts) || helped || learnt) {
            return Optional.empty();
        }
        String share = passed == 0 ? "nothing" : String.format(Locale.ROOT, "a share of %.2g", passed);
        boolean softmax = facts.activation() instanceof ActivationSoftmax;
        String advice = softmax
                ? "Give " + facts.node() + " LossFunctions.LossFunction.MCXENT if one class is right;"
                        + " .activation(Activation.SIGMOID) and LossFunctions.LossFunction.XENT if several can be."
                : "Give " + facts.node() + " .biasInit(0) and smaller weights, or .activation(Activation.IDENTITY).";
        return Optional.of(
                new Finding(facts.node(), facts.activation() + " lets " + share + " of the error through", advice));
    }
}
