// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli.report;

import static io.github.dl4jinit.cli.report.Sweeps.ITERATIONS;
import static io.github.dl4jinit.cli.report.Sweeps.depth;
import static io.github.dl4jinit.cli.report.Sweeps.diverged;
import static io.github.dl4jinit.cli.report.Sweeps.print;
import static io.github.dl4jinit.cli.report.Sweeps.rate;
import static io.github.dl4jinit.cli.report.Sweeps.report;
import static io.github.dl4jinit.cli.report.Sweeps.stuck;
import static io.github.dl4jinit.cli.report.Sweeps.sweep;
import static io.github.dl4jinit.cli.report.Sweeps.table;
import static io.github.dl4jinit.cli.report.Sweeps.tested;
import static io.github.dl4jinit.cli.report.Sweeps.width;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.dl4jinit.lab.sweep.Sweep;
import io.github.dl4jinit.lab.sweep.SweepResult;
import io.github.dl4jinit.lab.trial.TrialResult;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is printed of a sweep. */
class SweepReportTest {

    /** Depth upwards, whatever comes first on the command line, and what diverged has no accuracy. */
    @Test
    void theMapOfTwoKnobs() {
        Sweep sweep = sweep("depth 10,20,100", "gain 0.5,1.25", "width 4");
        String text = print(report(
                sweep,
                trial -> trial.scheme().text().contains("1.25") && depth(trial) == 100
                        ? diverged(trial, 2, 5.0)
                        : tested(trial, trial.scheme().text().contains("0.5") ? 0.1 + depth(trial) / 1000.0 : 0.9)));
        assertThat(table(text))
                .containsExactly(
                        "| depth \\ gain |   0.5 |  1.25 |",
                        "|--------------|-------|-------|",
                        "|          100 | 0.200 |     × |",
                        "|           20 | 0.120 | 0.900 |",
                        "|           10 | 0.110 | 0.900 |");
    }

    /** The depth is set before the width, and goes upwards nevertheless; of other knobs the later one does. */
    @Test
    void theMapOfDepthAndALaterKnob() {
        Sweep sweep = sweep("width 4,5", "depth 10,20,30");
        assertThat(table(print(report(sweep, trial -> tested(trial, depth(trial) / 100.0 + width(trial) / 1000.0)))))
                .containsExactly(
                        "| depth \\ width |     4 |     5 |",
                        "|---------------|-------|-------|",
                        "|            30 | 0.304 | 0.305 |",
                        "|            20 | 0.204 | 0.205 |",
                        "|            10 | 0.104 | 0.105 |");
        Sweep others = sweep("lr 0.25,0.5", "width 4,5,6");
        assertThat(table(print(report(others, trial -> tested(trial, rate(trial) + width(trial) / 1000.0)))))
                .containsExactly(
                        "| lr \\ width |     4 |     5 |     6 |",
                        "|------------|-------|-------|-------|",
                        "|        0.5 | 0.504 | 0.505 | 0.506 |",
                        "|       0.25 | 0.254 | 0.255 | 0.256 |");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"gain 1,2,3 | depth 4,5", "depth 4,5,6 | width 1,2", "width 1,2,3 | lr 0.1,0.2"})
    void theCellsOfAMapAreThoseOfItsTicks(String one, String two) {
        Sweep sweep = sweep(one, two);
        Grid grid = Grid.of(sweep, new SweepResult(sweep).cells());
        for (int column = 0; column < grid.columns().values().size(); column++) {
            for (int row = 0; row < grid.rows().values().size(); row++) {
                assertThat(grid.cell(column, row).knobs())
                        .containsEntry(
                                grid.columns().knob().flag(),
                                grid.columns().values().get(column))
                        .containsEntry(
                                grid.rows().knob().flag(), grid.rows().values().get(row));
            }
        }
    }

    @Test
    void severalSeedsMakeAnAverage() {
        Sweep sweep = sweep("depth 10,20", "gain 1,2", "seed 1,2");
        assertThat(table(print(report(sweep, trial -> tested(trial, trial.seed() == 1 ? 0.5 : 0.75)))))
                .contains("|           20 | 0.625 | 0.625 |");
    }

    /** A sweep of one knob prints a line for each value; the intervals are checked in EstimateTest. */
    @Test
    void theListOfOneKnob() {
        Sweep sweep = sweep("depth 10,20,30,40", "seed 1,2");
        String text = print(report(sweep, trial -> switch (depth(trial)) {
            case 10 -> tested(trial, trial.seed() == 1 ? 0.89 : 0.91);
            case 20 -> trial.seed() == 1 ? stuck(trial, 20, 2.0) : tested(trial, 0.2);
            case 30 -> diverged(trial, 1, null);
            default -> TrialResult.failed(trial, "the worker process was killed by signal 9");
        }));
        assertThat(table(text))
                .containsExactly(
                        "| depth |   test accuracy | training loss at end | status                 |",
                        "|-------|-----------------|----------------------|------------------------|",
                        "| 10    | 0.8900 … 0.9100 |               0.5000 | 2 trained              |",
                        "| 20    | 0.1000 … 0.2000 |               1.4000 | 1 not trained, 1 stuck |",
                        "| 30    |               – |                    – | 2 diverged             |",
                        "| 40    |               – |                    – | 2 failed               |");
        assertThat(text)
                .contains("he-depth40-width5-relu-sgd-lr0.25-seed1 gave no result: the worker process was killed by"
                        + " signal 9.")
                .contains("he-depth40-width5-relu-sgd-lr0.25-seed2 gave no result")
                .contains("1 of 4 cells trained (test accuracy more than half of the way from guessing to 1)");
    }

    @Test
    void theListOfThreeKnobs() {
        Sweep sweep = sweep("depth 10,20", "width 7,8", "gain 1,2");
        assertThat(table(print(report(sweep, trial -> tested(trial, 0.9)))))
                .hasSize(2 + 8)
                .contains("| gain | depth | width | test accuracy | training loss at end | status    |")
                .contains("| 2    | 10    | 8     |        0.9000 |               0.5000 | 1 trained |");
    }

    /** More cells than anybody reads: the best, those without an accuracy last. */
    @Test
    void theListOfManyCellsEndsAfterTheBest() {
        Sweep sweep = sweep("depth 1:40:1");
        String text = print(report(
                sweep, trial -> depth(trial) > 38 ? diverged(trial, 1, null) : tested(trial, depth(trial) / 100.0)));
        List<String> table = table(text);
        assertThat(table).hasSize(2 + 30);
        assertThat(table.get(2)).startsWith("| 38    |        0.3800 |");
        assertThat(table.get(31)).startsWith("| 9     |        0.0900 |");
        assertThat(text).contains("the best 30 of 40; all are in results.json");
    }

    /** Twenty columns do not fit a line: the map goes on below. */
    @Test
    void aWideMapIsFolded() {
        String text = print(report(sweep("gain 1:20:1", "depth 3,4"), trial -> tested(trial, 0.9)));
        assertThat(table(text))
                .hasSize(2 * (2 + 2))
                .contains(
                        "| depth \\ gain |     1 |     2 |     3 |     4 |     5 |     6 |     7 |     8 |     9 |    10 |")
                .allMatch(line -> line.length() <= 100);
        assertThat(text).contains("|    11 |    12 |");
    }

    @Test
    void aMapThatIsTooWideIsAList() {
        assertThat(table(print(report(sweep("gain 1:21:1", "depth 3,4"), trial -> tested(trial, 0.9)))))
                .hasSize(2 + 30);
    }

    /**
     * Spent: 2 · 0.5 + 0.25 + 0.25 s. Saved: 80 iterations of 10 ms, 99 of 2 ms; nothing is known of one that never
     * ended an iteration.
     */
    @Test
    void howMuchTimeEarlyEndsSaved() {
        Sweep sweep = sweep("depth 10,20,30,40,50");
        SweepReport report = report(sweep, trial -> switch (depth(trial)) {
            case 10, 20 -> tested(trial, 0.9);
            case 30 -> stuck(trial, 20, 10.0);
            case 40 -> diverged(trial, 1, 2.0);
            default -> diverged(trial, 0, null);
        });
        // 0.998 of 0.998 + 1.5 s, and the one that never ended an iteration took 0.25 s.
        assertThat(print(report))
                .contains("3 of 5 trials ended early, which saved about 36 % of the training time (1 of 3 s)");
        assertThat(report.isComplete()).isTrue();
    }

    @Test
    void nothingIsSaidOfTimeSavedIfNoneWas() {
        String text = print(report(
                sweep("depth 10,20"),
                trial -> depth(trial) == 10 ? tested(trial, 0.9) : diverged(trial, ITERATIONS, 2.0)));
        assertThat(text).doesNotContain("ended early").contains("1 of 2 cells trained");
    }

    @Test
    void failedTrialsMakeItIncomplete() {
        assertThat(report(
                                sweep("depth 10,20"),
                                trial -> depth(trial) == 10
                                        ? tested(trial, 0.9)
                                        : TrialResult.failed(trial, "the worker process was killed"))
                        .isComplete())
                .isFalse();
    }
}
