// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli.report;

import static io.github.dl4jinit.cli.report.Comparisons.completed;
import static io.github.dl4jinit.cli.report.Comparisons.learning;
import static io.github.dl4jinit.cli.report.Comparisons.signal;
import static io.github.dl4jinit.cli.report.Comparisons.spec;
import static io.github.dl4jinit.signal.Verdict.HEALTHY;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.dl4jinit.lab.trial.TrialResult;
import io.github.dl4jinit.signal.Verdict;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SignalSummaryTest {

    /** Networks of one scheme with different seeds, in either order. */
    @ParameterizedTest
    @CsvSource({
        "HEALTHY, HEALTHY",
        "HEALTHY VANISHING, VANISHING",
        "HEALTHY EXPLODING, EXPLODING",
        "HEALTHY HEALTHY VANISHING, HEALTHY",
        "HEALTHY HEALTHY VANISHING EXPLODING, EXPLODING",
        "VANISHING EXPLODING, EXPLODING",
        "VANISHING VANISHING EXPLODING, VANISHING",
        "HEALTHY VANISHING VANISHING EXPLODING, VANISHING",
    })
    void aTieGoesToTheWorse(String seeds, Verdict expected) {
        List<TrialResult> results = Stream.of(seeds.split(" "))
                .map(verdict -> signal(Verdict.valueOf(verdict), 1))
                .map(signal -> completed(spec().trials().get(0), 0.9, 2.4, 0.4, learning(), signal))
                .collect(Collectors.toList());
        for (int i = 0; i < 2; i++) {
            SignalSummary summary =
                    SignalSummary.of(results, TrialResult::signalAtStart).orElseThrow();
            assertThat(summary.verdict()).isEqualTo(expected);
            assertThat(summary.healthy()).isEqualTo(expected == HEALTHY);
            Collections.reverse(results);
        }
    }
}
