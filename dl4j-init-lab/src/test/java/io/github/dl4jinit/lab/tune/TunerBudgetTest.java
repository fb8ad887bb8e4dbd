// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.tune;

import static io.github.dl4jinit.lab.tune.Searches.ITERATIONS;
import static io.github.dl4jinit.lab.tune.Searches.gainOf;
import static io.github.dl4jinit.lab.tune.Searches.hill;
import static io.github.dl4jinit.lab.tune.Searches.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dl4jinit.lab.trial.TrialException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How many trials a search takes, and how long. */
class TunerBudgetTest {

    @ParameterizedTest
    @ValueSource(ints = {32, 33, 40, 100, 300})
    void asManyTrialsAsAllowedAtMost(int trials) throws Exception {
        NoisyRunner runner = new NoisyRunner(7, (gain, rate) -> hill(gain, 1));
        new Tuner(spec(1, 1, 1), runner).run(trials);
        assertThat(runner.asked.size()).isBetween(trials - 9, trials);
    }

    @Test
    void tooFewTrialsForTheSmallestSearch() {
        Tuner.check(spec(1, 1, 1), 32);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Tuner.check(spec(1, 1, 1), 31))
                .withMessage("trials must be 32 or more, which is what the smallest search takes, received 31");
        Tuner twoKnown = new Tuner(spec(1, 1.2, 1.2), new NoisyRunner(8, (gain, rate) -> 0.8));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> twoKnown.run(36))
                .withMessage("trials must be 37 or more, which is what the smallest search takes, received 36");
    }

    /** The first trials are measured; a whole training takes two seconds. */
    @ParameterizedTest
    @CsvSource({"60, 1", "200, 1", "60, 2", "200, 4"})
    void timeIsKeptTo(int seconds, int workers) throws Exception {
        NoisyRunner runner = new NoisyRunner(15, (gain, rate) -> hill(gain, 1));
        Tuner tuner = new Tuner(spec(1, 1, 1), runner);
        TuningResult result = tuner.run(tuner.trialsWithin(Duration.ofSeconds(seconds), workers));
        assertThat(runner.asked.subList(0, workers))
                .allMatch(trial -> trial.training().maxIterations() == ITERATIONS && gainOf(trial) == 1);
        double taken = runner.seconds / workers;
        assertThat(taken).isBetween(0.6 * seconds, (double) seconds);
        assertThat(result.rungs().get(0).candidates()).hasSizeGreaterThan(5);
    }

    @Test
    void tooLittleTime() {
        NoisyRunner runner = new NoisyRunner(16, (gain, rate) -> hill(gain, 1));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Tuner(spec(1, 1, 1), runner).trialsWithin(Duration.ofSeconds(20), 1))
                .withMessageMatching("budget must be enough for 2[0-9] whole trainings one after the other, which is"
                        + " what the smallest search takes, received enough for 10");
        assertThat(runner.asked).hasSize(1);
    }

    /** It takes no time, so it says nothing about how long the others take. */
    @Test
    void aMeasuredTrialThatDivergesIsNoReasonToTrainForEver() throws Exception {
        NoisyRunner runner = new NoisyRunner(17, (gain, rate) -> gain == 1 ? Double.NaN : hill(gain, 1));
        Tuner tuner = new Tuner(spec(1, 1, 1), runner);
        tuner.run(tuner.trialsWithin(Duration.ofSeconds(100), 1));
        assertThat(runner.seconds).isBetween(60.0, 100.0);
    }

    @Test
    void aMeasuredTrialThatFailsSaysNothingAboutTime() {
        NoisyRunner runner = new NoisyRunner(18, (gain, rate) -> Double.NEGATIVE_INFINITY);
        assertThatThrownBy(() -> new Tuner(spec(1, 1, 1), runner).trialsWithin(Duration.ofSeconds(100), 1))
                .isInstanceOf(TrialException.class)
                .hasMessage("no trial gave a result: a worker that was killed");
    }
}
