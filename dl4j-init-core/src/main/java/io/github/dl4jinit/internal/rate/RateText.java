// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.rate;

import io.github.dl4jinit.internal.TextTable;
import io.github.dl4jinit.internal.advice.Rates;
import java.util.Locale;

/** A measured learning rate as people read it. */
public final class RateText {

    private final RateMeasurement measured;
    private final RateVerdict verdict;

    /** Puts a measurement and what it means into words. */
    public RateText(RateMeasurement measured, RateVerdict verdict) {
        this.measured = measured;
        this.verdict = verdict;
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(verdict.sentence()).append('\n');
        verdict.lines().forEach(line -> text.append("  ").append(line).append('\n'));
        return measured.curve().isEmpty() ? text.toString() : text + "\n" + table();
    }

    private String table() {
        TextTable table = new TextTable("rate", "after 1 step", "at the end");
        for (RatePoint point : measured.curve()) {
            table.row(Rates.text(point.rate()), loss(point.lossAfterOneStep()), loss(point.finalLoss()));
        }
        return table
                + String.format(
                        Locale.ROOT,
                        "The loss in a run of %d steps, %s before; the end is the mean of its last quarter. %d batches.%n",
                        RateSearch.STEPS,
                        loss(measured.lossBefore()),
                        measured.batches());
    }

    private static String loss(double loss) {
        return String.format(Locale.ROOT, "%.4g", loss);
    }
}
