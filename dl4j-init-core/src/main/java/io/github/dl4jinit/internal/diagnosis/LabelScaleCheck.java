// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.diagnosis;

import io.github.dl4jinit.internal.measure.BatchFacts;
import io.github.dl4jinit.internal.measure.ColumnFacts;
import io.github.dl4jinit.internal.measure.DataFacts;
import io.github.dl4jinit.internal.measure.LossFacts;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Labels of regression that are not standardised. */
final class LabelScaleCheck {

    /** The largest root mean square of a label that training does not suffer from; docs/decisions.md has the table. */
    private static final double LARGEST = 20;

    /** The smallest one. */
    private static final double SMALLEST = 0.02;

    /** How many standard deviations the mean may be from zero. */
    private static final double FAR_OFF = 20;

    private final BatchFacts batch;
    private final List<LossFacts> losses;

    LabelScaleCheck(BatchFacts batch, List<LossFacts> losses) {
        this.batch = batch;
        this.losses = losses;
    }

    /** What is wrong, one finding an output. */
    List<Finding> findings() {
        List<Finding> findings = new ArrayList<>();
        for (DataFacts labels : batch.labels()) {
            if (isRegression(labels)) {
                worst(labels)
                        .map(column -> new Finding(
                                LabelCheck.place(labels, losses),
                                labels.columnName(column.index())
                                        + " is not scaled: mean " + Figures.of(column.mean())
                                        + ", standard deviation " + Figures.of(column.stdDev()),
                                DataAdvice.standardise(batch, true)))
                        .ifPresent(findings::add);
            }
        }
        return findings;
    }

    /** The largest column that is not scaled, or any if all are tiny. */
    private static Optional<ColumnFacts> worst(DataFacts labels) {
        ColumnFacts largest = labels.columns().stream()
                .max(Comparator.comparingDouble(LabelScaleCheck::size))
                .get();
        boolean tiny = size(largest) < SMALLEST && size(largest) > 0;
        if (size(largest) > LARGEST || tiny) {
            return Optional.of(largest);
        }
        return labels.columns().stream()
                .filter(column -> column.count() >= InputScaleCheck.FEWEST_ROWS
                        && !column.isConstant()
                        && Math.abs(column.mean()) > FAR_OFF * column.stdDev())
                .findFirst();
    }

    private static double size(ColumnFacts column) {
        return column.rmsOfNonZero();
    }

    private boolean isRegression(DataFacts labels) {
        return losses.stream()
                .filter(loss -> loss.node().equals(labels.node()))
                .anyMatch(loss -> LossFamily.of(loss.function()) == LossFamily.DISTANCE);
    }
}
