// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.dl4jinit.cli.CommandLine.Outcome;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code dl4j-init gain}, as a user starts it. */
class GainIT {

    @TempDir
    Path folder;

    /** The published values: gain 1.5925 where PyTorch has 5/3, and the critical point (1.76, 0.05). */
    @Test
    void tableOfOneActivation() throws Exception {
        Outcome outcome = CommandLine.run("gain", "TanH");
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        assertThat(outcome.err()).isEmpty();
        assertThat(outcome.out().replaceAll(" +", " "))
                .contains("| activation | mean | E[φ²] | forward gain | backward gain | PyTorch | drift | depth scale |"
                        + " critical σ_w² | its q |")
                .contains("| tanh | 0.000000 | 0.394294 | 1.592537 | 1.467414 | 1.666667 | 0.461 | 11.5 | 1.760955 |"
                        + " 0.5700 |");
    }

    @Test
    void tableOfAllThatHaveAGain() throws Exception {
        Outcome outcome = CommandLine.runHere("gain");
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        List<String> rows = outcome.out()
                .lines()
                .filter(line -> line.matches("\\| [a-z0-9]+ +\\|.*\\d.*"))
                .toList();
        assertThat(rows).hasSize(20).noneMatch(row -> row.contains("softmax") || row.contains("NaN"));
        assertThat(outcome.out().replaceAll(" +", " "))
                .contains("| selu | 0.000000 | 1.000000 | 1.000000 | 0.966026 | 0.750000 |")
                .contains("| relu | 0.398942 | 0.500000 | 1.414214 | 1.414214 | 1.414214 | 1.000 | ∞ | 2.000000 | ∞ |")
                .contains(
                        "| mish | 0.240404 | 0.452342 | 1.486848 | 1.444755 | – | 1.076 | explodes | 2.104798 | 0.9054,"
                                + " unstable |");
    }

    @Test
    void jsonWithParametersAndBiases() throws Exception {
        Outcome outcome = CommandLine.runHere("gain", "leakyrelu(0.2)", "swish", "relu", "--sigma-b2", "0", "--json");
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        JsonNode json = new ObjectMapper().readTree(outcome.out());
        assertThat(json.get("sigmaB2").asDouble()).isZero();
        JsonNode leaky = json.get("activations").get(0);
        assertThat(leaky.get("activation").asText()).isEqualTo("leakyrelu(0.2)");
        assertThat(leaky.get("forwardGain").asDouble()).isCloseTo(Math.sqrt(2 / 1.04), within(1e-12));
        assertThat(leaky.get("pytorchGain").asDouble()).isCloseTo(Math.sqrt(2 / 1.04), within(1e-12));
        JsonNode swish = json.get("activations").get(1);
        assertThat(swish.get("pytorchGain").isNull()).isTrue();
        assertThat(swish.get("drift").asDouble()).isCloseTo(1.1726, within(1e-4));
        assertThat(swish.get("atForwardGain").get("kind").asText()).isEqualTo("UNSTABLE");
        assertThat(swish.get("critical").get("stable").asBoolean()).isFalse();
        JsonNode relu = json.get("activations").get(2);
        assertThat(relu.get("atForwardGain").get("kind").asText()).isEqualTo("NEUTRAL");
        assertThat(relu.get("atForwardGain")
                        .get("depthScale")
                        .get("correlation")
                        .isNull())
                .as("infinite")
                .isTrue();
        assertThat(relu.get("critical").get("sigmaW2").asDouble()).isCloseTo(2, within(1e-12));
    }

    @Test
    void pictures() throws Exception {
        Path plots = folder.resolve("new/plots");
        Outcome outcome = CommandLine.runHere(
                "gain", "tanh", "leakyrelu(-0.2)", "leakyrelu(0.2)", "cube", "--plot", plots.toString());
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        for (String name : List.of("tanh", "leakyrelu_-0.2", "leakyrelu_0.2", "cube")) {
            for (String picture : List.of("critical-line", "length-map")) {
                Path png = plots.resolve(name + "-" + picture + ".png");
                assertThat(outcome.out()).contains(png.toString());
                assertThat(coloursOf(ImageIO.read(png.toFile()))).contains(0x0072B2, 0xD55E00);
                String svg = Files.readString(plots.resolve(name + "-" + picture + ".svg"));
                assertThat(svg).contains("σ_b²");
                DocumentBuilderFactory reader = DocumentBuilderFactory.newInstance();
                reader.setFeature("http://apache.org/xml/features/nonvalidating/load-external-dtd", false);
                reader.newDocumentBuilder()
                        .parse(plots.resolve(name + "-" + picture + ".svg").toFile());
            }
        }
    }

    /** As in a container: fontconfig is there, and no font; and a screen is named that is gone. */
    @Test
    void picturesWithoutAFontOfTheSystem() throws Exception {
        assumeTrue(System.getProperty("os.name").equals("Linux"), "fontconfig is Linux's");
        Path none = Files.writeString(folder.resolve("fonts.conf"), "<?xml version=\"1.0\"?><fontconfig></fontconfig>");
        Path plots = folder.resolve("plots");
        List<String> prefix = List.of("env", "DISPLAY=:99", "FONTCONFIG_FILE=" + none);
        List<String> home = List.of("-Duser.home=" + folder, "-Djava.io.tmpdir=" + folder); // where Java notes fonts
        Outcome outcome = CommandLine.start(prefix, home, "gain", "relu", "--plot", plots.toString())
                .outcome();
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        assertThat(outcome.err()).isEmpty();
        BufferedImage picture =
                ImageIO.read(plots.resolve("relu-critical-line.png").toFile());
        BufferedImage title = picture.getSubimage(0, 0, picture.getWidth(), picture.getHeight() / 20);
        assertThat(coloursOf(title)).as("a black title on white").contains(0x000000, 0xFFFFFF);
        try (Stream<Path> left = Files.list(folder)) {
            assertThat(left).noneMatch(path -> path.getFileName().toString().startsWith("dl4j-init-font"));
        }
        // And without a place for ours, a sentence.
        List<String> full = List.of("-Duser.home=" + folder, "-Djava.io.tmpdir=/dev/null");
        Outcome without = CommandLine.start(prefix, full, "gain", "relu", "--plot", plots.toString())
                .outcome();
        assertThat(without.exitCode()).isEqualTo(1);
        assertThat(without.err().lines())
                .hasSize(2)
                .allMatch(line -> line.contains("cannot be drawn: Java finds no fonts; install fontconfig and a font"));
    }

    private static Set<Integer> coloursOf(BufferedImage image) {
        Set<Integer> colours = new HashSet<>();
        for (int pixel : image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth())) {
            colours.add(pixel & 0xFFFFFF);
        }
        return colours;
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "softmax | 2 | activation must be element-wise: each output a function of its own input alone, received softmax",
                "reluu | 2 | activation must be a known name, received reluu; did you mean RELU?",
                "leakyrelu( | 2 | received leakyrelu(",
                "elu(x) | 2 | a parameter of elu must be a number, received x",
                "elu(NaN) | 2 | a parameter of elu must be finite, received NaN",
                "elu(1,2) | 2 | the number of parameters of elu must be 1, received 2",
                "tanh(1) | 2 | the number of parameters of tanh must be 0, received 1",
                "thresholdedrelu(30) | 2 | activation must be different from zero where N(0, 1) has mass, received thresholdedrelu(theta=30.0)",
                "--sigma-b2 -1 | 2 | sigma-b2 must be zero or more and finite, received -1.0",
                "--sigma-b2 NaN | 2 | sigma-b2 must be zero or more and finite, received NaN",
                "--sigma-b2 x | 2 | Invalid value for option '--sigma-b2'",
                "tanh --plot /dev/null/x | 1 | cannot create the folder /dev/null/x",
            })
    void mistakes(String arguments, int exitCode, String message) throws Exception {
        CommandLine.runHere(("gain " + arguments).split(" ")).assertOneMessage(exitCode, message);
    }
}
