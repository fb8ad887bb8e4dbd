// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.comparison;

import io.github.dl4jinit.internal.Check;
import io.github.dl4jinit.lab.scheme.Scheme;
import io.github.dl4jinit.lab.trial.Estimate;
import io.github.dl4jinit.lab.trial.TrialResult;
import io.github.dl4jinit.lab.trial.TrialStatus;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.function.Function;

/**
 * What the trials of one scheme gave together.
 *
 * @param scheme the scheme
 * @param trials a result for each seed
 */
public record SchemeResult(Scheme scheme, List<TrialResult> trials) {

    public SchemeResult {
        Check.given("scheme", scheme);
        trials = Check.givenEach("trials", trials);
    }

    /**
     * The test score of the trials that were trained to the end, in the {@linkplain ComparisonResult#measure measure}.
     */
    public Estimate score() {
        return of(TrialResult::testScore);
    }

    /** The loss of the first batch before any update. */
    public Estimate initialLoss() {
        return of(TrialResult::initialLoss);
    }

    /** The mean training loss of the last iterations. */
    public Estimate finalLoss() {
        return of(TrialResult::finalLoss);
    }

    /** The median milliseconds of an iteration. */
    public Estimate msPerIteration() {
        return of(TrialResult::msPerIteration);
    }

    private Estimate of(Function<TrialResult, Double> value) {
        return Estimate.of(trials.stream().map(value).filter(Objects::nonNull).toList());
    }

    /** How many trials ended so. */
    public int count(TrialStatus status) {
        Check.given("status", status);
        return (int) trials.stream().filter(result -> result.status() == status).count();
    }

    /**
     * The median over the trials of the iterations until the smoothed training loss first lies below a bound. One that
     * never gets there counts as later than all others; of an even number it is the later of the middle two. Empty if
     * half of the trials that did not fail never get there.
     */
    public OptionalInt medianIterationsTo(double bound) {
        int[] reached = trials.stream()
                .map(result -> result.iterationsToLoss(bound))
                .filter(OptionalInt::isPresent)
                .mapToInt(OptionalInt::getAsInt)
                .sorted()
                .toArray();
        int middle = (trials.size() - count(TrialStatus.FAILED)) / 2;
        return middle < reached.length ? OptionalInt.of(reached[middle]) : OptionalInt.empty();
    }
}
