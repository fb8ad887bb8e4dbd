// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jinit.lab.scheme.Scheme;
import io.github.dl4jinit.lab.trial.MlpSpec;
import io.github.dl4jinit.lab.trial.Optimiser;
import io.github.dl4jinit.lab.trial.TrainingSpec;
import io.github.dl4jinit.lab.trial.TrialResult;
import io.github.dl4jinit.lab.trial.TrialSpec;
import io.github.dl4jinit.lab.trial.TrialStatus;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** The time is the test's own. */
class ProgressTest {

    private static final List<TrialSpec> FOUR =
            LongStream.rangeClosed(1, 4).mapToObj(seed -> trial(seed, 10)).toList();

    private long seconds;

    @Test
    void theTimeLeftIsToldOnceATrialHasEnded() {
        Progress progress = progress(FOUR);
        assertThat(progress.timeLeft()).isEmpty();
        progress.started(FOUR.get(0));
        seconds = 100; // as of a machine that is slow to start
        progress.progressed(FOUR.get(0), 1, 1000, 2.3);
        assertThat(progress.timeLeft()).as("which would be ten hours and more").isEmpty();
        seconds = 200;
        progress.progressed(FOUR.get(0), 500, 1000, 1.0);
        assertThat(progress.share()).isCloseTo(0.125, within(1e-9));
        assertThat(progress.timeLeft()).as("by the iterations").contains("23 min");
        seconds = 300;
        progress.ended(result(FOUR.get(0), TrialStatus.COMPLETED));
        assertThat(progress.timeLeft()).contains("15 min");
    }

    /** A trial that diverged at once does not tell how long a whole one takes. */
    @Test
    void aTrialThatEndedEarlyIsNoMeasure() {
        Progress progress = progress(FOUR);
        progress.started(FOUR.get(0));
        seconds = 1;
        progress.ended(result(FOUR.get(0), TrialStatus.DIVERGED));
        assertThat(progress.share()).isEqualTo(0.25);
        assertThat(progress.timeLeft()).isEmpty();
        progress.started(FOUR.get(1));
        seconds = 7200;
        progress.ended(result(FOUR.get(1), TrialStatus.COMPLETED));
        assertThat(progress.timeLeft()).contains("4 h 0 min");
        progress.ended(result(FOUR.get(2), TrialStatus.COMPLETED));
        progress.ended(result(FOUR.get(3), TrialStatus.FAILED));
        assertThat(progress.timeLeft()).as("all is over").isEmpty();
    }

    /** A shallow network is no measure of a deep one: it is done before the tenth of the work is. */
    @Test
    void aSmallTrialIsNoMeasureOfALargeOne() {
        TrialSpec small = trial(1, 1);
        TrialSpec large = trial(1, 100);
        Progress progress = progress(List.of(small, large));
        progress.started(small);
        seconds = 30;
        progress.ended(result(small, TrialStatus.COMPLETED));
        assertThat(progress.timeLeft()).isEmpty();
        progress.started(large);
        seconds = 200;
        progress.progressed(large, 1, 10, 2.0);
        assertThat(progress.timeLeft()).isPresent();
    }

    private Progress progress(List<TrialSpec> trials) {
        return new Progress(
                trials, trial -> trial.training().network().work(), () -> TimeUnit.SECONDS.toNanos(seconds));
    }

    private static TrialSpec trial(long seed, int depth) {
        MlpSpec network = new MlpSpec(depth, 128, "RELU", false, Optimiser.SGD, 0.1);
        return new TrialSpec(Scheme.HE, seed, new TrainingSpec(network, 1, 1, 0, null));
    }

    private static TrialResult result(TrialSpec trial, TrialStatus status) {
        boolean completed = status == TrialStatus.COMPLETED;
        return new TrialResult(
                trial,
                status,
                2.3,
                completed ? 0.5 : null,
                completed ? 0.9 : null,
                0.1,
                1,
                1,
                1.0,
                completed ? null : "the loss became NaN",
                null,
                null,
                Collections.nCopies(1, 2.3),
                1);
    }
}
