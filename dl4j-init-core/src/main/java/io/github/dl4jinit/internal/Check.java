// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal;

import java.util.Collection;
import java.util.List;
import java.util.Objects;

/**
 * The one checker of arguments. Every message has the form "<i>name</i> must be <i>rule</i>, received <i>value</i>" and
 * every violation is an {@link IllegalArgumentException}, a missing value included: a {@code null} that comes out of a
 * configuration file is bad input, not a programming error.
 */
public final class Check {

    /** The beginning of a value tells which one is meant. */
    private static final int LONGEST_VALUE = 300;

    private Check() {}

    /** Returns {@code value} if it is finite and greater than zero; NaN is neither. */
    public static double positiveFinite(String name, double value) {
        require(value > 0 && value < Double.POSITIVE_INFINITY, name, "positive and finite", value);
        return value;
    }

    /** Returns {@code value} if it is finite and not negative. */
    public static double nonNegativeFinite(String name, double value) {
        require(value >= 0 && value < Double.POSITIVE_INFINITY, name, "zero or more and finite", value);
        return value;
    }

    /** Returns {@code value} if {@code min <= value <= max}. */
    public static int inRange(String name, int value, int min, int max) {
        if (value >= min && value <= max) {
            return value; // without a text that nobody reads: it would take most of the time in which a trial is made
        }
        throw new IllegalArgumentException(
                message(name, max == Integer.MAX_VALUE ? min + " or more" : "from " + min + " to " + max, value));
    }

    /** Returns {@code value} if it is not {@code null}. */
    public static <T> T given(String name, T value) {
        require(value != null, name, "given", value);
        return value;
    }

    /** Returns a copy of {@code values} that nobody can change, if they are given, each of them. */
    public static <T> List<T> givenEach(String name, Collection<? extends T> values) {
        boolean complete = given(name, values).stream().noneMatch(Objects::isNull);
        require(complete, name, "given without null", values);
        return List.copyOf(values);
    }

    /**
     * The general form, for a rule that has no method of its own.
     *
     * @param holds whether the rule holds
     * @param name the argument's name as the user knows it
     * @param rule completes "<i>name</i> must be …"
     * @param value what was received
     * @throws IllegalArgumentException if {@code holds} is false
     */
    public static void require(boolean holds, String name, String rule, Object value) {
        if (!holds) {
            throw new IllegalArgumentException(message(name, rule, value));
        }
    }

    /**
     * What is said of a rule that is broken.
     *
     * @param name the argument's name as the user knows it
     * @param rule completes "<i>name</i> must be …"
     * @param value what was received; of a text that is too long or not fit for a terminal, what is
     */
    public static String message(String name, String rule, Object value) {
        String shown = OneLine.of(String.valueOf(value), LONGEST_VALUE);
        return name + " must be " + rule + ", received " + (shown.isEmpty() ? "nothing" : shown);
    }
}
