// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.dl4jinit.HeInit;
import io.github.dl4jinit.cli.CommandLine.Outcome;
import io.github.dl4jinit.cli.run.RunFolder;
import io.github.dl4jinit.cli.run.Schemas;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code probe --conf}: what another start of a network of one's own would look like. */
class ProbeConfIT {

    @TempDir
    Path folder;

    /** The file's weights, of which nothing arrives, are not those that are probed. */
    @Test
    void theConfigurationOfAModelIsDrawnAnew() throws Exception {
        MultiLayerNetwork saved = new MultiLayerNetwork(
                MultiLayerConfiguration.fromJson(Files.readString(conf("mine.json", new HeInit()))));
        saved.init();
        saved.params().muli(0.01);
        Path file = folder.resolve("mine.zip");
        saved.save(file.toFile());
        Path out = folder.resolve("out");
        Outcome outcome = probe(file, "--fail-unhealthy", "--out", out.toString());
        assertThat(outcome.exitCode()).as(outcome.out() + outcome.err()).isZero();
        assertThat(outcome.out()).startsWith("Healthy: ");
        Schemas.assertFollowed(out);
        assertThat(RunFolder.read(out).subject()).isEqualTo("own in " + file);
    }

    /** Pre-activations of variance 4, measured by made-up inputs, leave ReLU a mean square of 2; He's leave 1. */
    @Test
    void aSchemeThatLooksAtInputs() throws Exception {
        Outcome outcome = probe(conf("mine.json", new HeInit(0.01)), "--scheme", "lsuv(targetVariance=4)", "--json");
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        JsonNode layers = new ObjectMapper().readTree(outcome.out()).get("layers");
        for (int layer = 1; layer <= 8; layer++) { // behind the input
            double rms = layers.get(layer).get("activation").get("rms").asDouble();
            // The variance is met to 2 %; the share of the positive half differs from layer to layer.
            assertThat(rms * rms).as("layer %d", layer).isCloseTo(2, within(0.9));
        }
    }

    /** ReLU leaves some 50 of a variance of 100; the patterns have 1. */
    @Test
    void aSchemeThatLooksAtData() throws Exception {
        Path patterns = Patterns.data(folder, "patterns", 320, 40, false);
        String[] options = {
            "--scheme", "lsuv(targetVariance=100)", "--data", patterns.toString(), "--batch", "32", "--json"
        };
        Outcome outcome = probe(conf("mine.json", new HeInit()), options);
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        JsonNode layers = new ObjectMapper().readTree(outcome.out()).get("layers");
        assertThat(layers.get(1).get("activation").get("rms").asDouble()).isGreaterThan(5);
    }

    @Test
    void aSchemeThatDoesNotFit() throws Exception {
        Path file = conf("mine.json", new HeInit());
        Files.writeString(file, Files.readString(file).replace("ActivationReLU", "ActivationTanH"));
        probe(file, "--scheme", "mirrored")
                .assertOneMessage(
                        1,
                        "dl4j-init probe: " + file + " cannot be initialised by mirrored: the activation function of");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--model a.zip | --model must be left out with --conf, which draws the weights of its network anew",
                "--depth 9     | --depth must be left out with --conf, whose network has its own",
                "--lr          | --lr must be given together with --data beside --conf, because labels that are made up",
                "--lr 0 --data d | lr must be positive and finite, received 0.0",
                "--scheme gain | scheme must be one of he,",
                "--input-shape 0 | input-shape must be one to three positive numbers, received [0]",
            })
    void mistakes(String options, String message) throws IOException {
        probe(Path.of("mine.json"), options.split(" ")).assertOneMessage(2, message);
    }

    private Path conf(String name, HeInit init) throws Exception {
        return Patterns.conf(folder, name, 64, Patterns.CLASSES, init);
    }

    private static Outcome probe(Path file, String... options) throws IOException {
        return CommandLine.runHere(
                Stream.concat(List.of("probe", "--conf", file.toString()).stream(), Stream.of(options))
                        .toArray(String[]::new));
    }
}
