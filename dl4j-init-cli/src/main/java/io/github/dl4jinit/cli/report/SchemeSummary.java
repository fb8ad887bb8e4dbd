// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli.report;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.github.dl4jinit.lab.scheme.Scheme;
import io.github.dl4jinit.lab.trial.Estimate;
import io.github.dl4jinit.lab.trial.TrialResult;
import io.github.dl4jinit.lab.trial.TrialStatus;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.function.Function;

/**
 * What the trials of one scheme gave together.
 *
 * @param scheme the scheme
 * @param trials how many trials it had
 * @param completed how many of them trained to the end
 * @param diverged how many ended with an infinite loss or output
 * @param failed how many gave no result
 * @param scoreMean mean test score of the completed trials
 * @param scoreStd its standard deviation over the seeds
 * @param scoreCi95 half the width of its 95 % confidence interval (Student's t), from three seeds on
 * @param scoreSmallest the smallest of the seeds
 * @param scoreLargest the largest of the seeds
 * @param initialLossMean mean loss before any update
 * @param finalLossMean mean of the smoothed training loss at the end
 * @param iterationsToLoss for each bound, the median number of iterations until the smoothed training loss first lies
 *     below it, {@code null} if half of the trials that did not fail never get there
 * @param msPerIterationMean mean over the trials of the median step
 * @param results the trials themselves
 */
public record SchemeSummary(
        Scheme scheme,
        int trials,
        int completed,
        int diverged,
        int failed,
        Double scoreMean,
        Double scoreStd,
        Double scoreCi95,
        Double scoreSmallest,
        Double scoreLargest,
        Double initialLossMean,
        Double finalLossMean,
        Map<String, Integer> iterationsToLoss,
        Double msPerIterationMean,
        @JsonIgnore List<TrialResult> results) {

    /** The losses that count as "it learns" and "it has learnt": 1.0 is well under ln 10, 0.5 about 85 % right. */
    static final List<Double> LOSS_BOUNDS = List.of(1.0, 0.5);

    static SchemeSummary of(Scheme scheme, List<TrialResult> results) {
        Estimate score = Estimate.of(values(results, TrialResult::testScore));
        Map<String, Integer> iterationsToLoss = new LinkedHashMap<>();
        LOSS_BOUNDS.forEach(bound -> iterationsToLoss.put(bound.toString(), medianIterationsTo(bound, results)));
        return new SchemeSummary(
                scheme,
                results.size(),
                count(results, TrialStatus.COMPLETED),
                count(results, TrialStatus.DIVERGED),
                count(results, TrialStatus.FAILED),
                score.mean(),
                score.std(),
                score.ci95(),
                score.smallest(),
                score.largest(),
                Estimate.of(values(results, TrialResult::initialLoss)).mean(),
                Estimate.of(values(results, TrialResult::finalLoss)).mean(),
                iterationsToLoss,
                Estimate.of(values(results, TrialResult::msPerIteration)).mean(),
                results);
    }

    /** The test score of the completed trials. */
    @JsonIgnore
    Estimate score() {
        return new Estimate(scoreMean, scoreStd, scoreCi95, scoreSmallest, scoreLargest);
    }

    private static int count(List<TrialResult> results, TrialStatus status) {
        return (int)
                results.stream().filter(result -> result.status() == status).count();
    }

    private static List<Double> values(List<TrialResult> results, Function<TrialResult, Double> value) {
        return results.stream().map(value).filter(Objects::nonNull).toList();
    }

    /**
     * The median over the trials. One that never gets there counts as later than all others; of an even number it is
     * the later of the middle two.
     */
    private static Integer medianIterationsTo(double bound, List<TrialResult> results) {
        int[] reached = results.stream()
                .map(result -> result.iterationsToLoss(bound))
                .filter(OptionalInt::isPresent)
                .mapToInt(OptionalInt::getAsInt)
                .sorted()
                .toArray();
        int middle = (int) results.stream()
                        .filter(result -> result.status() != TrialStatus.FAILED)
                        .count()
                / 2;
        return middle < reached.length ? Integer.valueOf(reached[middle]) : null;
    }
}
