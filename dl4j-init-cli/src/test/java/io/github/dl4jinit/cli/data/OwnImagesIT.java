// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli.data;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.dl4jinit.cli.CommandLine;
import io.github.dl4jinit.cli.CommandLine.Outcome;
import io.github.dl4jinit.cli.SmallMnist;
import io.github.dl4jinit.cli.run.Schemas;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands on a user's own images, through their real command lines. */
class OwnImagesIT {

    @TempDir
    static Path folder;

    @BeforeAll
    static void writeImages() throws IOException {
        SmallMnist.write(folder);
    }

    private static Outcome run(String command, String out, String... options) throws Exception {
        return CommandLine.runHere(Stream.of(
                        Stream.of(command),
                        Stream.of(options),
                        Stream.of("--out", folder.resolve(out).toString()))
                .flatMap(part -> part)
                .toArray(String[]::new));
    }

    private static String file(String name) {
        return folder.resolve(name).toString();
    }

    /** 1000 digits in two files, of which 200 are drawn for testing; and the run is repeated to the digit. */
    @Test
    void filesOfAnyNames() throws Exception {
        Outcome outcome = run(
                "compare",
                "drawn",
                ("--images t10k-images-idx3-ubyte --labels t10k-labels-idx1-ubyte --schemes he --seeds 1 --depth 3"
                                + " --width 32 --batch 20 --lr 0.002")
                        .replace("t10k", file("t10k"))
                        .split(" "));
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        assertThat(outcome.out())
                .contains(
                        "data: " + file("t10k-images-idx3-ubyte") + " and " + file("t10k-labels-idx1-ubyte")
                                + ", test examples drawn by seed 1; 800 training and 200 test images of 784 pixels, 10 classes\n");
        Schemas.assertFollowed(folder.resolve("drawn"));

        Outcome again = CommandLine.runHere("rerun", file("drawn"), "--out", file("again"));
        assertThat(again.exitCode()).as(again.err()).isZero();
        assertThat(again.out()).contains("to the digit: 1 result.", "Version, machine and data are the same.");
    }

    @Test
    void filesForTesting() throws Exception {
        Outcome outcome = run(
                "sweep",
                "pairs",
                ("--images train-images-idx3-ubyte --labels train-labels-idx1-ubyte --test-images"
                                + " t10k-images-idx3-ubyte --test-labels t10k-labels-idx1-ubyte --network cnn --depth 3"
                                + " --width 4 --train-limit 320")
                        .replace(" t", " " + folder + "/t")
                        .split(" "));
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        assertThat(outcome.out()).contains("320 training and 1000 test images of 784 pixels, 10 classes");
        Schemas.assertFollowed(folder.resolve("pairs"));
    }

    /** An LSTM reads a digit row by row, and soon tells more than the commonest one. */
    @Test
    void digitsRowByRow() throws Exception {
        Outcome outcome = run(
                "compare",
                "rows",
                ("--network lstm --depth 1 --width 16 --schemes he --seeds 1 --data " + folder).split(" "));
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        assertThat(outcome.out())
                .contains("2000 training and 1000 test images of 784 pixels, row by row, 10 classes\n");
        JsonNode results =
                new ObjectMapper().readTree(folder.resolve("rows/results.json").toFile());
        assertThat(results.get("summary").get(0).get("scoreMean").asDouble()).isGreaterThan(0.25);
        Schemas.assertFollowed(folder.resolve("rows"));
    }

    /** Digits as PNG files: what is trained and probed. */
    @Test
    void aFolderForEachClass() throws Exception {
        Path pictures = Files.createDirectory(folder.resolve("pictures"));
        writeAsPng(pictures, 300);
        Outcome outcome = run(
                "compare",
                "folder",
                ("--image-size 14x14 --network cnn --depth 2 --width 4 --schemes he --seeds 1 --data " + pictures)
                        .split(" "));
        assertThat(outcome.exitCode()).as(outcome.err()).isZero();
        assertThat(outcome.out())
                .contains(
                        "data: " + pictures + ", scaled to 14x14, test images drawn by seed 1; 240 training and 60 test"
                                + " images of 196 pixels, 10 classes\n");
        Schemas.assertFollowed(folder.resolve("folder"));

        Outcome probe = run("probe", "probe", "--data", pictures.toString(), "--test-share=0.5", "--depth=3");
        assertThat(probe.exitCode()).as(probe.err()).isZero();
        assertThat(folder.resolve("probe/run.json"))
                .content()
                .containsPattern(
                        "\"trainExamples\"\\s*:\\s*150,\\s*\"testExamples\"\\s*:\\s*150,\\s*\"inputs\"\\s*:\\s*784");
        Schemas.assertFollowed(folder.resolve("probe"));
    }

    private static void writeAsPng(Path target, int count) throws IOException {
        byte[] pixels = Files.readAllBytes(folder.resolve("train-images-idx3-ubyte"));
        byte[] labels = Files.readAllBytes(folder.resolve("train-labels-idx1-ubyte"));
        for (int i = 0; i < count; i++) {
            BufferedImage image = new BufferedImage(28, 28, BufferedImage.TYPE_BYTE_GRAY);
            image.getRaster()
                    .setDataElements(0, 0, 28, 28, Arrays.copyOfRange(pixels, 16 + i * 784, 16 + (i + 1) * 784));
            Path ofClass = Files.createDirectories(target.resolve(String.valueOf(labels[8 + i])));
            ImageIO.write(image, "png", ofClass.resolve(i + ".png").toFile());
        }
    }
}
