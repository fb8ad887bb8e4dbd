// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli;

import static io.github.dl4jinit.cli.Patterns.CLASSES;
import static io.github.dl4jinit.cli.Patterns.conf;
import static io.github.dl4jinit.cli.Patterns.data;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.dl4jinit.HeInit;
import io.github.dl4jinit.cli.CommandLine.Outcome;
import io.github.dl4jinit.cli.run.Schemas;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code tune} through its real command line, in real processes. */
class TuneIT {

    /** Fewer than the 37 of a theory that differs from the default are no search. */
    private static final String FEWEST = "37";

    @TempDir
    Path folder;

    private Path patterns;

    /** Noisy copies of one pattern a class, which a network of a few layers tells apart in one epoch. */
    @BeforeEach
    void writePatterns() throws IOException {
        patterns = data(folder, "patterns", 1280, 400, false);
    }

    @Test
    void tunesAndWritesEverything() throws Exception {
        String[] options = small("--depth", "5", "--width", "32", "--trials", "32");
        Outcome outcome = CommandLine.run(tune("a", options));
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.out())
                .contains(
                        "network: 5 hidden layers x 32, RELU; ADAM with learning rate 2.0E-4, batch 128, 1 epoch",
                        "tuning: gain of he: 0.5 to 2.0; the default is 1.0, the theory's value 1.0",
                        "judged by 106 training examples held out until the end",
                        "3 candidates, 2 seeds, 10 iterations, on held-out examples:",
                        "2 candidates, 3 seeds, 10 iterations, on held-out examples:",
                        "2 candidates, 5 seeds, 10 iterations, on held-out examples:",
                        "fresh seeds, on the test set:",
                        "gain 1.0 (default, theory)",
                        "Recommended: gain ",
                        "Values of gain that the search could not tell apart: ")
                .containsPattern("\\n  \\.weightInit\\(new HeInit\\(([0-9.]+)?\\)\\)\\n")
                .contains(folder.resolve("a/tuning.svg").toString());
        assertThat(filesIn("a"))
                .contains(
                        "results.csv",
                        "results.json",
                        "tuning.png",
                        "tuning.svg",
                        "trials/he-depth5-width32-relu-adam-lr2.0E-4-seed1-iterations10.json",
                        "trials/he-depth5-width32-relu-adam-lr2.0E-4-seed6-whole.json");

        JsonNode json = json("a");
        JsonNode result = json.get("result");
        assertThat(result.get("rungs")).hasSize(3);
        assertThat(result.get("rungs").get(0).get("candidates")).hasSize(3);
        assertThat(result.get("spec").get("heldOut").asInt()).isEqualTo(106);
        JsonNode recommended = result.get("recommended").get("values");
        assertThat(result.get("verdict")).isNotEmpty().allSatisfy(candidate -> assertThat(
                        candidate.get("score").get("mean").asDouble())
                .isBetween(0.0, 1.0));
        String gain = recommended.has("gain") ? recommended.get("gain").asText().replaceAll("\\.0$", "") : "";
        assertThat(json.get("java").get(0).asText()).isEqualTo(".weightInit(new HeInit(" + gain + "))");
        assertThat(json.get("verdict"))
                .allSatisfy(sentence -> assertThat(outcome.out()).contains(sentence.asText()));
        assertThat(json.get("environment").get("backend").asText()).isEqualTo("CPU");

        List<String> csv = Files.readAllLines(folder.resolve("a/results.csv"));
        assertThat(csv.get(0)).isEqualTo("rung,iterations,seeds,gain,scoreMean,scoreStd,scoreCi95,trained");
        assertThat(csv.subList(1, 8))
                .extracting(line -> line.split(",")[0])
                .containsExactly("1", "1", "1", "2", "2", "3", "3");
        assertThat(csv.get(8)).startsWith("verdict,10,5,");
        assertThat(csv.subList(1, 4))
                .extracting(line -> line.split(",")[3])
                .containsExactlyInAnyOrder("0.5", "1.0", "2.0");
    }

    /** Nothing can be learnt from labels that have nothing to do with the images, whichever knobs are tuned. */
    @Test
    void randomLabelsLeaveTheTheorysValues() throws Exception {
        Path random = data(folder, "random", 320, 200, true);
        String knobs = "gain=0.5:2,lr=1e-4:1e-2,scheme=he,mirrored,activation=RELU,TANH";
        String[] options = {
            "--data", random.toString(), "--knob", knobs, "--depth", "5", "--width", "16", "--trials", "60"
        };
        Outcome outcome = CommandLine.runHere(tune("a", options));
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        assertThat(outcome.out())
                .contains(
                        "tuning: gain: 0.5 to 2.0; the default is 1.0, the theory's value 1.0",
                        "tuning: lr: 1.0E-4 to 0.01; the default is 2.0E-4",
                        "tuning: scheme: he, mirrored; the default is he",
                        "left out, since they do not go together: scheme mirrored, activation TANH",
                        "Values of scheme that the search could not tell apart: ",
                        "What decided among the first, evenly spread candidates (PED-ANOVA): ",
                        "Recommended: gain 1.0, lr 2.0E-4, scheme he, activation RELU (default, theory)",
                        "That is the default.",
                        ".weightInit(new HeInit())")
                .containsPattern("No significant difference between .* and gain 1.0, lr 2.0E-4, scheme he, activation"
                        + " RELU \\(default, theory\\)|The search found nothing better than the theory's gain 1.0");
        JsonNode result = json("a").get("result");
        assertThat(result.get("recommended").get("values")).isEmpty();
        assertThat(result.get("importance")).hasSize(4);
        List<JsonNode> tried = result.get("rungs").get(0).get("candidates").findValues("values");
        assertThat(tried).hasSizeGreaterThan(10).allSatisfy(values -> assertThat(values.toString())
                .doesNotContainPattern("mirrored.*TANH"));
        assertThat(Files.readAllLines(folder.resolve("a/results.csv")).get(0))
                .startsWith("rung,iterations,seeds,gain,lr,scheme,activation,scoreMean,");
        assertThat(filesIn("a")).doesNotContain("tuning.png");
        Schemas.assertFollowed(folder.resolve("a"));
    }

    /**
     * The sum of two numbers is learnt in ten steps with a learning rate that is ten times the default, which fresh
     * seeds confirm; and the options may stand in a file.
     */
    @Test
    void anLstmFromAFileOfOptions() throws Exception {
        Path options = Files.writeString(
                folder.resolve("lstm.yaml"),
                "command: tune\nnetwork: lstm\ndata: \"adding:2\"\ndepth: 1\nwidth: 4\ntrain-limit: 320\nknob: lr\n");
        Outcome outcome = CommandLine.run(tune("a", "--spec", options.toString(), "--trials", "32"));
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        assertThat(outcome.out())
                .contains(
                        "network: 1 LSTM layers x 4, TANH; ADAM with learning rate 0.01, batch 32, 1 epoch",
                        "tuning: lr: 0.001 to 0.1; the default is 0.01",
                        "Recommended: lr 0.1, test R²",
                        "  .updater(new Adam(0.1))")
                .containsPattern("lr 0.1 is significantly better than lr 0.01 \\(default, theory\\): \\+0\\.");
        Schemas.assertFollowed(folder.resolve("a"));
    }

    /**
     * Also in which candidates it draws from what it has seen. That trials are repeatable is the trainer's own test.
     */
    @Test
    void aKilledSearchIsResumedToTheSameResult() throws Exception {
        String knobs = "lr=1e-3:1e-1,width=8:32,optimizer=SGD,ADAM,batch=64,128";
        String[] options = small("--knob", knobs, "--depth", "3", "--trials", "60", "--seed", "7");
        WorkerScript sound = WorkerScript.answering(1_000);
        assertThat(sound.run(tune("whole", options)).exitCode()).isZero();
        String[] inOneWorker =
                Stream.concat(Stream.of(options), Stream.of("--jobs", "1")).toArray(String[]::new);
        WorkerScript third = WorkerScript.answering(2);
        CommandLine command = third.start(List.of(), tune("killed", inOneWorker));
        command.awaitLine("[2/");
        third.awaitEndlessTrial(command);
        command.signal("KILL", false);
        assertThat(command.outcome().exitCode()).isEqualTo(137);
        assertThat(filesIn("killed")).doesNotContain("results.json").hasSizeGreaterThan(2);

        CommandLine.runHere(tune("killed", options))
                .assertOneMessage(1, "already holds trials: go on with them by --resume");
        List<String> again = new ArrayList<>(List.of(tune("killed", options)));
        again.add("--resume");
        assertThat(sound.run(again.toArray(String[]::new)).exitCode()).isZero();
        assertThat(Contents.of(folder.resolve("killed")).files().get("results.json"))
                .isEqualTo(Contents.of(folder.resolve("whole")).files().get("results.json"));
        assertThat(folder.resolve("killed/results.csv")).hasSameBinaryContentAs(folder.resolve("whole/results.csv"));
        assertThat(filesIn("killed")).isEqualTo(filesIn("whole"));
    }

    /**
     * Eight layers that take two thirds of the signal each; the theory's gain is better than the 0.35 that the file
     * has.
     */
    @Test
    void aConfigurationOfOnesOwn() throws Exception {
        Path file = conf(folder, "mine.json", 64, CLASSES, new HeInit(0.35));
        Outcome outcome = CommandLine.runHere(tune(
                "a", small("--conf", file.toString(), "--batch", "32", "--train-limit", "640", "--trials", FEWEST)));
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        assertThat(outcome.out())
                .contains(
                        "network: " + file,
                        "its own updater",
                        "tuning: gain of own: 0.5 to 2.0; the default is 0.35, the theory's value 1.0")
                .containsPattern("gain \\S+( \\(theory\\))? is significantly better than gain 0.35 \\(default\\)")
                .containsPattern("\\n  \\.weightInit\\(new HeInit\\([0-9.]+\\)\\)   // of each hidden layer\\n");
        JsonNode result = json("a").get("result");
        assertThat(result.get("recommended").get("values").get("gain").asDouble())
                .isBetween(0.7, 2.0);
        assertThat(result.get("recommendedOverDefault").get("mean").asDouble()).isGreaterThan(0.2);
    }

    /**
     * In a year any machine has time for the largest search there is. That it begins after the measurement is enough:
     * it ends like that of any other number of trials, and how much time allows how many is the tuner's own test.
     */
    @Test
    void aBudgetOfTime() throws Exception {
        String[] options = small("--depth", "2", "--width", "16", "--batch", "200", "--budget", "8760h", "--jobs", "2");
        CommandLine command = CommandLine.start(tune("a", options));
        command.awaitLine("2 trials of 6 iterations");
        command.awaitLine("[2/2] he, lr 2.0E-4, seed");
        command.awaitLine("2000 trials of 6 iterations");
        command.signal("KILL", false);
        command.outcome();
        assertThat(filesIn("a"))
                .contains(
                        "trials/he-depth2-width16-relu-adam-lr2.0E-4-seed1-iterations6.json",
                        "trials/he-depth2-width16-relu-adam-lr2.0E-4-seed2-iterations6.json");
    }

    /** A learning rate that is given is the default that is shown. */
    @Test
    void twoKnobsOfAConfiguration() throws Exception {
        Path file = conf(folder, "mine.json", 64, CLASSES, new HeInit());
        Outcome outcome = CommandLine.runHere(tune(
                "a",
                small(
                        "--conf",
                        file.toString(),
                        "--scheme",
                        "xavier",
                        "--knob",
                        "gain,lr",
                        "--lr",
                        "0.004",
                        "--start",
                        "1.3,0.003",
                        "--train-limit",
                        "320",
                        "--trials",
                        FEWEST)));
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        assertThat(outcome.out())
                .contains(
                        "tuning: gain of xavier: 0.65 to 2.6; the default is 1.0, the theory's value 1.4142",
                        "tuning: lr: 3.0E-4 to 0.03; the default is 0.004",
                        "gain 1.414, lr 0.004 (theory)",
                        "gain 1.0, lr 0.004 (default)",
                        "Values of gain that the search could not tell apart: ",
                        "Values of lr that the search could not tell apart: ")
                .containsPattern("\\n  \\.weightInit\\(new XavierInit\\(.*\\)\\)\\n");
        assertThat(filesIn("a")).contains("results.json").doesNotContain("tuning.png", "tuning.svg");
        assertThat(Files.readAllLines(folder.resolve("a/results.csv")).get(0))
                .startsWith("rung,iterations,seeds,gain,lr,");
        Schemas.assertFollowed(folder.resolve("a"));
        JsonNode spec = json("a").get("result").get("spec");
        assertThat(spec.get("defaults").get("values").get("lr").asDouble()).isEqualTo(0.004);
        assertThat(spec.get("training").get("network").get("learningRate").asDouble())
                .isEqualTo(0.004);
    }

    private String[] tune(String out, String... options) {
        return Stream.concat(Stream.of("tune", "--out", folder.resolve(out).toString()), Stream.of(options))
                .toArray(String[]::new);
    }

    private String[] small(String... options) {
        return Stream.concat(Stream.of("--data", patterns.toString()), Stream.of(options))
                .toArray(String[]::new);
    }

    private JsonNode json(String out) throws IOException {
        return new ObjectMapper()
                .readTree(folder.resolve(out).resolve("results.json").toFile());
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
