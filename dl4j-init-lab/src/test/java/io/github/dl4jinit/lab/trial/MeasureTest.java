// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.dl4jinit.lab.data.Target;
import io.github.dl4jinit.lab.data.Targets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What measures there are, for which targets, in which ranges, and what a network of no use counts as. */
class MeasureTest {

    @Test
    void classesByAccuracyAndValuesByR2() {
        assertThat(Measure.of(Targets.of(Target.classes(10)))).isEqualTo(Measure.ACCURACY);
        assertThat(Measure.of(Targets.of(Target.values(1)))).isEqualTo(Measure.R2);
        assertThat(Target.classes(10).lossOfGuessing()).isEqualTo(Math.log(10));
        assertThat(Target.values(3).lossOfGuessing()).isEqualTo(1);
    }

    @Test
    void whatIsOfNoUseIsBelowGuessing() {
        assertThat(Measure.ACCURACY.counted(null, 0.1)).isZero();
        assertThat(Measure.ACCURACY.counted(0.05, 0.1)).isEqualTo(0.05);
        assertThat(Measure.F1.counted(null, 0.1)).isZero();
        assertThat(Measure.R2.counted(null, 0)).isEqualTo(-1);
        assertThat(Measure.R2.counted(-50.0, 0)).isEqualTo(-1);
        assertThat(Measure.R2.counted(-0.5, 0)).isEqualTo(-0.5);
        // R² = 1 − RMSE²/variance: −1 is where the squared error is twice the variance.
        assertThat(Measure.RMSE.counted(null, 3)).isEqualTo(3 * Math.sqrt(2));
        assertThat(Measure.RMSE.counted(50.0, 3)).isEqualTo(3 * Math.sqrt(2));
        assertThat(Measure.RMSE.counted(3.5, 3)).isEqualTo(3.5);
        assertThat(Measure.LOSS.counted(null, 2.3)).isEqualTo(4.6);
        assertThat(Measure.LOSS.counted(null, -2))
                .as("of a loss that falls below 0")
                .isZero();
    }

    /** Half of the way from guessing to perfect, whichever way that is. */
    @Test
    void theDirectionOfBetterIsKnown() {
        assertThat(Measure.ACCURACY.isBeyond(0.5, 0.56, 0.1)).isTrue();
        assertThat(Measure.ACCURACY.isBeyond(0.5, 0.54, 0.1)).isFalse();
        assertThat(Measure.RMSE.isBeyond(0.5, 1.4, 3)).isTrue();
        assertThat(Measure.RMSE.isBeyond(0.5, 1.6, 3)).isFalse();
        assertThat(Measure.LOSS.isMoreThanLuck(2.2, 2.3, 100)).isTrue();
        assertThat(Measure.LOSS.isMoreThanLuck(2.4, 2.3, 100)).isFalse();
        // Two standard errors of a share of 0.1 of 100: 0.06.
        assertThat(Measure.ACCURACY.isMoreThanLuck(0.15, 0.1, 100)).isFalse();
        assertThat(Measure.ACCURACY.isMoreThanLuck(0.17, 0.1, 100)).isTrue();
        assertThat(Stream.of(Measure.values()).filter(Measure::moreIsBetter))
                .containsExactly(Measure.ACCURACY, Measure.F1, Measure.R2);
    }

    @Test
    void aMeasureThatDoesNotFitIsRefused() {
        assertThat(Measure.of("F1").checkFits(Targets.of(Target.classes(3)))).isEqualTo(Measure.F1);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Measure.of("rmse").checkFits(Targets.of(Target.classes(3))))
                .withMessage("--metric must be accuracy, f1, loss for 3 classes, received rmse");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Measure.of("auc"))
                .withMessage("--metric must be one of accuracy, f1, rmse, r2, loss, received auc");
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
