// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.diagnosis;

import io.github.dl4jinit.internal.measure.LossFacts;
import java.util.Locale;
import java.util.Optional;
import org.nd4j.linalg.activations.impl.ActivationSoftmax;
import org.nd4j.linalg.lossfunctions.ILossFunction;
import org.nd4j.linalg.lossfunctions.impl.LossBinaryXENT;
import org.nd4j.linalg.lossfunctions.impl.LossKLD;
import org.nd4j.linalg.lossfunctions.impl.LossMCXENT;
import org.nd4j.linalg.lossfunctions.impl.LossMSLE;
import org.nd4j.linalg.lossfunctions.impl.LossPoisson;
import org.nd4j.linalg.lossfunctions.impl.LossSparseMCXENT;

/**
 * What each loss function asks of the output, and whether this output can give it. Two activation functions with the
 * same range are treated alike, so that a user's own are judged, too. What it asks of the labels is in
 * {@link LabelRange}.
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

    private OutputFit() {}

    /** Why the output and its loss function do not fit; empty if they do. */
    static Optional<Finding> fault(LossFacts facts) {
        ILossFunction function = facts.function();
        if (function == null || Double.isNaN(facts.preActivationRms().orElse(Double.NaN))) {
            return Optional.empty(); // nothing is known, or what arrives is wrong already
        }
        return twiceSoftmax(facts)
                .or(() -> distribution(facts))
                .or(() -> binary(facts))
                .or(() -> logarithm(facts))
                .or(() -> reach(facts));
    }

    private static Optional<Finding> twiceSoftmax(LossFacts facts) {
        boolean twice = facts.activation() instanceof ActivationSoftmax && facts.before() instanceof ActivationSoftmax;
        return found(
                twice,
                facts,
                "softmax is applied twice, so that no class can get far more than the others",
                "Keep one of the two: give " + facts.node() + " " + IDENTITY
                        + " where the layer before it has softmax already.");
    }

    /** Losses that look at the output for the right class alone: only a softmax takes it from the others. */
    private static Optional<Finding> distribution(LossFacts facts) {
        ILossFunction function = facts.function();
        boolean asks = function instanceof LossMCXENT // LossNegativeLogLikelihood, too
                || function instanceof LossSparseMCXENT
                || function instanceof LossKLD;
        boolean softmax = facts.activation() instanceof ActivationSoftmax;
        String why = facts.range().lowest() <= 0
                ? "it takes the logarithm of the output, which is not always above 0, and so the loss can be NaN"
                : "nothing in it makes the output for a wrong class small";
        String oneUnit = "Give " + facts.node() + " " + SIGMOID + " and " + XENT + " for labels of 0 and 1.";
        String several = "Give " + facts.node() + " " + SOFTMAX + " if one class is right; " + SIGMOID + " and " + XENT
                + " if several can be.";
        return found(
                asks && !softmax && !facts.isDistribution(),
                facts,
                pair(facts) + ": " + why,
                facts.units() == 1 ? oneUnit : several);
    }

    private static Optional<Finding> binary(LossFacts facts) {
        boolean outside = facts.range().lowest() < 0 || facts.range().highest() > 1;
        return found(
                facts.function() instanceof LossBinaryXENT && outside,
                facts,
                pair(facts) + ": it takes the output for a probability, which is to lie between 0 and 1",
                "Give " + facts.node() + " " + SIGMOID + ".");
    }

    private static Optional<Finding> logarithm(LossFacts facts) {
        boolean poisson =
                facts.function() instanceof LossPoisson && facts.range().lowest() <= 0;
        boolean squared = facts.function() instanceof LossMSLE && facts.range().lowest() < -1;
        return found(
                poisson || squared,
                facts,
                pair(facts) + ": it takes the logarithm of the output" + (squared ? " plus 1" : "")
                        + ", which is not always above 0, and so the loss can be NaN",
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
        String answers = facts.activation() instanceof ActivationSoftmax
                ? "a softmax answers with shares that sum to 1"
                : String.format(
                        Locale.ROOT,
                        "its answers lie between %.3g and %.3g",
                        facts.range().lowest(),
                        facts.range().highest());
        String advice = facts.before() != null
                ? "Give the layer before " + facts.node() + " " + IDENTITY + "."
                : shares
                        ? "Give " + facts.node() + " " + SIGMOID + "."
                        : "Give " + facts.node() + " " + IDENTITY + ", or labels of its range.";
        return Optional.of(new Finding(
                facts.node(),
                String.format(
                        Locale.ROOT,
                        "it cannot put out its labels, which lie between %.3g and %.3g: %s",
                        lowest,
                        highest,
                        answers),
                advice));
    }

    private static String pair(LossFacts facts) {
        return Figures.name(facts.function()) + " does not fit " + facts.activation();
    }

    private static Optional<Finding> found(boolean wrong, LossFacts facts, String sentence, String advice) {
        return wrong ? Optional.of(new Finding(facts.node(), sentence, advice)) : Optional.empty();
    }
}
