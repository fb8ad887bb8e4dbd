// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.scheme;

import java.util.List;
import java.util.Optional;

/** How a scheme is written. */
enum Notation {

    /** Knobs by name, as in {@code he} and {@code he(gain=1.2,distribution=uniform)}. */
    KNOBS("(", ")"),

    /** The value of the only knob in parentheses, as in {@code normal(0.01)}. */
    VALUE("(", ")"),

    /** The value of the only knob after a colon, as in {@code dl4j:XAVIER}. */
    SUFFIX(":", "");

    private final String open;
    private final String close;

    Notation(String open, String close) {
        this.open = open;
        this.close = close;
    }

    /** What stands beside the name as values, each with the name of its knob where that is written. */
    Optional<List<String>> arguments(String beside) {
        if (beside.isEmpty()) {
            return Optional.of(List.of());
        }
        if (!beside.startsWith(open) || !beside.endsWith(close)) {
            return Optional.empty();
        }
        String between = beside.substring(open.length(), beside.length() - close.length());
        return Optional.of(this == KNOBS ? List.of(between.split(",", -1)) : List.of(between));
    }

    /** What is written beside the name. */
    String write(String arguments) {
        return arguments.isEmpty() ? "" : open + arguments + close;
    }
}
