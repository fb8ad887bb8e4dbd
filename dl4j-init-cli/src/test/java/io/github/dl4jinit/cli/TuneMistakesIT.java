// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli;

import static io.github.dl4jinit.cli.Patterns.CLASSES;
import static io.github.dl4jinit.cli.Patterns.conf;
import static io.github.dl4jinit.cli.Patterns.data;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.dl4jinit.HeInit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Wrong command lines of {@code tune}, and its help. */
class TuneMistakesIT {

    @TempDir
    Path folder;

    private Path patterns;

    /** Noisy copies of one pattern a class, which a network of a few layers tells apart in one epoch. */
    @BeforeEach
    void writePatterns() throws IOException {
        patterns = data(folder, "patterns", 1280, 400, false);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--budget 0m | budget must be more than 0 and at most a year, received 0m",
                "--budget 0 | budget must be a time such as 90s, 10m or 1.5h, received 0",
                "--budget ten | budget must be a time such as 90s, 10m or 1.5h, received ten",
                "--budget -5m | budget must be a time such as 90s, 10m or 1.5h, received -5m",
                "--budget 9000h | budget must be more than 0 and at most a year, received 9000h",
                "--budget 1m --trials 40 | --trials must be left out with --budget, received 40",
                "--trials 5 | trials must be 32 or more, which is what the smallest search takes, received 5",
                "--trials 36 --activation tanh | trials must be 37 or more, which is what the smallest search takes, received 36",
                "--knob gian | knob must be a known name, received gian; did you mean gain?",
                "--knob depth | depth must be given with its values, as in depth=A,B, received none",
                "--knob gain,numerator | knob must be gain or numerator, since one is the other's square, received [gain, numerator]",
                "--knob gain=0.5:2,lrr | gain must be a number, received lrr",
                "--knob wdith=16:64 | knob must be a known name, received wdith; did you mean width?",
                "--knob gain=2:0.5 | gain must be a range FROM:TO from a smaller to a larger number, received 2.0:0.5",
                "--knob seed=1,2 | knob must be another than seed, which no training is to depend on, received [seed]",
                "--knob batch=16:70000 | batch must be from 1 to 1174, received 70000",
                "--knob gain=0.5:2 --start 1 | --start must be left out where a knob is given its values, received [1.0]",
                "--start 0 | start must be from 1e-9 to 1e9, received 0.0",
                "--start 1,2 | start must be one value for each knob, received [1.0, 2.0]",
                "--start x | Invalid value for option '--start'",
                "--held-out 0 | held-out must be from 1 to 1279, received 0",
                "--held-out 1280 | held-out must be from 1 to 1279, received 1280",
                "--scheme normal(0.01) | scheme must be one that has a knob gain, received normal(0.01)",
                "--scheme dl4j:XAVIER | scheme must be one that has a knob gain, received dl4j:XAVIER",
                "--scheme mirrored --activation tanh | the activation function of layer0 must be ReLU, leaky ReLU, PReLU,",
                "--knob scheme=he,mirrored --activation tanh | the activation function of layer0 must be ReLU, leaky ReLU, PReLU,",
                "--tailored --activation hardtanh | the activation function of layer0 must be ReLU, leaky ReLU or one without kinks",
                "--conf missing.json --tailored | --tailored must be left out with --conf, whose network has its own",
                "--allow-class com.example. | --allow-class must be given together with --conf, received [com.example.]",
                "--stuck-after 5 --no-early-end | --stuck-after must be left out with --no-early-end, received 5",
                "--conf missing.json | missing.json is no file: expected the configuration of a network",
                "--conf missing.json --depth 3 | --depth must be left out with --conf, whose network has its own",
                "--resume | --out must be given with --resume",
            })
    void wrongFlags(String options, String message) throws Exception {
        List<String> command = new ArrayList<>(List.of("tune"));
        if (!options.equals("--resume")) {
            command.addAll(List.of("--out", folder.resolve("out").toString()));
        }
        command.addAll(List.of("--data", patterns.toString()));
        command.addAll(List.of(options.split(" ")));
        CommandLine.runHere(command.toArray(String[]::new)).assertOneMessage(2, message);
        assertThat(folder.resolve("out")).doesNotExist();
    }

    @Test
    void wrongConfigurations() throws Exception {
        Path text = Files.writeString(folder.resolve("text.json"), "gain: 2");
        wrong(text, "text.json");
        Path foreign = folder.resolve("foreign.json");
        Files.writeString(
                foreign,
                Files.readString(conf(folder, "mine.json", 64, CLASSES, new HeInit()))
                        .replace(HeInit.class.getName(), "com.example.TameInit"));
        wrong(
                foreign,
                "names the class com.example.TameInit, which is neither DL4J's nor this library's: allow it with"
                        + " --allow-class com.example.TameInit");
        wrong(
                conf(folder, "inputs.json", 63, CLASSES, new HeInit()),
                "the network must be one that classifies 64 inputs into 4 classes, received one that does not: ");
        wrong(
                conf(folder, "classes.json", 64, CLASSES + 1, new HeInit()),
                "the network must be one that classifies 64 inputs into 4 classes, received one that does not: ");
    }

    @Test
    void aSchemeThatDoesNotFitTheConfiguration() throws Exception {
        Path tanh = conf(folder, "tanh.json", 64, CLASSES, new HeInit());
        Files.writeString(tanh, Files.readString(tanh).replace("ActivationReLU", "ActivationTanH"));
        CommandLine.runHere(tune("out", small("--conf", tanh.toString(), "--scheme", "mirrored")))
                .assertOneMessage(2, "or the identity for mirrored weights");
        assertThat(folder.resolve("out")).doesNotExist();
    }

    private void wrong(Path configuration, String message) throws Exception {
        CommandLine.runHere(tune("out", small("--conf", configuration.toString())))
                .assertOneMessage(2, message);
        assertThat(folder.resolve("out")).doesNotExist();
    }

    /** It is known only when a training has been measured, which takes more than a millisecond on any machine. */
    @Test
    void aBudgetForLessThanTheSmallestSearch() throws Exception {
        String[] options = small("--depth", "40", "--width", "128", "--budget", "0.001s", "--jobs", "1");
        CommandLine.runHere(tune("out", options)).assertOneMessage(2, "budget must be enough for ");
    }

    @Test
    void defaultsAreTheDocumentedOnes() throws Exception {
        assertThat(CommandLine.runHere("tune", "--help").out().replaceAll("\\s+", " "))
                .containsSubsequence(
                        "--scheme=SCHEME",
                        "(default: he; with --conf that of each layer)",
                        "--knob=NAME[=VALUES]",
                        "Default: gain",
                        "--trials=N",
                        "(default: 100)",
                        "--budget=TIME",
                        "--start=X",
                        "(default: the theory's value)",
                        "--held-out=N",
                        "(default: a twelfth of them)",
                        "--seed=N",
                        "Default: 1",
                        "--conf=FILE",
                        "--allow-class=CLASS",
                        "--network=NAME",
                        "Default: mlp",
                        "--depth=N",
                        "(default: 50",
                        "--width=N",
                        "(default: 128",
                        "--activation=NAME",
                        "(default: RELU",
                        "--optimiser=NAME",
                        "Default: ADAM",
                        "--lr=X",
                        "--epochs=N",
                        "Default: 1",
                        "--batch=N",
                        "(default: 128",
                        "--train-limit=N",
                        "(default: all",
                        "--stuck-after=N",
                        "a sixth of all iterations, or half of them",
                        "--no-early-end",
                        "--out=DIR",
                        "--resume",
                        "--jobs=N",
                        "--worker-heap=SIZE",
                        "Default: 768m",
                        "--hang-limit=SECONDS",
                        "Default: 600");
    }

    private String[] tune(String out, String... options) {
        return Stream.concat(Stream.of("tune", "--out", folder.resolve(out).toString()), Stream.of(options))
                .toArray(String[]::new);
    }

    private String[] small(String... options) {
        return Stream.concat(Stream.of("--data", patterns.toString()), Stream.of(options))
                .toArray(String[]::new);
    }
}
