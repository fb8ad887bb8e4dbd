// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.benchmarks.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The percentage points that are printed in tables. */
class PValuesTest {

    /** Smirnov's table (1948): √n·D at 10, 5, 1 and 0.1 %. */
    @ParameterizedTest
    @CsvSource({"1.2238, 0.1", "1.3581, 0.05", "1.6276, 0.01", "1.9495, 0.001", "0.8276, 0.5"})
    void kolmogorovSmirnov(double statistic, double p) {
        assertThat(PValues.kolmogorovSmirnov(statistic)).isCloseTo(p, within(1e-4 * (1 + 10 * p)));
    }

    /** Tables of A² for a distribution that is known entirely: at 10, 5 and 1 %, and its median. */
    @ParameterizedTest
    @CsvSource({"1.933, 0.1", "2.492, 0.05", "3.878, 0.01", "0.774, 0.5"})
    void andersonDarling(double statistic, double p) {
        assertThat(PValues.andersonDarling(statistic)).isCloseTo(p, within(1e-3 * (0.05 + p)));
    }
}
