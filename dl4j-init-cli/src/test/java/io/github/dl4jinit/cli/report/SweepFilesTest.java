// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli.report;

import static io.github.dl4jinit.cli.report.Sweeps.depth;
import static io.github.dl4jinit.cli.report.Sweeps.diverged;
import static io.github.dl4jinit.cli.report.Sweeps.report;
import static io.github.dl4jinit.cli.report.Sweeps.stuck;
import static io.github.dl4jinit.cli.report.Sweeps.sweep;
import static io.github.dl4jinit.cli.report.Sweeps.tested;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.dl4jinit.cli.file.OpenFolder;
import io.github.dl4jinit.cli.file.OutputFolder;
import io.github.dl4jinit.cli.run.Run;
import io.github.dl4jinit.cli.run.Runs;
import io.github.dl4jinit.lab.sweep.Sweep;
import io.github.dl4jinit.lab.trial.ActivationSpec;
import io.github.dl4jinit.lab.trial.Knob;
import io.github.dl4jinit.lab.trial.Optimiser;
import io.github.dl4jinit.lab.trial.PresetSpec;
import io.github.dl4jinit.lab.trial.TrainingSpec;
import io.github.dl4jinit.lab.trial.TrialResult;
import io.github.dl4jinit.lab.trial.TrialSpec;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.nd4j.linalg.activations.Activation;

/** The files of a sweep. */
class SweepFilesTest {

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

    /** An early end is a result: going on with a sweep must not run it again. */
    @Test
    void stuckTrialsAreKept() throws IOException {
        TrialResult stuck = stuck(sweep("depth 10").trials().get(0), 2, 2.0);
        try (OutputFolder output = OpenFolder.of(folder, false, TrialSpec::fullId)) {
            output.keep(stuck);
        }
        try (OutputFolder output = OpenFolder.of(folder, true, TrialSpec::fullId)) {
            assertThat(output.earlier(stuck.spec())).contains(stuck);
        }
    }

    @Test
    void resultsJsonHasTheDocumentedFields() throws IOException {
        Sweep sweep = sweep("depth 10,20", "gain 0.5,1.25", "seed 1,2");
        write(report(
                sweep,
                trial -> depth(trial) == 20 && trial.seed() == 2 ? diverged(trial, 1, 2.0) : tested(trial, 0.9)));
        JsonNode json =
                new ObjectMapper().readTree(folder.resolve("results.json").toFile());
        assertThat(json.fieldNames()).toIterable().containsExactly("run", "environment", "spec", "trials", "cells");
        JsonNode spec = json.get("spec");
        assertThat(spec.fieldNames())
                .toIterable()
                .containsExactly(
                        "knobs", "network", "residual", "tailored", "batchSize", "epochs", "trainLimit", "data");
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
                        "testScore",
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
                .containsExactly("knobs", "trials", "trained", "stuck", "diverged", "failed", "score", "loss");
        assertThat(cell.get("knobs").toString()).isEqualTo("{\"scheme\":\"he\",\"gain\":\"0.5\",\"depth\":\"20\"}");
        assertThat(cell.get("trials").asInt()).isEqualTo(2);
        assertThat(cell.get("diverged").asInt()).isEqualTo(1);
        assertThat(cell.get("score").toString())
                .isEqualTo("{\"mean\":0.9,\"std\":null,\"ci95\":null,\"smallest\":0.9,\"largest\":0.9}");
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
                            "testScore",
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
                .containsEntry("testScore", "0.1")
                .containsEntry("iterations", "20")
                .containsEntry("seconds", "0.25")
                .containsEntry("msPerIteration", "2.0")
                .containsEntry("forwardAtStart", "HEALTHY")
                .containsEntry("backwardAtStart", "VANISHING")
                .containsEntry("error", "the loss was no better than guessing, \"alas\"");
        assertThat(rows.get(1).toMap())
                .containsEntry("status", "DIVERGED")
                .containsEntry("testScore", "")
                .containsEntry("forwardAtStart", "");
    }

    private List<Path> write(SweepReport report) throws IOException {
        try (OutputFolder output = OpenFolder.of(folder, false, TrialSpec::fullId)) {
            ReportFiles files = new ReportFiles(output::write, new PrintWriter(System.err));
            report.writeTo(files, Runs.done(Run.Kind.SWEEP));
            return files.written();
        }
    }

    /** Which ready-made network was swept is written, and read again. */
    @Test
    void aPresetIsWrittenAndRead() throws IOException {
        PresetSpec network = new PresetSpec(
                PresetSpec.Preset.CNN_RESIDUAL, 1, 1, ActivationSpec.of(Activation.RELU), Optimiser.SGD, 0.01);
        Sweep sweep = Sweep.of(
                new TrainingSpec(network, 32, 1, 0, null),
                List.of(
                        Sweep.Axis.of(Knob.SEED, "1"),
                        Sweep.Axis.of(Knob.SCHEME, "he"),
                        Sweep.Axis.of(Knob.DEPTH, "3,5"),
                        Sweep.Axis.of(Knob.WIDTH, "2")));
        ObjectMapper json = new ObjectMapper();
        SweepSpec read = json.readValue(json.writeValueAsString(SweepSpec.of(sweep)), SweepSpec.class);
        assertThat(read.sweep().trials()).isEqualTo(sweep.trials());
        assertThat(read.sweep().trials().get(1).training().network().network())
                .isEqualTo("5 convolutions of 3x3 x 2 channels, RELU, residual");
    }
}
