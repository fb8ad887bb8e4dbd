// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.rate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.learning.config.Sgd;

/** What is said of a network's own rate where the bound is 0.4, and when nothing is said. */
class RateVerdictTest {

    @ParameterizedTest
    @CsvSource({
        "20, is 50 times too large.",
        "0.44, is 1.1 times too large.",
        "0.4, is close to that.",
        "0.21, is close to that.",
        "0.2, is right.",
        "0.1, is right.",
        "0.025, is right.",
        "0.02, is 5 times smaller.",
        "0.001, is 100 times smaller.",
        "0, is too small."
    })
    void theNetworksOwnRate(double own, String sentence) {
        RateVerdict verdict = verdict(own, 1, 0.4, 0.5);
        assertThat(verdict.upperBound()).hasValue(0.4);
        assertThat(verdict.recommended()).hasValue(0.1);
        assertThat(verdict.current()).isEqualTo(own);
        assertThat(verdict.sentence())
                .startsWith("Train with a learning rate of 0.1; above 0.4 it learns badly or not at all. Yours, ")
                .endsWith(", " + sentence);
        assertThat(verdict.lines()).containsExactly(".updater(new Sgd(0.1))");
    }

    @ParameterizedTest
    @CsvSource({
        "NaN, , 0, the loss is not finite before any step",
        "1, , 0, no rate lowers the loss",
        "1, 0.4, 0.0999, 'the loss hardly falls at any, by 9.99 % at most in 100 steps'"
    })
    void nothingCanBeTold(double lossBefore, Double bound, double fall, String why) {
        RateVerdict verdict = verdict(0.1, lossBefore, bound, fall);
        assertThat(verdict.canTell()).isFalse();
        assertThat(verdict.upperBound()).isEmpty();
        assertThat(verdict.recommended()).isEmpty();
        assertThat(verdict.lines()).isEmpty();
        assertThat(verdict.sentence()).startsWith("Cannot tell a learning rate: " + why + ".");
    }

    @Test
    void aTenthOfTheLossIsEnough() {
        assertThat(verdict(0.1, 1, 0.4, 0.1).canTell()).isTrue();
    }

    private static RateVerdict verdict(double own, double lossBefore, Double bound, double fall) {
        UpdaterUse updater = new UpdaterUse(new Sgd(own), own, "layer0", 10);
        return new RateVerdict(new RateMeasurement(List.of(updater), 1, lossBefore, bound, fall, List.of()));
    }
}
