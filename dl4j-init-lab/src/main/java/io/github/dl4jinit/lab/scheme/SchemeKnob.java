// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.scheme;

import io.github.dl4jinit.internal.Check;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * A knob of a scheme: what it is called, which values it takes, and what it is if nobody sets it.
 *
 * @param <T> what its values are
 */
final class SchemeKnob<T> {

    /** What stands for a number that the builder chooses itself. */
    private static final String AUTO = "auto";

    private final String name;
    private final Class<T> type;
    private final String usual;
    private final boolean required;
    private final Function<String, T> reader;
    private final UnaryOperator<String> call;

    private SchemeKnob(
            String name,
            Class<T> type,
            String usual,
            boolean required,
            Function<String, T> reader,
            UnaryOperator<String> call) {
        this.name = name;
        this.type = type;
        this.usual = usual;
        this.required = required;
        this.reader = reader;
        this.call = call;
    }

    /** A knob of positive numbers. */
    static SchemeKnob<Double> positive(String name, String usual) {
        return number(name, usual, value -> Check.positiveFinite(name, value));
    }

    /** A knob of numbers of 0 or more. */
    static SchemeKnob<Double> nonNegative(String name, String usual) {
        return number(name, usual, value -> Check.nonNegativeFinite(name, value));
    }

    private static SchemeKnob<Double> number(String name, String usual, UnaryOperator<Double> check) {
        return new SchemeKnob<>(
                name,
                Double.class,
                usual,
                false,
                text -> check.apply(number(name, text, "a number")),
                text -> "." + name + "(" + text + ")");
    }

    /** A knob of positive numbers, or the word {@value #AUTO}, for which it has no value: the builder chooses one. */
    static SchemeKnob<OptionalDouble> positiveOrAuto(String name, String usual) {
        return new SchemeKnob<>(
                name,
                OptionalDouble.class,
                usual,
                false,
                text -> text.equals(AUTO)
                        ? OptionalDouble.empty()
                        : OptionalDouble.of(Check.positiveFinite(name, number(name, text, "a number or " + AUTO))),
                text -> "." + name + "(" + (text.equals(AUTO) ? "" : text) + ")");
    }

    private static double number(String name, String text, String rule) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(Check.message(name, rule, text), e);
        }
    }

    /** A knob of whole numbers from 1 on. */
    static SchemeKnob<Integer> count(String name, String usual) {
        return new SchemeKnob<>(
                name,
                Integer.class,
                usual,
                false,
                text -> {
                    try {
                        return Check.inRange(name, Integer.parseInt(text), 1, Integer.MAX_VALUE);
                    } catch (NumberFormatException e) {
                        throw new IllegalArgumentException(Check.message(name, "a whole number", text), e);
                    }
                },
                text -> "." + name + "(" + text + ")");
    }

    /** A knob of an enum's constants, written in any case. */
    static <E extends Enum<E>> SchemeKnob<E> constant(String name, String usual, Class<E> type) {
        Map<String, E> constants = new LinkedHashMap<>();
        Arrays.stream(type.getEnumConstants())
                .forEach(constant -> constants.put(constant.name().toLowerCase(Locale.ROOT), constant));
        return new SchemeKnob<>(
                name,
                type,
                usual,
                false,
                text -> Optional.ofNullable(constants.get(text.toLowerCase(Locale.ROOT)))
                        .orElseThrow(() -> Suggestion.unknown(name, text, constants.keySet())),
                text -> "." + name + "(" + type.getSimpleName() + "." + text.toUpperCase(Locale.ROOT) + ")");
    }

    /** A knob whose values are read by a function, which throws an {@code IllegalArgumentException} if it cannot. */
    static <T> SchemeKnob<T> of(String name, Class<T> type, Function<String, T> reader) {
        return new SchemeKnob<>(name, type, null, false, reader, text -> "." + name + "(" + text + ")");
    }

    /** The same knob, but one that a scheme cannot do without. */
    SchemeKnob<T> required(String example) {
        return new SchemeKnob<>(name, type, example, true, reader, call);
    }

    /** The same knob, but set by another call of a builder. */
    SchemeKnob<T> calling(UnaryOperator<String> other) {
        return new SchemeKnob<>(name, type, usual, required, reader, other);
    }

    /** The name of this knob, as in {@code he(gain=1.2)}. */
    String name() {
        return name;
    }

    /** The type of its values. */
    Class<T> type() {
        return type;
    }

    /**
     * The value unless one is set, as it is written; an example if one must be set; {@code null} if neither is known.
     */
    String usual() {
        return usual;
    }

    /** Whether a scheme cannot do without this knob. */
    boolean isRequired() {
        return required;
    }

    /**
     * Reads a value.
     *
     * @throws IllegalArgumentException if it is none of this knob's
     */
    T read(String text) {
        return reader.apply(text);
    }

    /** The call that sets it in a builder, for a program. */
    String call(String text) {
        return call.apply(text);
    }
}
