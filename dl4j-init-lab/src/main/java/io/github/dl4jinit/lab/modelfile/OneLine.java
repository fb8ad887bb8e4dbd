// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.modelfile;

import io.github.dl4jinit.internal.Reason;

/**
 * Text from a file that nobody vouches for, made fit for a terminal: no escape sequences, no line breaks, not too long.
 */
final class OneLine {

    private static final int MAX_LENGTH = 1000;

    private OneLine() {}

    static String of(String text) {
        StringBuilder line = new StringBuilder();
        text.codePoints().limit(MAX_LENGTH).forEach(c -> line.appendCodePoint(isPlain(c) ? c : ' '));
        String plain = line.toString().strip().replaceAll(" {2,}", " ");
        return text.length() > MAX_LENGTH ? plain + " ..." : plain;
    }

    /** What went wrong, in the words of the library that noticed, without the stack of causes that it piles up. */
    static String of(Throwable e) {
        Throwable cause = e;
        // RuntimeException(cause) repeats its cause's class and message.
        while (cause.getCause() != null
                && (cause.getMessage() == null
                        || cause.getMessage().equals(cause.getCause().toString()))) {
            cause = cause.getCause();
        }
        String first = Reason.of(cause);
        return of(first.length() > 300 ? first.substring(0, 300) + " ..." : first);
    }

    private static boolean isPlain(int c) {
        int type = Character.getType(c);
        return !Character.isISOControl(c)
                && type != Character.FORMAT
                && type != Character.LINE_SEPARATOR
                && type != Character.PARAGRAPH_SEPARATOR
                && type != Character.SURROGATE;
    }
}
