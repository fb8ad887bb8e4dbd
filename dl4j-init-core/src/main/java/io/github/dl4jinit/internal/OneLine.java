// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal;

/**
 * Text from a file or a command line that nobody vouches for, made fit for a terminal and a log: no escape sequences,
 * no line breaks, not too long.
 */
public final class OneLine {

    private static final int LONGEST_TEXT = 1000;

    private static final int LONGEST_REASON = 300;

    private OneLine() {}

    /** A text of plain characters, shortened to a thousand. */
    public static String of(String text) {
        return of(text, LONGEST_TEXT);
    }

    /** What went wrong, in the words of the library that noticed, without the stack of causes that it piles up. */
    public static String of(Throwable e) {
        return of(Reason.of(telling(e)), LONGEST_REASON);
    }

    /** The exception below those that only repeat their cause's class and message. */
    public static Throwable telling(Throwable e) {
        Throwable cause = e;
        while (cause.getCause() != null
                && (cause.getMessage() == null
                        || cause.getMessage().equals(cause.getCause().toString()))) {
            cause = cause.getCause();
        }
        return cause;
    }

    static String of(String text, int longest) {
        StringBuilder line = new StringBuilder();
        text.codePoints().limit(longest).forEach(c -> line.appendCodePoint(isPlain(c) ? c : ' '));
        String plain = line.toString().strip().replaceAll(" {2,}", " ");
        return text.length() > longest ? plain + " ..." : plain;
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
