// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.fuzz;

import com.example.Stranger;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What every reader owes, whatever it is given: a result, or its one documented exception with a message for people;
 * either in bounded time, and without running a class that the input names and nobody allowed. That memory is bounded,
 * too, the small heap of these tests sees to.
 */
final class Contract {

    static final long MOST_NANOS = 5_000_000_000L;

    /**
     * For what rightly takes two seconds where nothing else runs: 64 million weights, or a knob of a million values.
     */
    static final long MOST_NANOS_OF_MUCH = 20_000_000_000L;

    private static final int MOST_LINES = 2;

    private static final int MOST_CHARACTERS = 2_000;

    /** A class with its package, the name of an exception or a method, an object's hash, Java's words for a slip. */
    private static final Pattern RAW_JAVA =
            Pattern.compile("\\b(?:[a-z]\\w*\\.){2,}[A-Z]\\w*|\\b[A-Z]\\w*(?:Exception|Error)\\b"
                    + "|\\b[A-Z]\\w*\\.\\w+\\(\\)|\\w@[0-9a-f]{5,}\\b|\\[L\\w+[.;]"
                    + "|\\bCannot invoke\\b|\\bbecause \"|\\bat [\\w.$]+\\(");

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private Contract() {}

    /**
     * Reads, and returns what was read; empty if it was refused as documented.
     *
     * @param input what is read, as far as messages may quote it
     * @param refusal the documented exception
     * @throws AssertionError if the contract is broken
     */
    static <T> Optional<T> keep(String input, Class<? extends Exception> refusal, Callable<T> reader) {
        return keep(input, refusal, MOST_NANOS, reader);
    }

    /** The same within another time. */
    static <T> Optional<T> keep(String input, Class<? extends Exception> refusal, long mostNanos, Callable<T> reader) {
        long nanos = processorNanos();
        Optional<T> result = read(input, refusal, reader);
        require(processorNanos() - nanos <= mostNanos, "took more than " + mostNanos / 1e9 + " s", input, null);
        require(System.getProperty(Stranger.HAS_RUN) == null, "ran a class that nobody allowed", input, null);
        return result;
    }

    /** The time that the processor has given to this thread, so that a busy machine does not count. */
    static long processorNanos() {
        return THREADS.getCurrentThreadCpuTime();
    }

    private static <T> Optional<T> read(String input, Class<? extends Exception> refusal, Callable<T> reader) {
        try {
            T result = reader.call();
            require(result != null, "gave null", input, null);
            return Optional.of(result);
        } catch (Throwable e) { // which one, is what is tested
            require(e.getClass() == refusal, "threw " + e.getClass().getName(), input, e);
            message(e.getMessage(), input, e);
            return Optional.empty();
        }
    }

    /** Requires a message to be fit for people: short, of plain characters, without the names of Java's things. */
    static void message(String message, String input, Throwable cause) {
        require(message != null && !message.isBlank(), "said nothing", input, cause);
        require(message.lines().count() <= MOST_LINES, "said more than two lines", input, cause);
        require(message.length() <= MOST_CHARACTERS, "said more than anybody reads", input, cause);
        plain(message, input, cause);
        Matcher raw = RAW_JAVA.matcher(message);
        while (raw.find()) {
            require(isQuoted(raw.group(), letters(input)), "spoke Java, \"" + raw.group() + "\"", input, cause);
        }
    }

    /** Whether the input says it, or the end of it: a field's place may be told, and its name may be a class. */
    private static boolean isQuoted(String raw, String input) {
        String end = letters(raw);
        while (!input.contains(end)) {
            end = end.substring(end.indexOf('.') + 1);
            if (!end.contains(".")) {
                return false;
            }
        }
        return true;
    }

    /** Some parsers skip blanks and empty parentheses. */
    private static String letters(String text) {
        return text.replaceAll("[^\\w.]", "");
    }

    /** Requires a text to be of plain characters. */
    static void plain(String text, String input, Throwable cause) {
        require(text.codePoints().allMatch(Contract::isPlain), "said what is no plain text", input, cause);
    }

    private static boolean isPlain(int c) {
        return c == '\n'
                || !Character.isISOControl(c)
                        && Character.getType(c) != Character.FORMAT
                        && Character.getType(c) != Character.SURROGATE;
    }

    /** Requires a value to be that which was written. */
    static void same(Object expected, Object found, String input) {
        require(expected.equals(found), "gave " + found + " in place of " + expected, input, null);
    }

    static void require(boolean kept, String breach, String input, Throwable cause) {
        if (!kept) {
            String shown = input.length() > MOST_CHARACTERS ? input.substring(0, MOST_CHARACTERS) + " ..." : input;
            String said = cause == null ? "" : "\nwhich was: " + cause.getMessage();
            throw new AssertionError("the reader " + breach + said + "\non: " + shown, cause);
        }
    }
}
