// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.trial;

import com.fasterxml.jackson.annotation.JsonProperty;
import io.github.dl4jinit.internal.Check;
import java.util.List;

/**
 * The accuracy of a network while it was trained, measured with some of the test examples: it shows how learning goes,
 * and {@link TrialResult#testAccuracy} where it has come to.
 *
 * @param iterations after how many iterations it was measured, ascending
 * @param accuracies the shares of these examples that were classified rightly
 */
public record AccuracyCurve(
        @JsonProperty(required = true) List<Integer> iterations,
        @JsonProperty(required = true) List<Double> accuracies) {

    public AccuracyCurve {
        iterations = Check.givenEach("iterations", iterations);
        accuracies = Check.givenEach("accuracies", accuracies);
    }
}
