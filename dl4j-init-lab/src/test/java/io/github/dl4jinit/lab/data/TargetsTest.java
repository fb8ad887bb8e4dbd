// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.dl4jinit.lab.trial.Measure;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What several outputs tell together. */
class TargetsTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    private static final Targets MIXED = Targets.of(Target.classes(3), Target.values(2));

    /** Files of before there were several hold one without a list around it, and so do those of today. */
    @Test
    void oneStandsAloneInAFile() throws JsonProcessingException {
        assertThat(JSON.writeValueAsString(Targets.of(Target.classes(3))))
                .isEqualTo("{\"kind\":\"CLASSES\",\"count\":3}");
        for (Targets targets : List.of(Targets.of(Target.classes(3)), MIXED)) {
            assertThat(JSON.readValue(JSON.writeValueAsString(targets), Targets.class))
                    .isEqualTo(targets);
            ExampleForm form = new ExampleForm(List.of(List.of(4), List.of(2, 6)), targets);
            assertThat(JSON.readValue(JSON.writeValueAsString(form), ExampleForm.class))
                    .isEqualTo(form);
        }
    }

    @Test
    void theMeasureThatFitsAllOfThem() {
        Targets values = Targets.of(Target.values(1), Target.values(3));
        assertThat(Measure.of(values)).isEqualTo(Measure.R2);
        assertThat(Measure.RMSE.checkFits(values)).isEqualTo(Measure.RMSE);
        assertThat(Measure.of(MIXED)).isEqualTo(Measure.LOSS);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Measure.ACCURACY.checkFits(MIXED))
                .withMessage("--metric must be loss for 3 classes and 2 values, received accuracy");
        assertThat(MIXED.lossOfGuessing()).isEqualTo(Math.log(3) + 1);
    }

    @Test
    void noneIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(Targets::of)
                .withMessageStartingWith("targets must be one or more");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ExampleForm(List.of(), MIXED))
                .withMessageStartingWith("inputs must be one or more");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new ExampleForm(List.of(List.of(3, 0)), MIXED))
                .withMessageStartingWith("shape must be");
    }

    /** A column of ones alone is one-hot by its sums, and tells nothing as a class. */
    @Test
    void aSingleColumnIsNeverOneHot() {
        LabelKind ones = new LabelKind(1);
        ones.add(1);
        assertThat(ones.target()).isEqualTo(Target.labels(1));
    }
}
