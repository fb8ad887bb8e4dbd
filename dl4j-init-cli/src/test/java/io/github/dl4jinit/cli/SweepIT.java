// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectWriter;
import io.github.dl4jinit.cli.CommandLine.Outcome;
import io.github.dl4jinit.cli.run.RunFolder;
import io.github.dl4jinit.cli.run.Schemas;
import io.github.dl4jinit.lab.sweep.Sweep;
import io.github.dl4jinit.lab.sweep.Sweep.Axis;
import io.github.dl4jinit.lab.trial.Knob;
import io.github.dl4jinit.lab.trial.MlpSpec;
import io.github.dl4jinit.lab.trial.TrialResult;
import io.github.dl4jinit.lab.trial.TrialSpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code sweep} through its real command line, in real processes, killed by a real signal. */
class SweepIT {

    @TempDir
    static Path data;

    @TempDir
    Path folder;

    @BeforeAll
    static void writeSmallDataset() throws IOException {
        SmallMnist.write(data);
    }

    @Test
    void sweepsAndWritesEverything() throws Exception {
        Outcome outcome = CommandLine.run(
                sweep("a", "--gain", "0.5:1:0.5", "--depth", "3,1", "--width", "32", "--train-limit", "500"));

        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.out())
                .contains(
                        "on the CPU backend: OpenBLAS ",
                        "; 500 training and 1000 test images of 784 pixels, 10 classes",
                        "training: batch 128, 1 epoch of 4 iterations; a trial ends early if after a multiple of 20"
                                + " iterations its loss is no better than guessing and its signal unhealthy",
                        "  gain: 0.5, 1\n  depth: 3, 1\n  width: 32\n  activation: RELU\n  optimizer: SGD\n",
                        "trials: 4\n")
                .containsPattern("\\[4/4\\] he\\(gain=.*\\), depth ., seed 1: test accuracy 0\\.")
                .contains("| depth \\ gain |   0.5 |     1 |")
                .contains("of 4 cells trained")
                .contains(folder.resolve("a/results.json").toString())
                .doesNotContain("kept from before", "ended early");
        assertThat(filesIn("a"))
                .containsExactly(
                        "accuracy.png",
                        "accuracy.svg",
                        "loss.png",
                        "loss.svg",
                        "report.html",
                        "results.csv",
                        "results.json",
                        "run.json",
                        "trials",
                        "trials/he-gain-0.5-depth1-width32-relu-sgd-lr0.01-seed1.json",
                        "trials/he-gain-0.5-depth3-width32-relu-sgd-lr0.01-seed1.json",
                        "trials/he-gain-1-depth1-width32-relu-sgd-lr0.01-seed1.json",
                        "trials/he-gain-1-depth3-width32-relu-sgd-lr0.01-seed1.json");
        JsonNode json = json("a");
        Schemas.assertFollowed(folder.resolve("a"));
        assertThat(json.get("trials")).hasSize(4);
        assertThat(json.get("cells")).hasSize(4);

        CommandLine.run(sweep("a", "--depth", "3")).assertOneMessage(1, "already holds trials");
    }

    /** Every row and file name says what is meant, functions with parameters included. */
    @Test
    void sweepsTailoredNetworksAndVariancesOfPreActivations() throws Exception {
        Outcome outcome = CommandLine.runHere(sweep(
                "a",
                "--scheme",
                "network",
                "--pre-activation-variance",
                "0.25,1",
                "--activation",
                "leakyrelu(0.2),tanh",
                "--depth",
                "3",
                "--width",
                "8",
                "--train-limit",
                "256",
                "--tailored"));
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        assertThat(outcome.out())
                .contains("  activation: leakyrelu(0.2), tanh\n", "tailored: each activation function to each depth\n");
        assertThat(filesIn("a"))
                .contains(
                        "accuracy.png",
                        "trials/network-preActivationVariance-0.25-depth3-width8-leakyrelu-0.2-tailored-sgd-lr0.01-seed1.json",
                        "trials/network-preActivationVariance-1-depth3-width8-tanh-tailored-sgd-lr0.01-seed1.json");
        assertThat(json("a").get("spec").get("tailored").asBoolean()).isTrue();
        assertThat(csv("a"))
                .extracting(row -> row.get("pre-activation-variance") + " " + row.get("activation"))
                .containsExactly("0.25 leakyrelu(0.2)", "0.25 tanh", "1 leakyrelu(0.2)", "1 tanh");
    }

    /** The parent dies without a chance to say anything; what it had finished is used, the rest is run. */
    @Test
    void aKilledSweepIsResumedToTheSameResults() throws Exception {
        String[] options = {
            "--gain",
            "0.01,1.1",
            "--depth",
            "2,3",
            "--width",
            "32",
            "--train-limit",
            "300",
            "--batch",
            "50",
            "--lr",
            "0.1",
            "--stuck-after",
            "5",
            "--jobs",
            "2"
        };
        assertThat(CommandLine.runHere(sweep("undisturbed", options)).exitCode())
                .isZero();

        WorkerScript first = WorkerScript.endlessTrialAfter(0);
        CommandLine command = first.start(List.of(), sweep("killed", options));
        command.awaitLine("[2/4]");
        first.awaitEndlessTrial(command);
        command.signal("KILL", false);
        assertThat(command.outcome().exitCode()).isEqualTo(137);
        assertThat(folder.resolve("killed/results.json")).doesNotExist();
        Path killed = folder.resolve("killed");
        assertThat(RunFolder.wasKilled(killed, RunFolder.read(killed))).isTrue();

        Outcome resumed = CommandLine.runHere(resume(sweep("killed", options)));
        assertThat(resumed.exitCode()).as(resumed.err()).isZero();
        Matcher kept =
                Pattern.compile("trials: 4; (\\d+) of 4 kept from before").matcher(resumed.out());
        assertThat(kept.find()).as(resumed.out()).isTrue();
        int count = Integer.parseInt(kept.group(1));
        assertThat(count).isBetween(2, 3);
        assertThat(resumed.out()).contains("[" + (4 - count) + "/" + (4 - count) + "] he(gain=");

        assertThat(withoutTimes("killed"))
                .isEqualTo(withoutTimes("undisturbed"))
                .contains("STUCK", "COMPLETED");
        assertThat(csvWithoutTimes("killed")).hasSize(4).isEqualTo(csvWithoutTimes("undisturbed"));
        assertThat(filesIn("killed")).isEqualTo(filesIn("undisturbed"));
        assertThat(folder.resolve("killed/accuracy.png"))
                .hasSameBinaryContentAs(folder.resolve("undisturbed/accuracy.png"));
    }

    /** 0.4 and less of a signal a layer leave nothing of it in 12 layers, whatever time there is. */
    @Test
    void endingEarlyChangesNoVerdict() throws Exception {
        String[] options = {
            "--gain", "0.25,1", "--depth", "1,12", "--width", "32", "--batch", "50", "--epochs", "2", "--lr", "0.1"
        };
        Outcome early = CommandLine.runHere(sweep("early", options));
        assertThat(early.exitCode()).as(early.err()).isZero();
        Outcome whole = CommandLine.runHere(sweep(
                "whole",
                Stream.concat(Stream.of(options), Stream.of("--no-early-end")).toArray(String[]::new)));
        assertThat(whole.exitCode()).as(whole.err()).isZero();

        JsonNode earlyTrials = json("early").get("trials");
        JsonNode wholeTrials = json("whole").get("trials");
        assertThat(wholeTrials).hasSize(4);
        long run = 0;
        long all = 0;
        int trained = 0;
        int stuck = 0;
        for (int i = 0; i < 4; i++) {
            JsonNode one = earlyTrials.get(i);
            JsonNode other = wholeTrials.get(i);
            String id = other.get("id").asText();
            assertThat(one.get("id").asText()).isEqualTo(id);
            assertThat(one.get("trained").asBoolean())
                    .as(id)
                    .isEqualTo(other.get("trained").asBoolean());
            assertThat(other.get("status").asText()).as(id).isNotEqualTo("STUCK");
            if (one.get("status").asText().equals("STUCK")) {
                stuck++;
                assertThat(one.get("iterations").asInt()).as(id).isIn(20, 40, 60);
                assertThat(one.get("error").asText())
                        .startsWith("the loss was no better than guessing, and not falling, after iteration");
            } else {
                assertThat(one.get("testScore")).as(id).isEqualTo(other.get("testScore"));
            }
            trained += other.get("trained").asBoolean() ? 1 : 0;
            int depth = other.get("knobs").get("depth").asInt();
            run += (long) one.get("iterations").asInt() * depth;
            all += (long) other.get("iterations").asInt() * depth;
        }
        assertThat(trained).isBetween(2, 3);
        assertThat(stuck).isOne();
        assertThat(1 - (double) run / all).isGreaterThan(0.2);
        assertThat(early.out())
                .containsPattern(stuck + " of 4 trials ended early, which saved about \\d+ % of the training time"
                        + " \\(\\d+ of \\d+ s\\)")
                .contains("ended early: the loss was no better than guessing, and not falling, after iteration 20: ");
        assertThat(whole.out()).contains("no trial ends early").doesNotContain("ended early");
    }

    /** In a heap of 128 MiB, which holds not much more than every loss of every trial: those are 24 MB of digits. */
    @Test
    void thousandsOfTrialsAreListedResumedAndSummedUp() throws Exception {
        String[] schedule = {"--width", "8", "--batch", "50", "--epochs", "12"};
        assertThat(CommandLine.runHere(sweep("template", concat(schedule, "--depth", "1", "--gain", "1")))
                        .exitCode())
                .isZero();
        Path trials = Files.createDirectories(folder.resolve("many/trials"));
        ObjectMapper mapper = new ObjectMapper();
        TrialResult template = mapper.readValue(
                folder.resolve("template/trials/he-gain-1-depth1-width8-relu-sgd-lr0.01-seed1.json")
                        .toFile(),
                TrialResult.class);
        assertThat(template.history()).hasSize(480);
        Sweep planned = Sweep.of(
                template.spec().training(),
                List.of(Axis.of(Knob.SCHEME, "he"), Axis.of(Knob.GAIN, "0.04:1:0.04"), Axis.of(Knob.DEPTH, "1:100:1")));
        ObjectWriter writer = mapper.writer();
        for (TrialSpec trial : planned.trials()) {
            Files.write(trials.resolve(trial.fullId() + ".json"), writer.writeValueAsBytes(resultOf(trial, template)));
        }

        long start = System.nanoTime();
        Outcome outcome = CommandLine.start(
                        List.of(),
                        List.of("-Xmx128m"),
                        resume(sweep("many", concat(schedule, "--gain", "0.04:1:0.04", "--depth", "1:100:1"))))
                .outcome();
        System.out.printf("sweep of 2500 kept trials: %.1f s%n", (System.nanoTime() - start) / 1e9);

        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        assertThat(outcome.out())
                .contains("trials: 2500; 2500 of 2500 kept from before")
                .contains("the best 30 of 2500; all are in results.json")
                .containsPattern("\\| 0\\.04 \\| 100 +\\| +0\\.1000 \\|")
                .doesNotContain("[1/");
        List<CSVRecord> rows = csv("many");
        assertThat(rows).hasSize(2_500);
        assertThat(rows.get(2_498).toMap())
                .containsEntry("gain", "1")
                .containsEntry("depth", "99")
                .containsEntry("testScore", "0.099");
        assertThat(filesIn("many")).contains("results.json", "accuracy.png", "loss.svg");
    }

    private static TrialResult resultOf(TrialSpec trial, TrialResult template) {
        return new TrialResult(
                trial,
                template.status(),
                template.initialLoss(),
                template.finalLoss(),
                ((MlpSpec) trial.training().network()).depth() / 1000.0,
                template.chance(),
                template.iterations(),
                template.seconds(),
                template.msPerIteration(),
                template.error(),
                template.signalAtStart(),
                template.signalAtEnd(),
                template.history(),
                template.iterationsPerEpoch());
    }

    private String[] sweep(String out, String... options) {
        return concat(
                new String[] {"sweep", "--out", folder.resolve(out).toString(), "--data", data.toString()}, options);
    }

    private static String[] resume(String[] command) {
        return concat(command, "--resume");
    }

    private static String[] concat(String[] some, String... more) {
        return Stream.concat(Stream.of(some), Stream.of(more)).toArray(String[]::new);
    }

    private JsonNode json(String out) throws IOException {
        return new ObjectMapper()
                .readTree(folder.resolve(out).resolve("results.json").toFile());
    }

    private String withoutTimes(String out) throws IOException {
        String written =
                Contents.withoutRun(Files.readString(folder.resolve(out).resolve("results.json")));
        String replaced = written.replaceAll("\"(seconds|msPerIteration)\" : [0-9.E-]+", "\"$1\" : …");
        assertThat(replaced.split("…", -1)).hasSize(1 + 2 * 4);
        return replaced;
    }

    private List<Map<String, String>> csvWithoutTimes(String out) throws IOException {
        List<Map<String, String>> rows = new ArrayList<>();
        for (CSVRecord row : csv(out)) {
            Map<String, String> fields = row.toMap();
            assertThat(fields.keySet().removeAll(Set.of("seconds", "msPerIteration")))
                    .isTrue();
            rows.add(fields);
        }
        return rows;
    }

    private List<CSVRecord> csv(String out) throws IOException {
        try (CSVParser parser = CSVParser.parse(
                folder.resolve(out).resolve("results.csv"),
                StandardCharsets.UTF_8,
                CSVFormat.DEFAULT
                        .builder()
                        .setHeader()
                        .setSkipHeaderRecord(true)
                        .get())) {
            return parser.getRecords();
        }
    }

    private List<String> filesIn(String out) throws IOException {
        Path root = folder.resolve(out);
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(file -> !file.equals(root))
                    .map(file -> root.relativize(file).toString())
                    .sorted()
                    .toList();
        }
    }
}
