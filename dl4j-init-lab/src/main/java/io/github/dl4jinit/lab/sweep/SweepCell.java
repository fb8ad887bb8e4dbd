// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.sweep;

import io.github.dl4jinit.internal.Check;
import io.github.dl4jinit.lab.trial.Estimate;
import io.github.dl4jinit.lab.trial.Knob;
import io.github.dl4jinit.lab.trial.TrialResult;
import io.github.dl4jinit.lab.trial.TrialStatus;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/**
 * What the seeds of one combination of a sweep gave together.
 *
 * @param knobs the combination: values of the knobs by their names
 * @param trials how many trials there were
 * @param trained how many of them were trained ({@link TrialResult#trained})
 * @param stuck how many ended early because their loss stayed no better than guessing
 * @param diverged how many ended with an infinite loss or output
 * @param failed how many gave no result
 * @param score test score of those that were tested; one that diverged has none
 * @param loss the mean training loss at the end of those that were tested
 */
public record SweepCell(
        Map<String, String> knobs,
        int trials,
        int trained,
        int stuck,
        int diverged,
        int failed,
        Estimate score,
        Estimate loss) {

    public SweepCell {
        Check.given("knobs", knobs);
    }

    static SweepCell of(Map<String, String> knobs, List<SweepRow> rows) {
        return new SweepCell(
                knobs,
                rows.size(),
                (int) rows.stream().filter(SweepRow::trained).count(),
                count(rows, TrialStatus.STUCK),
                count(rows, TrialStatus.DIVERGED),
                count(rows, TrialStatus.FAILED),
                Estimate.of(values(rows, SweepRow::testScore)),
                Estimate.of(values(rows, SweepRow::finalLoss)));
    }

    private static int count(List<SweepRow> rows, TrialStatus status) {
        return (int) rows.stream().filter(row -> row.status() == status).count();
    }

    private static List<Double> values(List<SweepRow> rows, Function<SweepRow, Double> value) {
        return rows.stream().map(value).filter(Objects::nonNull).toList();
    }

    /** What a knob is in this combination; {@code null} if the sweep has no such knob. */
    public String value(Knob knob) {
        return knobs.get(Check.given("knob", knob).flag());
    }

    /** Whether most of its trials were trained. */
    public boolean mostlyTrained() {
        return 2 * trained > trials;
    }
}
