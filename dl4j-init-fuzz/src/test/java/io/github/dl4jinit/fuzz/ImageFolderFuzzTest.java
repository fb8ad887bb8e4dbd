// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.dl4jinit.lab.data.ImageDataset;
import io.github.dl4jinit.lab.data.ImageFolderSource;
import io.github.dl4jinit.lab.data.file.ImageSize;
import io.github.dl4jinit.lab.data.file.InvalidDataException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A file among the images of a class, in any of the formats that Java reads, beside a sound one of another class. */
class ImageFolderFuzzTest {

    private static final Scratch FOLDER = new Scratch("images");

    private static Path file;

    @BeforeAll
    static void writeSoundImage() throws IOException {
        Path kept = Path.of("src/test/resources/io/github/dl4jinit/fuzz/ImageFolderFuzzTestInputs/input");
        Files.createDirectories(FOLDER.path("sound"));
        Files.write(FOLDER.path("sound").resolve("image"), Files.readAllBytes(kept.resolve("grey.png")));
        file = Files.createDirectories(FOLDER.path("varied")).resolve("image");
    }

    @FuzzTest
    void input(byte[] input) throws IOException {
        read(input);
    }

    @Test
    void variations() {
        Variations.of(ImageFolderFuzzTest.class).read(1_000, Bytes::vary, ImageFolderFuzzTest::read);
    }

    private static boolean read(byte[] input) throws IOException {
        Files.write(file, input);
        return read(input, null) | read(input, new ImageSize(3, 5, 0));
    }

    private static boolean read(byte[] input, ImageSize size) {
        String text = new String(input, StandardCharsets.ISO_8859_1);
        ImageFolderSource source = new ImageFolderSource(FOLDER.path("").toString(), size, 0.5, 1);
        Optional<ImageDataset> data = Contract.keep(text, InvalidDataException.class, () -> source.load(0));
        data.ifPresent(read -> {
            Contract.same(2, read.trainCount() + read.testCount(), text);
            Contract.require(size == null || read.inputs() % 15 == 0, "gave another size", text, null);
            for (float pixel : read.testBatch(0, 1).pixels()) {
                Contract.require(Float.isFinite(pixel), "gave a pixel of " + pixel, text, null);
            }
        });
        return data.isPresent();
    }
}
