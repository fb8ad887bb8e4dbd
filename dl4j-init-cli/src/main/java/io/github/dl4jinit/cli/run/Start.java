// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli.run;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * The beginning of a run by two clocks: the one on the wall, which people read and may set, and one that nobody sets,
 * to measure by.
 *
 * @param when the time of day, as precisely as files tell it
 * @param nanos {@link System#nanoTime}
 */
public record Start(Instant when, long nanos) {

    /** A run that begins now. */
    public static Start now() {
        return new Start(time(), System.nanoTime());
    }

    /** The time of day, as precisely as files tell it. */
    public static Instant time() {
        return Instant.now().truncatedTo(ChronoUnit.MILLIS);
    }

    /** The same run at its end, which is now. */
    public Run end(Run begun, Run.State how, Run.Best best) {
        double seconds = Duration.ofNanos(System.nanoTime() - nanos).toMillis() / 1000.0;
        return begun.ended(how, best, time(), seconds);
    }
}
