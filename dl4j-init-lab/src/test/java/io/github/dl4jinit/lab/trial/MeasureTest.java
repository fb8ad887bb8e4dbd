// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.dl4jinit.lab.data.Target;
import org.junit.jupiter.api.Test;

/** What measures there are, for which targets, in which ranges, and what a network of no use counts as. */
class MeasureTest {

    @Test
    void classesByAccuracyAndValuesByR2() {
        assertThat(Measure.of(Target.classes(10))).isEqualTo(Measure.ACCURACY);
        assertThat(Measure.of(Target.values(1))).isEqualTo(Measure.R2);
        assertThat(Target.classes(10).lossOfGuessing()).isEqualTo(Math.log(10));
        assertThat(Target.values(3).lossOfGuessing()).isEqualTo(1);
    }

    @Test
    void whatIsOfNoUseIsBelowGuessing() {
        assertThat(Measure.ACCURACY.counted(null)).isZero();
        assertThat(Measure.ACCURACY.counted(0.05)).isEqualTo(0.05);
        assertThat(Measure.R2.counted(null)).isEqualTo(-1);
        assertThat(Measure.R2.counted(-50.0)).isEqualTo(-1);
        assertThat(Measure.R2.counted(-0.5)).isEqualTo(-0.5);
    }

    @Test
    void onlyR2MayBeNegative() {
        Measure.R2.require("score", -3.0);
        Measure.ACCURACY.require("score", 0.0);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Measure.ACCURACY.require("score", -0.1))
                .withMessage("score must be from 0 to 1, received -0.1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Measure.R2.require("score", 1.1))
                .withMessage("score must be finite and at most 1, received 1.1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Measure.R2.require("score", null))
                .withMessage("score must be finite and at most 1, received null");
    }
}
