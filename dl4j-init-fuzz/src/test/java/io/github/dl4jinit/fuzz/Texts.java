// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.fuzz;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Changes texts where parsers stumble: at numbers, at what separates, and by what is in no alphabet. */
final class Texts {

    /** Numbers and words that mean something to some parser, and characters that mean something to a terminal. */
    static final List<String> ODD = List.of(
            "",
            "0",
            "-0",
            "-1",
            "1",
            "0.0",
            "1e-400",
            "1e400",
            "4.9e-324",
            "1e39",
            "NaN",
            "Infinity",
            "-Infinity",
            "0x1p3",
            "1d",
            "1f",
            "1_000",
            "+1",
            ".5",
            "5.",
            "٣",
            "1e2147483647",
            "1e-2147483648",
            "2147483647",
            "2147483648",
            "-2147483648",
            "9223372036854775807",
            "9223372036854775808",
            "-9223372036854775808",
            "99999999999999999999999999",
            "65536",
            "1e18",
            "null",
            "true",
            "auto",
            "com.example.Stranger",
            "java.lang.Runtime",
            "../../etc/passwd",
            "/dev/zero",
            "%s%n",
            "${user.home}",
            "@file",
            "\u0000",
            "\n",
            "\r\n",
            "\t",
            "\u001b[31m",
            "\u202e",
            "\u200b",
            "\ufeff",
            "\ud83d\ude00",
            "İ",
            "ß",
            "'",
            "\"",
            "\\",
            "`",
            "(",
            ")",
            "((",
            "))",
            "()",
            ",",
            ",,",
            ":",
            "::",
            "=",
            "==",
            ";",
            "|",
            "[",
            "]",
            "{",
            "}",
            "#",
            "-",
            "--",
            " ",
            "0:1:0.1",
            "1:0:1",
            "0:1:0",
            "0:1e9:1e-9");

    private static final Pattern NUMBER = Pattern.compile("-?[0-9]+(?:\\.[0-9]+)?(?:[eE][-+]?[0-9]+)?");

    private static final int MOST_CHANGES = 4;

    private static final int LONG = 5_000;

    private Texts() {}

    /** One of the texts with one to four changes. */
    static byte[] vary(RandomGenerator random, List<byte[]> texts) {
        String text = text(random, texts);
        for (int i = random.nextInt(MOST_CHANGES); i >= 0; i--) {
            text = changed(random, text, texts);
        }
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static String text(RandomGenerator random, List<byte[]> texts) {
        return new String(any(random, texts), StandardCharsets.UTF_8);
    }

    private static String changed(RandomGenerator random, String text, List<byte[]> others) {
        int from = random.nextInt(text.length() + 1);
        int to = from + random.nextInt(Math.min(12, text.length() - from + 1));
        String head = text.substring(0, from);
        String part = text.substring(from, to);
        String tail = text.substring(to);
        return switch (random.nextInt(8)) {
            case 0 -> head + tail;
            case 1 -> head + part + part + tail;
            case 2 -> head + any(random, ODD) + tail;
            case 3, 4 -> otherNumber(random, text);
            case 5 -> head + text(random, others);
            case 6 -> head + Character.toString(random.nextInt(0x3000)) + tail;
            default ->
                random.nextInt(50) == 0
                        ? head + (part.isEmpty() ? "9" : part).repeat(random.nextInt(LONG)) + tail
                        : head + flipped(part) + tail;
        };
    }

    private static String flipped(String part) {
        return part.codePoints()
                .map(c -> Character.isUpperCase(c) ? Character.toLowerCase(c) : Character.toUpperCase(c))
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    private static String otherNumber(RandomGenerator random, String text) {
        Matcher numbers = NUMBER.matcher(text);
        long count = NUMBER.matcher(text).results().count();
        if (count == 0) {
            return text + any(random, ODD);
        }
        for (long skip = random.nextLong(count); skip >= 0; skip--) {
            numbers.find();
        }
        return text.substring(0, numbers.start()) + number(random) + text.substring(numbers.end());
    }

    /** Small, near a power of two, or odd. */
    static String number(RandomGenerator random) {
        return switch (random.nextInt(4)) {
            case 0 -> String.valueOf(random.nextInt(-3, 40));
            case 1 -> String.valueOf((1L << random.nextInt(63)) + random.nextInt(-1, 2));
            case 2 -> String.valueOf(random.nextGaussian() * Math.pow(10, random.nextInt(-3, 4)));
            default -> any(random, ODD);
        };
    }

    static <T> T any(RandomGenerator random, List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
