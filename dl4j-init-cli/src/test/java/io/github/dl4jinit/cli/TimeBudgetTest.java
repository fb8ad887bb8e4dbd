// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is none, {@code TuneIT} gives to the command. */
class TimeBudgetTest {

    @ParameterizedTest
    @CsvSource({"90s, 90000", "10m, 600000", "1.5h, 5400000", "' 0.3 m ', 18000", "0.001s, 1", "8760h, 31536000000"})
    void asPeopleWriteIt(String written, long milliseconds) {
        assertThat(TimeBudget.parse(written).toMillis()).isEqualTo(milliseconds);
    }
}
