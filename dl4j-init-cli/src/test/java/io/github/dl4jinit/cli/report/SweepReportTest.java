// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli.report;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.dl4jinit.cli.file.OutputFolder;
import io.github.dl4jinit.lab.sweep.Sweep;
import io.github.dl4jinit.lab.sweep.Sweep.Axis;
import io.github.dl4jinit.lab.sweep.SweepResult;
import io.github.dl4jinit.lab.trial.Environment;
import io.github.dl4jinit.lab.trial.Knob;
import io.github.dl4jinit.lab.trial.MlpSpec;
import io.github.dl4jinit.lab.trial.Optimiser;
import io.github.dl4jinit.lab.trial.TrainingSpec;
import io.github.dl4jinit.lab.trial.TrialResult;
import io.github.dl4jinit.lab.trial.TrialSignal;
import io.github.dl4jinit.lab.trial.TrialSpec;
import io.github.dl4jinit.lab.trial.TrialStatus;
import io.github.dl4jinit.signal.Verdict;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Reports of results that are made up. */
class SweepReportTest {

    private static final int ITERATIONS = 100;
    private static final Environment ENVIRONMENT =
            new Environment("CPU", "OPENBLAS", 1, 2, "17", "1.0.0-M2.1", "Linux amd64");

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "depth 3 | | | results.json results.csv",
                "depth 3,4 | | | results.json results.csv accuracy.png accuracy.svg",
                "lr 0.001,0.1 | | | results.json results.csv accuracy.png accuracy.svg",
                "activation RELU,TANH | | | results.json results.csv",
                "depth 3,4 | gain 1,2 | | results.json results.csv accuracy.png accuracy.svg loss.png loss.svg",
                "depth 3,4 | optimizer SGD,ADAM | | results.json results.csv accuracy.png accuracy.svg loss.png loss.svg",
                "depth 3,4 | gain 0.5,0.8 | | results.json results.csv accuracy.png accuracy.svg loss.png loss.svg",
                "depth 3,4 | seed 1,2 | | results.json results.csv accuracy.png accuracy.svg",
                "depth 3,4 | gain 1,2 | width 5,6 | results.json results.csv",
                "depth 3,4 | gain 0.001:0.401:0.001 | | results.json results.csv",
            })
    void whichFilesThereAre(String one, String two, String three, String files) throws IOException {
        Sweep sweep = sweep(one, two, three);
        List<Path> written = write(report(sweep, trial -> tested(trial, 0.9)));
        assertThat(written).extracting(path -> path.getFileName().toString()).containsExactly(files.split(" "));
        assertThat(written).allSatisfy(file -> assertThat(file).isNotEmptyFile());
        try (var all = Files.list(folder)) {
            assertThat(all.filter(Files::isRegularFile)).containsExactlyInAnyOrderElementsOf(written);
        }
    }

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

    /** Of one knob, and of three, every cell is a line; its interval as in ReportTest. */
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
                        "| depth |   test accuracy | loss at end | status                 |",
                        "|-------|-----------------|-------------|------------------------|",
                        "| 10    | 0.9000 ± 0.1271 |      0.5000 | 2 trained              |",
                        "| 20    | 0.1500 ± 0.6353 |      1.4000 | 1 not trained, 1 stuck |",
                        "| 30    |               – |           – | 2 diverged             |",
                        "| 40    |               – |           – | 2 failed               |");
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
                .contains("| gain | depth | width | test accuracy | loss at end | status    |")
                .contains("| 2    | 10    | 8     |        0.9000 |      0.5000 | 1 trained |");
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

    @Test
    void aMapThatIsTooWideIsAList() {
        assertThat(table(print(report(sweep("gain 1:20:1", "depth 3,4"), trial -> tested(trial, 0.9)))))
                .hasSize(2 + 2);
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

    /** An early end is a result: going on with a sweep must not run it again. */
    @Test
    void stuckTrialsAreKept() throws IOException {
        TrialResult stuck = stuck(sweep("depth 10").trials().get(0), 20, 2.0);
        OutputFolder.open(folder, false, TrialSpec::fullId).keep(stuck);
        assertThat(OutputFolder.open(folder, true, TrialSpec::fullId).earlier(stuck.spec()))
                .contains(stuck);
    }

    @Test
    void resultsJsonHasTheDocumentedFields() throws IOException {
        Sweep sweep = sweep("depth 10,20", "gain 0.5,1.25", "seed 1,2");
        write(report(
                sweep,
                trial -> depth(trial) == 20 && trial.seed() == 2 ? diverged(trial, 1, 2.0) : tested(trial, 0.9)));
        JsonNode json =
                new ObjectMapper().readTree(folder.resolve("results.json").toFile());
        assertThat(json.fieldNames()).toIterable().containsExactly("environment", "spec", "trials", "cells");
        JsonNode spec = json.get("spec");
        assertThat(spec.fieldNames())
                .toIterable()
                .containsExactly("knobs", "residual", "batchSize", "epochs", "trainLimit", "data");
        assertThat(spec.get("knobs").toString())
                .isEqualTo("{\"seed\":[\"1\",\"2\"],\"scheme\":[\"he\"],\"gain\":[\"0.5\",\"1.25\"],"
                        + "\"depth\":[\"10\",\"20\"]}");
        assertThat(json.get("trials").get(0).get("stuckAfter").asInt()).isEqualTo(17);
        assertThat(spec.get("residual").asBoolean()).isFalse();
        assertThat(json.get("trials")).hasSize(8);
        JsonNode trial = json.get("trials").get(3);
        assertThat(trial.fieldNames())
                .toIterable()
                .containsExactly(
                        "id",
                        "knobs",
                        "status",
                        "trained",
                        "stuckAfter",
                        "initialLoss",
                        "finalLoss",
                        "testAccuracy",
                        "iterations",
                        "seconds",
                        "msPerIteration",
                        "signalAtStart",
                        "signalAtEnd",
                        "error");
        assertThat(trial.get("id").asText()).isEqualTo("he-gain-1.25-depth20-width5-relu-sgd-lr0.25-seed1");
        assertThat(trial.get("knobs").toString())
                .isEqualTo("{\"seed\":\"1\",\"scheme\":\"he\",\"gain\":\"1.25\",\"depth\":\"20\"}");
        assertThat(trial.get("trained").asBoolean()).isTrue();
        assertThat(trial.get("signalAtStart").get("backward").get("verdict").asText())
                .isEqualTo("VANISHING");
        assertThat(json.get("cells")).hasSize(4);
        JsonNode cell = json.get("cells").get(1);
        assertThat(cell.fieldNames())
                .toIterable()
                .containsExactly("knobs", "trials", "trained", "stuck", "diverged", "failed", "accuracy", "loss");
        assertThat(cell.get("knobs").toString()).isEqualTo("{\"scheme\":\"he\",\"gain\":\"0.5\",\"depth\":\"20\"}");
        assertThat(cell.get("trials").asInt()).isEqualTo(2);
        assertThat(cell.get("diverged").asInt()).isEqualTo(1);
        assertThat(cell.get("accuracy").toString()).isEqualTo("{\"mean\":0.9,\"std\":null,\"ci95\":null}");
    }

    @Test
    void csvFilesQuoteSchemesWithCommas() throws IOException {
        Sweep sweep = sweep("scheme he(gain=2,distribution=uniform),he(gain=2,distribution=normal)", "depth 10");
        write(report(
                sweep,
                trial -> trial.scheme().text().contains("uniform") ? stuck(trial, 20, 2.0) : diverged(trial, 0, null)));
        List<CSVRecord> rows;
        try (CSVParser parser = CSVParser.parse(
                folder.resolve("results.csv"),
                StandardCharsets.UTF_8,
                CSVFormat.DEFAULT
                        .builder()
                        .setHeader()
                        .setSkipHeaderRecord(true)
                        .get())) {
            assertThat(parser.getHeaderNames())
                    .containsExactly(
                            "id",
                            "seed",
                            "scheme",
                            "depth",
                            "status",
                            "trained",
                            "initialLoss",
                            "finalLoss",
                            "testAccuracy",
                            "iterations",
                            "seconds",
                            "msPerIteration",
                            "forwardAtStart",
                            "backwardAtStart",
                            "error");
            rows = parser.getRecords();
        }
        assertThat(rows).hasSize(2);
        assertThat(rows.get(0).toMap())
                .containsEntry("id", "he-gain-2-distribution-uniform-depth10-width5-relu-sgd-lr0.25-seed1")
                .containsEntry("seed", "1")
                .containsEntry("scheme", "he(gain=2,distribution=uniform)")
                .containsEntry("depth", "10")
                .containsEntry("status", "STUCK")
                .containsEntry("trained", "false")
                .containsEntry("initialLoss", "2.5")
                .containsEntry("finalLoss", "2.3")
                .containsEntry("testAccuracy", "0.1")
                .containsEntry("iterations", "20")
                .containsEntry("seconds", "0.25")
                .containsEntry("msPerIteration", "2.0")
                .containsEntry("forwardAtStart", "HEALTHY")
                .containsEntry("backwardAtStart", "VANISHING")
                .containsEntry("error", "the loss was no better than guessing, \"alas\"");
        assertThat(rows.get(1).toMap())
                .containsEntry("status", "DIVERGED")
                .containsEntry("testAccuracy", "")
                .containsEntry("forwardAtStart", "");
    }

    private static SweepReport report(Sweep sweep, Function<TrialSpec, TrialResult> results) {
        SweepResult result = new SweepResult(sweep);
        sweep.trials().forEach(trial -> result.add(results.apply(trial)));
        return new SweepReport(result, ENVIRONMENT, ITERATIONS, 10);
    }

    private List<Path> write(SweepReport report) throws IOException {
        return report.writeTo(OutputFolder.open(folder, false, TrialSpec::fullId));
    }

    private static String print(SweepReport report) {
        StringWriter text = new StringWriter();
        report.print(new PrintWriter(text), List.of(Path.of("results.json")));
        assertThat(text.toString().lines().toList()).endsWith("written:", "  results.json");
        return text.toString();
    }

    private static List<String> table(String printed) {
        return printed.lines().filter(line -> line.startsWith("|")).toList();
    }

    /** The scheme is He's unless an axis says otherwise. */
    private static Sweep sweep(String... axes) {
        List<Axis> all = new ArrayList<>();
        Arrays.stream(axes).filter(axis -> axis != null).forEach(axis -> {
            String[] parts = axis.split(" ", 2);
            all.add(Axis.of(Knob.of(parts[0]), parts[1]));
        });
        if (all.stream().noneMatch(axis -> axis.knob() == Knob.SCHEME)) {
            all.add(Axis.of(Knob.SCHEME, "he"));
        }
        MlpSpec network = new MlpSpec(4, 5, "RELU", false, Optimiser.SGD, 0.25);
        return Sweep.of(new TrainingSpec(network, 64, 2, 640, null).withStuckAfter(17), all);
    }

    private static int depth(TrialSpec trial) {
        return ((MlpSpec) trial.training().network()).depth();
    }

    private static int width(TrialSpec trial) {
        return ((MlpSpec) trial.training().network()).width();
    }

    private static double rate(TrialSpec trial) {
        return ((MlpSpec) trial.training().network()).learningRate();
    }

    private static TrialResult tested(TrialSpec spec, double accuracy) {
        TrialSignal.Direction well = new TrialSignal.Direction(Verdict.HEALTHY, 1.0, 0.0);
        TrialSignal.Direction badly = new TrialSignal.Direction(Verdict.VANISHING, 0.1, -10.0);
        return new TrialResult(
                spec,
                TrialStatus.COMPLETED,
                2.5,
                0.5,
                accuracy,
                0.1,
                ITERATIONS,
                0.5,
                5.0,
                null,
                new TrialSignal(well, badly),
                new TrialSignal(well, badly),
                List.of(2.5, 0.5),
                10);
    }

    private static TrialResult stuck(TrialSpec spec, int iterations, double milliseconds) {
        TrialResult tested = tested(spec, 0.1);
        return new TrialResult(
                spec,
                TrialStatus.STUCK,
                2.5,
                2.3,
                0.1,
                0.1,
                iterations,
                0.25,
                milliseconds,
                "the loss was no better than guessing, \"alas\"",
                tested.signalAtStart(),
                tested.signalAtEnd(),
                List.of(2.5, 2.3),
                10);
    }

    private static TrialResult diverged(TrialSpec spec, int iterations, Double milliseconds) {
        return new TrialResult(
                spec,
                TrialStatus.DIVERGED,
                null,
                null,
                null,
                0.1,
                iterations,
                0.25,
                milliseconds,
                "the loss became NaN",
                null,
                null,
                List.of(),
                10);
    }
}
