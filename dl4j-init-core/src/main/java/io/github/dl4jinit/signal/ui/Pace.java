// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.signal.ui;

import io.github.dl4jinit.signal.SignalReport;
import org.deeplearning4j.ui.model.stats.impl.SbeStatsReport;

/** How fast training goes, by the iterations and the time from one report to the next. */
final class Pace {

    private final long start;
    private long lastTime;
    private int lastIteration;

    /** Begins to count; times are in milliseconds. */
    Pace(long start) {
        this.start = start;
        this.lastTime = start;
        this.lastIteration = Integer.MAX_VALUE; // nobody knows when training began
    }

    /** Adds what the UI shows of it to a report's record. The speed is 0 until a second report tells it. */
    void report(SbeStatsReport stats, SignalReport report, long time) {
        int iterations = Math.max(0, report.iteration() - lastIteration);
        double perSecond = iterations == 0 ? 0 : 1000.0 * iterations / (time - lastTime);
        stats.reportPerformance(
                time - start,
                report.iteration() * report.examples(),
                report.iteration(),
                perSecond * report.examples(),
                perSecond);
        lastTime = time;
        lastIteration = report.iteration();
    }
}
