// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.trial;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.dl4jinit.internal.Check;
import java.util.List;

/**
 * The score of a network while it was trained, measured with some of the test examples: it shows how learning goes, and
 * {@link TrialResult#testScore} where it has come to.
 *
 * @param iterations after how many iterations it was measured, ascending
 * @param scores how well it did on these examples, by the trial's measure
 */
public record ScoreCurve(
        @JsonProperty(required = true) List<Integer> iterations,
        @JsonProperty(required = true) List<Double> scores) {

    public ScoreCurve {
        iterations = Check.givenEach("iterations", iterations);
        scores = Check.givenEach("scores", scores);
    }
}
