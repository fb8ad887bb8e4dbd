// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal;

import java.io.EOFException;
import java.util.NoSuchElementException;

/** Why something failed, in one line for people. */
public final class Reason {

    private Reason() {}

    /**
     * The first line of an exception's message. What Java says of a slip in a program, such as which call on which
     * variable met a {@code null}, helps nobody but its author: of those only the kind is told.
     */
    public static String of(Throwable e) {
        if (isOutOfMemory(e)) {
            return "there is not enough memory";
        }
        if (isSlip(e)) {
            return "an internal error, " + e.getClass().getSimpleName();
        }
        if (e instanceof EOFException && e.getMessage() == null) {
            return "it ends too early";
        }
        return e.getMessage() == null
                ? e.getClass().getSimpleName()
                : e.getMessage().strip().lines().findFirst().orElse(e.getClass().getSimpleName());
    }

    /**
     * Why an input was refused: as {@link #of}, but of a slip in the library that stumbled over it, what about the
     * input leads to such a slip.
     */
    public static String forInput(Throwable e) {
        if (e instanceof NullPointerException || e instanceof NoSuchElementException) {
            return "a value that is needed is missing";
        } else if (e instanceof IndexOutOfBoundsException) {
            return "a list is shorter than expected";
        } else if (e instanceof ClassCastException || isOtherArgument(e)) {
            return "a part is of another kind than expected";
        } else if (e instanceof NegativeArraySizeException || e instanceof ArithmeticException) {
            return "its sizes cannot be computed with";
        }
        return of(e);
    }

    /** What Jackson says of a text, on one line, without its parser's objects and the methods that set its limits. */
    public static String ofParser(String message) {
        return OneLine.of(message.replaceAll("(?s), got this instead: .*", "").replaceAll(", from `[^`]*`", ""));
    }

    /** Whether memory ran out: ND4J passes on what native code says of it. */
    public static boolean isOutOfMemory(Throwable e) {
        String message = String.valueOf(e.getMessage());
        return e instanceof OutOfMemoryError
                || message.contains("std::bad_alloc")
                || message.contains("Failed to allocate");
    }

    /** Whether a method that was called by reflection takes no such argument; Java says it in one of two ways. */
    private static boolean isOtherArgument(Throwable e) {
        String message = String.valueOf(e.getMessage());
        return e instanceof IllegalArgumentException
                && (message.equals("argument type mismatch") || message.startsWith("java.lang.ClassCastException"));
    }

    private static boolean isSlip(Throwable e) {
        return e instanceof NullPointerException
                || e instanceof IndexOutOfBoundsException
                || e instanceof ClassCastException
                || e instanceof NegativeArraySizeException
                || e instanceof ArithmeticException;
    }
}
