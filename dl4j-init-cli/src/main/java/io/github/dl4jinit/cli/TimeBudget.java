// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli;

import io.github.dl4jinit.internal.Check;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** How long something may take, as people write it: {@code 90s}, {@code 10m}, {@code 1.5h}. */
final class TimeBudget {

    /** A year. */
    private static final double MAX_SECONDS = 365 * 86_400.0;

    private static final Pattern SYNTAX = Pattern.compile("([0-9]+(?:\\.[0-9]+)?)\\s*(s|m|h)");

    private TimeBudget() {}

    /** @throws IllegalArgumentException if it is none, or not more than 0 */
    static Duration parse(String written) {
        Matcher time = SYNTAX.matcher(written.trim());
        Check.require(time.matches(), "budget", "a time such as 90s, 10m or 1.5h", written);
        double unit =
                switch (time.group(2)) {
                    case "s" -> 1;
                    case "m" -> 60;
                    default -> 3600;
                };
        double seconds = Double.parseDouble(time.group(1)) * unit;
        Check.require(seconds > 0 && seconds <= MAX_SECONDS, "budget", "more than 0 and at most a year", written);
        return Duration.ofMillis(Math.round(seconds * 1000));
    }
}
