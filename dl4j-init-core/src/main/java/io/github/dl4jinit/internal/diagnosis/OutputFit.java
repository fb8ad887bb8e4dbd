// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.diagnosis;

import io.github.dl4jinit.internal.measure.LossFacts;
import java.util.Optional;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;

/**
 * Whether an output can give what its loss function asks for. Two activation functions with the same range are treated
 * alike, so that a user's own are judged, too.
 */
final class OutputFit {

    private static final String SOFTMAX = ".activation(Activation.SOFTMAX)";
    private static final String SIGMOID = ".activation(Activation.SIGMOID)";
    private static final String IDENTITY = ".activation(Activation.IDENTITY)";
    private static final String XENT = "LossFunctions.LossFunction.XENT";

    /**
     * How much of the way from guessing to the labels an output may be unable to go: a tanh cannot reach the third of
     * standardised labels that lies outside ±1, which is 0.15 of the squared error, and learns the others.
     */
    private static final double OUT_OF_REACH = 0.25;

    /** How close to an end that it never reaches a function comes at the farthest point where it is asked. */
    private static final double NEXT_TO = 1e-6;

    private OutputFit() {}

    /** Why the output and its loss function do not fit; empty if they do. */
    static Optional<Finding> fault(LossFacts facts) {
        if (facts.function() == null || Double.isNaN(facts.preActivationRms().orElse(Double.NaN))) {
            return Optional.empty(); // nothing is known, or what arrives is wrong already
        }
        return twiceSoftmax(facts)
                .or(() -> distribution(facts))
                .or(() -> binary(facts))
                .or(() -> logarithm(facts))
                .map(Finding::ofConfiguration)
                .or(() -> reach(facts));
    }

    private static Optional<Finding> twiceSoftmax(LossFacts facts) {
        boolean twice = isSoftmax(facts) && facts.before() instanceof ActivationSoftmax;
        return found(
                twice,
                facts,
                "softmax is applied twice, so that no class can get far more than the others",
                "Keep one of the two: give " + facts.node() + " " + IDENTITY
                        + " where the layer before it has softmax already.");
    }

    private static Optional<Finding> distribution(LossFacts facts) {
        boolean asks = LossFamily.of(facts.function()).wantsDistribution();
        String why = facts.range().lowest() <= 0
                ? "it takes the logarithm of the output, which is not always above 0, and so the loss can be NaN"
                : "it looks at the output for the right class alone, and so the loss falls while the outputs for"
                        + " wrong classes grow as well";
        String oneUnit = "Give " + facts.node() + " " + SIGMOID + " and " + XENT + " for labels of 0 and 1.";
        String several = "Give " + facts.node() + " " + SOFTMAX + " if one class is right; " + SIGMOID + " and " + XENT
                + " if several can be.";
        return found(
                asks && !isSoftmax(facts) && !facts.isDistribution(),
                facts,
                pair(facts) + ": " + why,
                facts.units() == 1 ? oneUnit : several);
    }

    private static Optional<Finding> binary(LossFacts facts) {
        boolean outside = facts.range().lowest() < 0 || facts.range().highest() > 1;
        return found(
                LossFamily.of(facts.function()) == LossFamily.PROBABILITIES && outside,
                facts,
                pair(facts) + ": it takes the output for a probability, which is to lie between 0 and 1",
                "Give " + facts.node() + " " + SIGMOID + ".");
    }

    /** A tanh that comes next to −1 makes the logarithm of 1 + output as bad as one that can be below. */
    private static Optional<Finding> logarithm(LossFacts facts) {
        LossFamily family = LossFamily.of(facts.function());
        double lowest = facts.range().lowest();
        boolean counts = family == LossFamily.COUNTS && lowest <= 0 && !isSoftmax(facts); // which is always above 0
        boolean plusOne = family == LossFamily.LOGARITHMS && lowest <= -1 + NEXT_TO;
        return found(
                counts || plusOne,
                facts,
                pair(facts) + ": it takes the logarithm of the output" + (plusOne ? " plus 1" : "")
                        + ", which is not always above 0, and so the loss can be NaN or very large",
                "Give " + facts.node() + " .activation(Activation.SOFTPLUS).");
    }

    /** Whether no answer of the output comes near the user's labels. */
    static boolean isOutOfReach(LossFacts facts) {
        return facts.labelsGiven() && facts.outOfReach().orElse(0) > OUT_OF_REACH;
    }

    private static Optional<Finding> reach(LossFacts facts) {
        if (!isOutOfReach(facts) || OutputCheck.hardlyPasses(facts)) { // that says more
            return Optional.empty();
        }
        double lowest = facts.lowestLabel().getAsDouble();
        double highest = facts.highestLabel().getAsDouble();
        boolean shares = lowest >= 0 && highest <= 1;
        String advice = facts.before() != null
                ? "Give the layer before " + facts.node() + " " + IDENTITY + "."
                : shares
                        ? "Give " + facts.node() + " " + SIGMOID + "."
                        : "Give " + facts.node() + " " + IDENTITY + ", or labels of its range.";
        Finding finding = new Finding(
                facts.node(),
                "it cannot put out its labels, which go " + Figures.range(lowest, highest) + ": " + answers(facts),
                advice);
        return Optional.of(facts.before() == null ? finding : finding.ofConfiguration());
    }

    private static String answers(LossFacts facts) {
        double lowest = facts.range().lowest();
        double highest = facts.range().highest();
        if (isSoftmax(facts)) {
            return "a softmax answers with shares that sum to 1";
        }
        if (facts.range().isBounded()) {
            return "its answers go " + Figures.range(lowest, highest);
        }
        return Double.isFinite(lowest)
                ? "no answer is below " + Figures.end(lowest)
                : "no answer is above " + Figures.end(highest);
    }

    private static boolean isSoftmax(LossFacts facts) {
        return facts.activation() instanceof ActivationSoftmax;
    }

    private static String pair(LossFacts facts) {
        return Figures.name(facts.function()) + " does not fit " + facts.activation();
    }

    private static Optional<Finding> found(boolean wrong, LossFacts facts, String sentence, String advice) {
        return wrong ? Optional.of(new Finding(facts.node(), sentence, advice)) : Optional.empty();
    }
}
