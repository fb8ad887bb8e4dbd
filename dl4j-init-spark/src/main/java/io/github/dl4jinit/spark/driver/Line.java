// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.spark.driver;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * A line between the program and the driver process that works for it: what it is, and fields of any text. Whatever
 * else prints to the same stream makes no such line.
 *
 * @param kind what the fields mean
 * @param fields as many as the kind has
 */
public record Line(String kind, List<String> fields) {

    /** To the driver: the path of a file that every executor shall have. */
    public static final String FILE = "file";

    /** To the driver: the path of a zip file, and the name of the folder that executors shall unpack it to. */
    public static final String ARCHIVE = "archive";

    /** To the driver, once, before the first trial: the class path of workers. */
    public static final String BEGIN = "begin";

    /** To the driver: a request's number, and the request. Its answer is {@link #ANSWER} or {@link #LOST}. */
    public static final String REQUEST = "request";

    /** From the driver: the request's number, the tasks that the cluster runs at a time, and the answer. */
    public static final String ANSWER = "answer";

    /** From the driver: the number of a request that is worked on, and what is new of it. */
    public static final String NEWS = "news";

    /** From the driver: the request's number, and why there is no answer. */
    public static final String LOST = "lost";

    /** From the driver, the last: why there will be no more answers. */
    public static final String BROKEN = "broken";

    private static final String MARK = "dl4j-init\t";

    public Line {
        fields = List.copyOf(fields);
    }

    /** A line of that kind. */
    public static Line of(String kind, String... fields) {
        return new Line(kind, Arrays.asList(fields));
    }

    /** The field at that place, counted from 0. */
    public String field(int i) {
        return fields.get(i);
    }

    /** This line as text without a line break. */
    public String text() {
        StringBuilder text = new StringBuilder(MARK).append(kind);
        for (String field : fields) {
            text.append('\t')
                    .append(field.replace("\\", "\\\\")
                            .replace("\t", "\\t")
                            .replace("\n", "\\n")
                            .replace("\r", "\\r"));
        }
        return text.toString();
    }

    /** What a text says; empty if it is no such line. */
    public static Optional<Line> parse(String text) {
        if (!text.startsWith(MARK)) {
            return Optional.empty();
        }
        String[] parts = text.substring(MARK.length()).split("\t", -1);
        return Optional.of(
                new Line(parts[0], Arrays.stream(parts).skip(1).map(Line::plain).toList()));
    }

    private static String plain(String field) {
        StringBuilder plain = new StringBuilder();
        for (int i = 0; i < field.length(); i++) {
            char c = field.charAt(i);
            if (c == '\\' && i + 1 < field.length()) {
                i++;
                c = switch (field.charAt(i)) {
                    case 't' -> '\t';
                    case 'n' -> '\n';
                    case 'r' -> '\r';
                    default -> field.charAt(i);
                };
            }
            plain.append(c);
        }
        return plain.toString();
    }
}
