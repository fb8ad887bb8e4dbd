// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.advice;

import io.github.dl4jinit.theory.CriticalPoint;
import io.github.dl4jinit.theory.MeanField;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.IActivation;

/**
 * The initialiser that keeps both the signal and its gradient over a depth, by the theory: of those that come within
 * half an order of magnitude of the best one, the simplest to write.
 */
public final class InitialiserChoice {

    /** The orders of magnitude by which a choice is as good as the best: less than what finite widths add. */
    private static final double AS_GOOD = 0.5;

    /** The variances of random biases to try, the smallest first, because the simplest choice is wanted. */
    private static final double[] BIASES = {0, 0.2, 1};

    /** By how much the variance of weights may differ from the advised one where they are as advised. */
    private static final double SAME = 1.2;

    private final String java;
    private final double sigmaW2;
    private final double sigmaB2;
    private final double forwardOrders;
    private final double backwardOrders;

    private InitialiserChoice(
            String java, double sigmaW2, double sigmaB2, double forwardOrders, double backwardOrders) {
        this.java = java;
        this.sigmaW2 = sigmaW2;
        this.sigmaB2 = sigmaB2;
        this.forwardOrders = forwardOrders;
        this.backwardOrders = backwardOrders;
    }

    /** The line that initialises layers of a function, or of none that is known, so that their signal is kept best. */
    public static String java(Optional<IActivation> function, int depth) {
        return function.flatMap(known -> of(known, depth, Double.POSITIVE_INFINITY))
                .map(InitialiserChoice::java)
                .orElse(".weightInit(new XavierInit())");
    }

    /**
     * The choice for a function; empty if nothing holds over that depth, or if the function has no theory: softmax,
     * PReLU, a random function of a user's own.
     *
     * @param mostOrders the orders of magnitude by which signal and gradient may change at most
     */
    public static Optional<InitialiserChoice> of(IActivation function, int depth, double mostOrders) {
        MeanField theory;
        try {
            theory = MeanField.of(function);
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // it says why it has no theory, which is no fault of the network's
        }
        List<InitialiserChoice> choices = choices(theory, expression(function), depth);
        double best =
                choices.stream().mapToDouble(InitialiserChoice::orders).min().orElse(Double.POSITIVE_INFINITY);
        return best > mostOrders
                ? Optional.empty()
                : choices.stream()
                        .filter(choice -> choice.orders() <= best + AS_GOOD)
                        .findFirst();
    }

    private static List<InitialiserChoice> choices(MeanField theory, String function, int depth) {
        List<InitialiserChoice> choices = new ArrayList<>();
        choices.add(judged(".weightInit(new HeInit())", theory, 2, 0, depth));
        choices.add(judged(".weightInit(new XavierInit())", theory, 1, 0, depth));
        double secondMoment = theory.secondMoment(1);
        if (secondMoment > 0 && secondMoment < Double.POSITIVE_INFINITY) {
            choices.add(judged(
                    ".weightInit(VarianceScalingInit.builder().forActivation(" + function + ").build())",
                    theory,
                    1 / secondMoment,
                    0,
                    depth));
        }
        for (double sigmaB2 : BIASES) {
            critical(theory, sigmaB2)
                    .ifPresent(point -> choices.add(judged(
                            sigmaB2 > 0 // random biases are no matter of a configuration
                                    ? "NetworkInit.builder().critical(" + sigmaB2 + ").build().apply(network)"
                                    : ".weightInit(CriticalInit.of(" + function + ", 0))",
                            theory,
                            point.sigmaW2(),
                            sigmaB2,
                            depth)));
        }
        return choices;
    }

    private static Optional<CriticalPoint> critical(MeanField theory, double sigmaB2) {
        try {
            CriticalPoint point = theory.critical(sigmaB2);
            return point.sigmaW2() > 0 && point.sigmaW2() < Double.POSITIVE_INFINITY
                    ? Optional.of(point)
                    : Optional.empty();
        } catch (IllegalArgumentException e) {
            return Optional.empty(); // there is none
        }
    }

    private static InitialiserChoice judged(String java, MeanField theory, double sigmaW2, double sigmaB2, int depth) {
        double start = sigmaW2 + sigmaB2;
        double end = theory.variances(start, sigmaW2, sigmaB2, depth)[depth];
        if (!(end > 0 && end < Double.POSITIVE_INFINITY)) {
            // What becomes of gradients then does not matter.
            return new InitialiserChoice(java, sigmaW2, sigmaB2, Double.NaN, Double.NaN);
        }
        double gradient = theory.gradientGrowth(start, sigmaW2, sigmaB2, depth);
        return new InitialiserChoice(java, sigmaW2, sigmaB2, Math.log10(end / start) / 2, Math.log10(gradient) / 2);
    }

    private double orders() {
        double orders = Math.max(Math.abs(forwardOrders), Math.abs(backwardOrders));
        return Double.isNaN(orders) ? Double.POSITIVE_INFINITY : orders;
    }

    /**
     * Whether weights already are as this would make them, so that it changes nothing.
     *
     * @param weightVariance the variance of the weights times their fan-in
     * @param biasVariance the variance of the biases
     */
    public boolean isAlreadyThere(double weightVariance, double biasVariance) {
        double off = weightVariance / sigmaW2;
        return off < SAME && off > 1 / SAME && Math.abs(biasVariance - sigmaB2) <= (SAME - 1) * sigmaB2;
    }

    /** The Java to paste. */
    public String java() {
        return java;
    }

    /** What the theory says of it. */
    public String why() {
        return String.format(
                Locale.ROOT,
                "in theory %+.1f orders of magnitude forward, %+.1f back",
                rounded(forwardOrders),
                rounded(backwardOrders));
    }

    /** The number in tenths, without a negative zero. */
    private static double rounded(double orders) {
        return Math.rint(10 * orders) / 10 + 0.0;
    }

    /** The Java expression for a function. */
    private static String expression(IActivation function) {
        for (Activation known : Activation.values()) {
            if (known.getActivationFunction().equals(function)) {
                return "Activation." + known.name() + ".getActivationFunction()";
            }
        }
        return "new " + function.getClass().getName() + "(…)";
    }
}
