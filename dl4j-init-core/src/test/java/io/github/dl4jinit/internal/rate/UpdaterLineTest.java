// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.rate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.nd4j.linalg.learning.config.AMSGrad;
import org.nd4j.linalg.learning.config.AdaBelief;
import org.nd4j.linalg.learning.config.AdaGrad;
import org.nd4j.linalg.learning.config.AdaMax;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nadam;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.RmsProp;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.schedule.ExponentialSchedule;
import org.nd4j.linalg.schedule.ScheduleType;

/** Lines keep all settings but the learning rate. */
class UpdaterLineTest {

    static Stream<Arguments> updaters() {
        ExponentialSchedule schedule = new ExponentialSchedule(ScheduleType.ITERATION, 0.1, 0.99);
        return Stream.of(
                Arguments.of(new Sgd(0.1), "new Sgd(0.0005)"),
                Arguments.of(new Adam(0.1), "new Adam(0.0005)"),
                Arguments.of(new Adam(schedule), "new Adam(0.0005)"),
                Arguments.of(new Adam(0.1, 0.95, 0.9995, 1e-8), "new Adam(0.0005, 0.95, 0.9995, 1e-8)"),
                Arguments.of(new Adam(0.1, 0.9, 0.999, 1e-4), "new Adam(0.0005, 0.9, 0.999, 0.0001)"),
                Arguments.of(new AMSGrad(0.1), "new AMSGrad(0.0005)"),
                Arguments.of(new AdaMax(0.1), "new AdaMax(0.0005)"),
                Arguments.of(new Nadam(0.1), "new Nadam(0.0005)"),
                Arguments.of(new AdaBelief(0.1), "new AdaBelief(0.0005)"),
                Arguments.of(new AdaGrad(0.1, 1e-3), "new AdaGrad(0.0005, 0.001)"),
                Arguments.of(new RmsProp(0.1, 0.9, 1e-8), "new RmsProp(0.0005, 0.9, 1e-8)"),
                // Its constructor of one number takes that for the momentum.
                Arguments.of(new Nesterovs(0.1, 0.9), "new Nesterovs(0.0005, 0.9)"),
                Arguments.of(new Nesterovs(0.1, 0.5), "new Nesterovs(0.0005, 0.5)"));
    }

    @ParameterizedTest
    @MethodSource("updaters")
    void aLineForEachUpdater(IUpdater updater, String line) {
        assertThat(UpdaterLine.of(updater, 0.0005)).contains(".updater(" + line + ")");
    }

    /** A schedule of the momentum is no number. */
    @Test
    void noLineWhereNumbersDoNotTell() {
        IUpdater scheduled = new Nesterovs(0.1, new ExponentialSchedule(ScheduleType.ITERATION, 0.9, 0.99));
        assertThat(UpdaterLine.of(scheduled, 0.0005)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"0.0005,0.0005", "0.001024,0.00102", "0.064,0.064", "2,2", "0.0000625,6.25e-5", "2e7,2e7", "0,0"})
    void ratesAsPeopleWriteThem(double rate, String text) {
        assertThat(Rates.text(rate)).isEqualTo(text);
        assertThat(Double.parseDouble(text)).isEqualTo(rate, org.assertj.core.api.Assertions.within(0.005 * rate));
    }
}
