// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli;

import io.github.dl4jinit.internal.Check;
import io.github.dl4jinit.lab.scheme.Suggestion;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationELU;
import org.nd4j.linalg.activations.impl.ActivationLReLU;
import org.nd4j.linalg.activations.impl.ActivationRReLU;
import org.nd4j.linalg.activations.impl.ActivationThresholdedReLU;

/**
 * An activation function on the command line: one of DL4J's names in any case, with the parameters of those that have
 * some, as in {@code leakyrelu(0.2)}.
 *
 * @param text what was written, in lower case
 * @param activation the function
 */
record ActivationArgument(String text, IActivation activation) {

    private static final Pattern SYNTAX = Pattern.compile("(\\w+)(?:\\((.+)\\))?");

    static List<ActivationArgument> all() {
        return Arrays.stream(Activation.values())
                .filter(activation -> activation != Activation.SOFTMAX) // it has no gain
                .map(activation -> parse(activation.name()))
                .toList();
    }

    static ActivationArgument parse(String text) {
        Matcher matcher = SYNTAX.matcher(text.trim());
        Check.require(matcher.matches(), "activation", "a name, with parameters as in leakyrelu(0.2)", text);
        Activation name = Suggestion.constant("activation", matcher.group(1), Activation.class);
        String parameters = matcher.group(2);
        IActivation function =
                parameters == null ? name.getActivationFunction() : withParameters(name, numbers(name, parameters));
        return new ActivationArgument(matcher.group().toLowerCase(Locale.ROOT), function);
    }

    private static IActivation withParameters(Activation name, double[] parameters) {
        int known =
                switch (name) {
                    case LEAKYRELU, ELU, THRESHOLDEDRELU -> 1;
                    case RRELU -> 2;
                    default -> 0;
                };
        Check.require(
                parameters.length == known,
                "the number of parameters of " + lowerCase(name),
                String.valueOf(known),
                parameters.length);
        return switch (name) {
            case LEAKYRELU -> new ActivationLReLU(parameters[0]);
            case ELU -> new ActivationELU(parameters[0]);
            case THRESHOLDEDRELU -> new ActivationThresholdedReLU(parameters[0]);
            default -> new ActivationRReLU(parameters[0], parameters[1]);
        };
    }

    private static String lowerCase(Activation name) {
        return name.name().toLowerCase(Locale.ROOT);
    }

    private static double[] numbers(Activation name, String parameters) {
        return Arrays.stream(parameters.split(","))
                .mapToDouble(text -> {
                    try {
                        double number = Double.parseDouble(text.trim());
                        Check.require(Double.isFinite(number), "a parameter of " + lowerCase(name), "finite", text);
                        return number;
                    } catch (NumberFormatException e) {
                        throw new IllegalArgumentException(
                                "a parameter of " + lowerCase(name) + " must be a number, received " + text, e);
                    }
                })
                .toArray();
    }
}
