// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.tune;

import static io.github.dl4jinit.lab.tune.Searches.ITERATIONS;
import static io.github.dl4jinit.lab.tune.Searches.gain;
import static io.github.dl4jinit.lab.tune.Searches.spec;
import static io.github.dl4jinit.lab.tune.Searches.training;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.dl4jinit.lab.scheme.Scheme;
import io.github.dl4jinit.lab.trial.Knob;
import io.github.dl4jinit.lab.trial.Setting;
import org.junit.jupiter.api.Test;

/** What can be tuned, and what its trials are like. */
class TuningSpecTest {

    @Test
    void whatCannotBeTuned() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> spec(1, 1, 0))
                .withMessage("start must be from 1e-9 to 1e9, received 0.0");
    }

    /** A short trial ends early after as large a share of it as a whole one. */
    @Test
    void patienceIsThatShareOfATrial() {
        TuningSpec spec = new TuningSpec(
                Scheme.parse("he"),
                training().withStuckAfter(450),
                ITERATIONS,
                1000,
                SearchSpace.of(Dimension.Range.around(Knob.GAIN, 1)),
                gain(1),
                gain(1),
                1);
        assertThat(spec.searchTrial(Setting.DEFAULT, 0, 300).training().stuckAfter())
                .isEqualTo(150);
        assertThat(spec.searchTrial(Setting.DEFAULT, 0, 30).training().stuckAfter())
                .as("what the loss is averaged over")
                .isEqualTo(20);
        assertThat(spec.verdictTrial(Setting.DEFAULT, 0).training().stuckAfter())
                .isEqualTo(450);
        assertThat(spec(1, 1, 1).searchTrial(Setting.DEFAULT, 0, 300).training().stuckAfter())
                .as("never")
                .isZero();
    }
}
