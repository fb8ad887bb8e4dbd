// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.trial;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.io.IOException;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * What a trial gave.
 *
 * @param spec what was trained
 * @param status how it ended
 * @param initialLoss cross-entropy of the first batch before any update; {@code null} if it was never finite
 * @param finalLoss mean training loss of the last {@value SmoothedLoss#ITERATIONS} iterations; {@code null} unless it
 *     was tested
 * @param testAccuracy share of test examples (of held-out ones, if the specification holds some out) classified
 *     rightly; {@code null} if it diverged or failed
 * @param chance accuracy of always naming the most common class of the test examples; {@code null} if it failed
 * @param iterations number of iterations whose loss was finite
 * @param seconds wall time of training, without loading data and testing
 * @param msPerIteration median wall time of an iteration, in milliseconds; {@code null} without iterations
 * @param error why it did not complete, or {@code null}
 * @param signalAtStart what the network does to a signal before any update; {@code null} if it was not probed
 * @param signalAtEnd the same after the last update
 * @param history loss of each iteration, in order
 * @param iterationsPerEpoch how many iterations are an epoch
 */
public record TrialResult(
        TrialSpec spec,
        TrialStatus status,
        Double initialLoss,
        Double finalLoss,
        Double testAccuracy,
        Double chance,
        int iterations,
        double seconds,
        Double msPerIteration,
        String error,
        TrialSignal signalAtStart,
        TrialSignal signalAtEnd,
        List<Double> history,
        int iterationsPerEpoch) {

    public TrialResult {
        history = List.copyOf(history);
    }

    /** The result of a trial that gave none. */
    public static TrialResult failed(TrialSpec spec, String reason) {
        return new TrialResult(
                spec, TrialStatus.FAILED, null, null, null, null, 0, 0, null, reason, null, null, List.of(), 1);
    }

    /** The result of a trial that ended by an exception, whose message says what went wrong. */
    public static TrialResult failed(TrialSpec spec, Exception cause) {
        String message = String.valueOf(cause.getMessage()).lines().findFirst().orElse("");
        return failed(
                spec, cause instanceof IOException ? message : cause.getClass().getSimpleName() + ": " + message);
    }

    /** The name of its specification, {@link TrialSpec#id}. */
    @JsonIgnore
    public String id() {
        return spec.id();
    }

    /** Whether the network was trained: to the end, and more than half of the way from guessing to perfect. */
    @JsonIgnore
    public boolean trained() {
        return status == TrialStatus.COMPLETED && testAccuracy > (1 + chance) / 2;
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
