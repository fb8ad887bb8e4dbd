// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.signal;

import io.github.dl4jinit.internal.Optionals;
import io.github.dl4jinit.internal.rate.RateMeasurement;
import io.github.dl4jinit.internal.rate.RatePoint;
import io.github.dl4jinit.internal.rate.RateText;
import io.github.dl4jinit.internal.rate.RateVerdict;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Collectors;
import org.nd4j.shade.jackson.annotation.JsonProperty;
import org.nd4j.shade.jackson.annotation.JsonPropertyOrder;

/**
 * Which learning rates a network can be trained with. Where it has several updaters, rates are those of the one that
 * trains most parameters, and the others keep their ratio to it.
 */
@JsonPropertyOrder({
    "version",
    "canTell",
    "summary",
    "upperBound",
    "recommended",
    "current",
    "recommendation",
    "lossBefore",
    "batches",
    "curve"
})
public final class LearningRateReport {

    /** The version of the JSON that {@link #toJson()} writes; it grows when a field changes its meaning or goes. */
    public static final int JSON_VERSION = 1;

    @JsonProperty
    private final int version;

    @JsonProperty
    private final boolean canTell;

    @JsonProperty
    private final String summary;

    @JsonProperty
    private final Double upperBound;

    @JsonProperty
    private final Double recommended;

    @JsonProperty
    private final double current;

    @JsonProperty
    private final String recommendation;

    @JsonProperty
    private final double lossBefore;

    @JsonProperty
    private final int batches;

    @JsonProperty
    private final List<Point> curve;

    private final String text;

    LearningRateReport(RateMeasurement measured) {
        RateVerdict verdict = new RateVerdict(measured);
        this.version = JSON_VERSION;
        this.canTell = verdict.canTell();
        this.summary = verdict.sentence();
        this.upperBound = Optionals.orNull(verdict.upperBound());
        this.recommended = Optionals.orNull(verdict.recommended());
        this.current = verdict.current();
        this.recommendation = String.join("\n", verdict.lines());
        this.lossBefore = measured.lossBefore();
        this.batches = measured.batches();
        this.curve = measured.curve().stream().map(Point::new).collect(Collectors.toUnmodifiableList());
        this.text = new RateText(measured, verdict).toString();
    }

    /** Whether rates can be told. They cannot where the loss hardly falls at any, as in a network whose signal dies. */
    public boolean canTell() {
        return canTell;
    }

    /** What to do, in one sentence; or why nothing can be told. */
    public String summary() {
        return summary;
    }

    /**
     * The largest rate with which 100 steps of training take at least four fifths as much off the loss as with the best
     * rate; empty if it cannot be told. It lies within a factor of 2 of the largest that trains (docs/decisions.md),
     * but seldom trains best.
     */
    public OptionalDouble upperBound() {
        return Optionals.of(upperBound);
    }

    /** The rate to train with; empty if it cannot be told. */
    public OptionalDouble recommended() {
        return Optionals.of(recommended);
    }

    /** The network's own rate at its iteration and epoch. */
    public double current() {
        return current;
    }

    /** Lines of Java to paste, one for each updater; empty if rates cannot be told. */
    public String recommendation() {
        return recommendation;
    }

    /** The loss of the first batch before any step; regularisation included. */
    public double lossBefore() {
        return lossBefore;
    }

    /** The number of batches that were used. */
    public int batches() {
        return batches;
    }

    /** What the rates that were tried do to the loss, from the lowest up; unmodifiable, empty if it is not finite. */
    public List<Point> curve() {
        return curve;
    }

    /** The report as people read it: what to do, lines to paste, and the curve. */
    public String toText() {
        return text;
    }

    /** The report as one line of JSON; {@code docs/learning-rate.schema.json} says what the fields mean. */
    public String toJson() {
        return ReportJson.write(this);
    }

    @Override
    public String toString() {
        return summary;
    }

    /** What a learning rate does to the loss within 100 steps of training. */
    public static final class Point {

        @JsonProperty
        private final double rate;

        @JsonProperty
        private final double lossAfterOneStep;

        @JsonProperty
        private final double finalLoss;

        Point(RatePoint point) {
            this.rate = point.rate();
            this.lossAfterOneStep = point.lossAfterOneStep();
            this.finalLoss = point.finalLoss();
        }

        /** The learning rate. */
        public double rate() {
            return rate;
        }

        /** The loss of the second batch after a step on the first; infinite where it is not finite. */
        public double lossAfterOneStep() {
            return lossAfterOneStep;
        }

        /** The mean loss of the last 25 batches, each before the step on it; infinite where one is not finite. */
        public double finalLoss() {
            return finalLoss;
        }
    }
}
