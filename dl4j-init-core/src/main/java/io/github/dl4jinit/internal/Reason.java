// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal;

import java.io.EOFException;

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

    /** Whether memory ran out: ND4J passes on what native code says of it. */
    public static boolean isOutOfMemory(Throwable e) {
        String message = String.valueOf(e.getMessage());
        return e instanceof OutOfMemoryError
                || message.contains("std::bad_alloc")
                || message.contains("Failed to allocate");
    }

    private static boolean isSlip(Throwable e) {
        return e instanceof NullPointerException
                || e instanceof IndexOutOfBoundsException
                || e instanceof ClassCastException
                || e instanceof NegativeArraySizeException
                || e instanceof ArithmeticException;
    }
}
