// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.dl4jinit.HeInit;
import io.github.dl4jinit.cli.CommandLine.Outcome;
import io.github.dl4jinit.cli.run.Schemas;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.nn.weights.WeightInit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code sweep --conf}: what the knobs of its start do to a network of one's own. */
class SweepConfIT {

    @TempDir
    Path folder;

    private Path patterns;

    @BeforeEach
    void writePatterns() throws Exception {
        patterns = Patterns.data(folder, "patterns", 1280, 400, false);
    }

    /** Nothing arrives behind eight layers of a gain of 0.1, whatever the learning rate. */
    @Test
    void theGainOfItsOwnInitialisersAndTheLearningRate() throws Exception {
        Path file = Patterns.conf(folder, "mine.json", 64, Patterns.CLASSES, new HeInit(0.35));
        Outcome outcome = CommandLine.runHere(sweep(file, "--gain", "0.1,1", "--lr", "0.002,0.004"));
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.out())
                .contains(
                        "network: " + file + "; its own updater\n",
                        "  seed: 1\n  scheme: own\n  gain: 0.1, 1\n  lr: 0.002, 0.004\ntrials: 4\n",
                        "| lr \\ gain |",
                        "2 of 4 cells trained")
                .containsPattern("own\\(gain=1\\), lr 0\\.004, seed 1: test accuracy 0\\.");
        Path out = folder.resolve("out");
        Schemas.assertFollowed(out);
        assertThat(out.resolve("accuracy.png")).isNotEmptyFile();
        assertThat(out.resolve("report.html")).isNotEmptyFile();
        JsonNode json = new ObjectMapper().readTree(out.resolve("results.json").toFile());
        assertThat(json.get("spec").get("network").get("configuration").asText())
                .isEqualTo(file.toString());
        assertThat(json.get("cells"))
                .allSatisfy(cell -> assertThat(cell.get("trained").asInt())
                        .isEqualTo(cell.get("knobs").get("gain").asText().equals("1") ? 1 : 0));

        Outcome more = CommandLine.runHere(sweep(file, "--gain", "0.1,1,1.2", "--lr", "0.002,0.004", "--resume"));
        assertThat(more.exitCode()).as(more.err()).isZero();
        assertThat(more.out()).contains("trials: 6; 4 of 6 kept from before", "4 of 6 cells trained");
    }

    /** Else all cells of the map were one network. */
    @Test
    void aGainThatNoInitialiserHas() throws Exception {
        Path file = Patterns.conf(folder, "mine.json", 64, Patterns.CLASSES, WeightInit.XAVIER.getWeightInitFunction());
        CommandLine.runHere(sweep(file, "--gain", "0.5,1"))
                .assertOneMessage(
                        2,
                        "gain must be a knob that an initialiser of the network has, or set of a scheme for all layers,"
                                + " such as he, received own(gain=0.5)");
        assertThat(folder.resolve("out")).doesNotExist();
    }

    private String[] sweep(Path file, String... options) {
        List<String> always = List.of(
                "sweep",
                "--conf",
                file.toString(),
                "--data",
                patterns.toString(),
                "--batch",
                "32",
                "--out",
                folder.resolve("out").toString());
        return Stream.concat(always.stream(), Stream.of(options)).toArray(String[]::new);
    }
}
