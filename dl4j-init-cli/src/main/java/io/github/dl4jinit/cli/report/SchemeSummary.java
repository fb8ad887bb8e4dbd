// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli.report;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.github.dl4jinit.lab.comparison.SchemeResult;
import io.github.dl4jinit.lab.scheme.Scheme;
import io.github.dl4jinit.lab.trial.Estimate;
import io.github.dl4jinit.lab.trial.TrialResult;
import io.github.dl4jinit.lab.trial.TrialStatus;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

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
        SchemeResult all = new SchemeResult(scheme, results);
        Estimate score = all.score();
        Map<String, Integer> iterationsToLoss = new LinkedHashMap<>();
        for (double bound : LOSS_BOUNDS) {
            OptionalInt iterations = all.medianIterationsTo(bound);
            iterationsToLoss.put(
                    Double.toString(bound), iterations.isPresent() ? (Integer) iterations.getAsInt() : null);
        }
        return new SchemeSummary(
                scheme,
                results.size(),
                all.count(TrialStatus.COMPLETED),
                all.count(TrialStatus.DIVERGED),
                all.count(TrialStatus.FAILED),
                score.mean(),
                score.std(),
                score.ci95(),
                score.smallest(),
                score.largest(),
                all.initialLoss().mean(),
                all.finalLoss().mean(),
                iterationsToLoss,
                all.msPerIteration().mean(),
                results);
    }

    /** The test score of the completed trials. */
    @JsonIgnore
    Estimate score() {
        return new Estimate(scoreMean, scoreStd, scoreCi95, scoreSmallest, scoreLargest);
    }
}
