// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BarLineTest {

    private static final List<String> RUNNING =
            List.of("network(distribution=orthogonal), seed 1 2.303", "dl4j:XAVIER, seed 2 2.295");

    @Test
    void whatIsDoneAndHowItGoes() {
        assertThat(new BarLine(0.5, "3/6 trials, about 2 min left", List.of("he, seed 1 0.512")).text(120))
                .isEqualTo(
                        " 50 % [====================>                   ] 3/6 trials, about 2 min left; training loss:"
                                + " he, seed 1 0.512");
    }

    /** Whatever the trials are called, the bar and the time left are seen. */
    @ParameterizedTest
    @ValueSource(ints = {70, 80, 100, 200})
    void theBarKeepsItsRoom(int width) {
        String line = new BarLine(0.25, "25/100 trials, about 1 h 20 min left", RUNNING).text(width);
        assertThat(line)
                .hasSizeLessThanOrEqualTo(width)
                .containsPattern("^ 25 % \\[=====+>[ ]{13,}\\] 25/100 trials, about 1 h 20");
    }

    @Test
    void noTerminalIsTooNarrow() {
        BarLine line = new BarLine(1, "6/6 trials", List.of());
        assertThat(line.text(80)).isEqualTo("100 % [" + "=".repeat(40) + "] 6/6 trials");
        for (int width = 0; width < 40; width++) {
            assertThat(line.text(width)).hasSizeLessThanOrEqualTo(Math.max(1, width));
        }
    }
}
