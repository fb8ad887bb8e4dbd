// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.trial;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.github.dl4jinit.internal.Check;
import io.github.dl4jinit.lab.scheme.Suggestion;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationELU;
import org.nd4j.linalg.activations.impl.ActivationLReLU;
import org.nd4j.linalg.activations.impl.ActivationRReLU;
import org.nd4j.linalg.activations.impl.ActivationThresholdedReLU;

/**
 * An activation function as a value, written as {@code RELU} or {@code LEAKYRELU(0.2)}, in any case.
 *
 * @param name which of DL4J's
 * @param parameters those of {@code LEAKYRELU(alpha)}, {@code ELU(alpha)}, {@code THRESHOLDEDRELU(theta)} and
 *     {@code RRELU(lower,upper)}; none for DL4J's defaults
 */
public record ActivationSpec(Activation name, List<Double> parameters) {

    private static final Pattern SYNTAX = Pattern.compile("(\\w+)(?:\\((.+)\\))?");

    public ActivationSpec {
        Check.given("activation", name);
        // A zero of either sign is written as 0.
        parameters = Check.<Double>givenEach("parameters", parameters).stream()
                .map(parameter -> parameter + 0.0)
                .toList();
        if (!parameters.isEmpty()) {
            Check.require(
                    parameters.size() == parametersOf(name),
                    "the number of parameters of " + lowerCase(name),
                    String.valueOf(parametersOf(name)),
                    parameters.size());
        }
        for (double parameter : parameters) {
            Check.require(Double.isFinite(parameter), "a parameter of " + lowerCase(name), "finite", parameter);
        }
    }

    /** A function with DL4J's default parameters. */
    public static ActivationSpec of(Activation name) {
        return new ActivationSpec(name, List.of());
    }

    /**
     * Reads an activation function.
     *
     * @throws IllegalArgumentException if there is no such function, or it does not take such parameters
     */
    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    public static ActivationSpec parse(String written) {
        Check.given("activation", written);
        Matcher syntax = SYNTAX.matcher(written.trim());
        Check.require(syntax.matches(), "activation", "a name, with parameters as in leakyrelu(0.2)", written);
        Activation name = Suggestion.constant("activation", syntax.group(1), Activation.class);
        return new ActivationSpec(name, syntax.group(2) == null ? List.of() : numbers(name, syntax.group(2)));
    }

    private static List<Double> numbers(Activation name, String written) {
        return Arrays.stream(written.split(",", -1))
                .map(text -> {
                    try {
                        return Double.valueOf(text.trim());
                    } catch (NumberFormatException e) {
                        throw new IllegalArgumentException(
                                Check.message("a parameter of " + lowerCase(name), "a number", text), e);
                    }
                })
                .toList();
    }

    private static int parametersOf(Activation name) {
        return switch (name) {
            case LEAKYRELU, ELU, THRESHOLDEDRELU -> 1;
            case RRELU -> 2;
            default -> 0;
        };
    }

    private static String lowerCase(Activation name) {
        return name.name().toLowerCase(Locale.ROOT);
    }

    /** A new function: some keep something between the passes, and no two layers may share them. */
    public IActivation function() {
        if (parameters.isEmpty()) {
            return name.getActivationFunction();
        }
        double first = parameters.get(0);
        return switch (name) {
            case LEAKYRELU -> new ActivationLReLU(first);
            case ELU -> new ActivationELU(first);
            case THRESHOLDEDRELU -> new ActivationThresholdedReLU(first);
            case RRELU -> new ActivationRReLU(first, parameters.get(1));
            default -> throw new IllegalStateException(name + " has no parameters");
        };
    }

    /** The function as it is written. */
    @JsonValue
    public String text() {
        return parameters.isEmpty()
                ? name.name()
                : parameters.stream()
                        .map(parameter -> KnobValues.plain(BigDecimal.valueOf(parameter)))
                        .collect(Collectors.joining(",", name.name() + "(", ")"));
    }

    @Override
    public String toString() {
        return text();
    }
}
