// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AxisTest {

    // Uneven, falling and logarithmic ticks: centres, between them, and beyond both ends with the slope beside them.
    @ParameterizedTest
    @CsvSource({
        "10 25 50 100 200, 10, 0",
        "10 25 50 100 200, 200, 4",
        "10 25 50 100 200, 17.5, 0.5",
        "10 25 50 100 200, 75, 2.5",
        "10 25 50 100 200, 120, 3.2",
        "10 25 50 100 200, 2.5, -0.5",
        "10 25 50 100 200, 250, 4.5",
        "8 4 2, 8, 0",
        "8 4 2, 3, 1.5",
        "8 4 2, 10, -0.5",
        "8 4 2, 1, 2.5",
        "0.001 0.01 1e-1, 0.0055, 0.5",
        "0.001 0.01 1e-1, 0.055, 1.5",
        "-1 0 3, -0.25, 0.75",
        "7, 7, 0"
    })
    void valuesBetweenTicksAreSpreadEvenly(String ticks, double value, double index) {
        assertThat(TickPositions.of(List.of(ticks.split(" "))).orElseThrow().of(value))
                .isCloseTo(index, within(1e-12));
    }

    @Test
    void someValuesLieNowhere() {
        TickPositions ticks = TickPositions.of(List.of("1", "2")).orElseThrow();
        assertThat(ticks.of(Double.NaN)).isNaN();
        assertThat(ticks.of(Double.POSITIVE_INFINITY)).isNaN();
        assertThat(TickPositions.of(List.of("1")).orElseThrow().of(1.5)).isNaN();
    }

    @ParameterizedTest
    @ValueSource(strings = {"he xavier", "1 2 he", "1 1", "1 2 2", "1 3 2", "3 1 2", "1 NaN", "1 1e999"})
    void notEveryAxisHasValues(String ticks) {
        assertThat(TickPositions.of(List.of(ticks.split(" ")))).isEmpty();
    }
}
