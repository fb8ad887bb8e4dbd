// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.trial;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.dl4jinit.internal.Check;
import io.github.dl4jinit.internal.Reason;
import java.io.IOException;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * What a trial gave.
 *
 * @param spec what was trained
 * @param status how it ended
 * @param initialLoss loss of the first batch before any update; {@code null} if it was never finite
 * @param finalLoss mean training loss of the last {@value SmoothedLoss#ITERATIONS} iterations; {@code null} unless it
 *     was tested
 * @param testScore the measure of the test examples (of held-out ones, if the specification holds some out);
 *     {@code null} if it diverged or failed
 * @param chance the score that is reached without a look at the examples; {@code null} if it failed
 * @param iterations number of iterations whose loss was finite
 * @param seconds wall time of training, without loading data and testing
 * @param msPerIteration median wall time of an iteration, in milliseconds; {@code null} without iterations
 * @param error why it did not complete, or {@code null}
 * @param signalAtStart what the network does to a signal before any update; {@code null} if it was not probed
 * @param signalAtEnd the same after the last update
 * @param history loss of each iteration, in order
 * @param iterationsPerEpoch how many iterations are an epoch
 * @param scoreCurve the score while it was trained; {@code null} if it was not looked at
 * @param measure what the scores are, accuracy if it is {@code null}
 */
public record TrialResult(
        @JsonProperty(required = true) TrialSpec spec,
        @JsonProperty(required = true) TrialStatus status,
        @JsonProperty(required = true) Double initialLoss,
        @JsonProperty(required = true) Double finalLoss,
        @JsonProperty(required = true) Double testScore,
        @JsonProperty(required = true) Double chance,
        @JsonProperty(required = true) int iterations,
        @JsonProperty(required = true) double seconds,
        @JsonProperty(required = true) Double msPerIteration,
        @JsonProperty(required = true) String error,
        @JsonProperty(required = true) TrialSignal signalAtStart,
        @JsonProperty(required = true) TrialSignal signalAtEnd,
        @JsonProperty(required = true) List<Double> history,
        @JsonProperty(required = true) int iterationsPerEpoch,
        @JsonInclude(JsonInclude.Include.NON_NULL) ScoreCurve scoreCurve,
        Measure measure) {

    private static final double HALF = 0.5;

    public TrialResult {
        Check.given("spec", spec);
        Check.given("status", status);
        history = Check.givenEach("history", history);
        measure = measure == null ? Measure.ACCURACY : measure;
        if (status == TrialStatus.COMPLETED) {
            Check.given("testScore", testScore);
            measure.require("chance", chance);
        }
    }

    /** A result whose score is an accuracy, and was not looked at while it was trained. */
    public TrialResult(
            TrialSpec spec,
            TrialStatus status,
            Double initialLoss,
            Double finalLoss,
            Double testScore,
            Double chance,
            int iterations,
            double seconds,
            Double msPerIteration,
            String error,
            TrialSignal signalAtStart,
            TrialSignal signalAtEnd,
            List<Double> history,
            int iterationsPerEpoch) {
        this(
                spec,
                status,
                initialLoss,
                finalLoss,
                testScore,
                chance,
                iterations,
                seconds,
                msPerIteration,
                error,
                signalAtStart,
                signalAtEnd,
                history,
                iterationsPerEpoch,
                null,
                Measure.ACCURACY);
    }

    /** The result of a trial that gave none. */
    public static TrialResult failed(TrialSpec spec, String reason) {
        return new TrialResult(
                spec, TrialStatus.FAILED, null, null, null, null, 0, 0, null, reason, null, null, List.of(), 1);
    }

    /** The result of a trial that ended by an exception, whose message says what went wrong. */
    public static TrialResult failed(TrialSpec spec, Exception cause) {
        String reason = Reason.of(Check.given("cause", cause));
        String kind = cause.getClass().getSimpleName();
        return failed(spec, cause instanceof IOException || reason.contains(kind) ? reason : kind + ": " + reason);
    }

    /** The name of its specification, {@link TrialSpec#id}. */
    @JsonIgnore
    public String id() {
        return spec.id();
    }

    /** Whether the network was trained: to the end, and more than half of the way from guessing to perfect. */
    @JsonIgnore
    public boolean trained() {
        return status == TrialStatus.COMPLETED && measure.isBeyond(HALF, testScore, chance);
    }

    /** The mean loss of the last {@value SmoothedLoss#ITERATIONS} iterations up to the {@code i}-th, counted from 0. */
    public double smoothedLoss(int i) {
        return SmoothedLoss.at(i, history);
    }

    /** The number of iterations until the smoothed loss first lies below a bound; empty if it never does. */
    public OptionalInt iterationsToLoss(double bound) {
        return IntStream.range(Math.min(SmoothedLoss.ITERATIONS, history.size()) - 1, history.size())
                .filter(i -> i >= 0 && smoothedLoss(i) < bound)
                .map(i -> i + 1)
                .findFirst();
    }
}
