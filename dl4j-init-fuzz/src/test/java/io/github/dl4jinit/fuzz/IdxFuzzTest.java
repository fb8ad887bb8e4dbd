// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.fuzz;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.github.dl4jinit.lab.data.DataSource;
import io.github.dl4jinit.lab.data.IdxSource;
import io.github.dl4jinit.lab.data.ImageDataset;
import io.github.dl4jinit.lab.data.file.InvalidDataException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** An IDX file, compressed or not, in the place of the training images and in that of their labels. */
class IdxFuzzTest {

    private static final String IMAGES = "train-images-idx3-ubyte";
    private static final String LABELS = "train-labels-idx1-ubyte";

    private static final int IMAGES_IN_FILE = 6;

    private static final Scratch FOLDER = new Scratch("idx");

    private static byte[] images;
    private static byte[] labels;

    @BeforeAll
    static void readValidFiles() throws IOException {
        Path kept = Path.of("src/test/resources/io/github/dl4jinit/fuzz/IdxFuzzTestInputs/input");
        images = Files.readAllBytes(kept.resolve("images"));
        labels = Files.readAllBytes(kept.resolve("labels"));
        Files.write(FOLDER.path("t10k-images-idx3-ubyte"), images);
        Files.write(FOLDER.path("t10k-labels-idx1-ubyte"), labels);
    }

    @FuzzTest
    void input(byte[] input) throws IOException {
        read(input);
    }

    @Test
    void variations() {
        Variations.of(IdxFuzzTest.class).read(2_000, Bytes::vary, IdxFuzzTest::read);
    }

    private static boolean read(byte[] input) throws IOException {
        return read(input, input, labels) | read(input, images, input) | readAlone(input);
    }

    /** Beside labels of six, of which two are drawn for testing: so it may be of any type and dimensions. */
    private static boolean readAlone(byte[] input) throws IOException {
        boolean zipped = write(IMAGES, input);
        write(LABELS, labels);
        IdxSource source = new IdxSource.Drawn(
                FOLDER.path(zipped ? IMAGES + ".gz" : IMAGES).toString(),
                FOLDER.path(LABELS).toString(),
                1 / 3.0,
                1);
        return read(input, source, IMAGES_IN_FILE - 2);
    }

    private static boolean read(byte[] input, byte[] ofImages, byte[] ofLabels) throws IOException {
        write(IMAGES, ofImages);
        write(LABELS, ofLabels);
        return read(input, DataSource.of(FOLDER.path("")), IMAGES_IN_FILE);
    }

    private static boolean read(byte[] input, IdxSource source, int trained) {
        String text = new String(input, StandardCharsets.ISO_8859_1);
        Optional<ImageDataset> data =
                Contract.keep(text, InvalidDataException.class, () -> ImageDataset.load(source, 0));
        data.ifPresent(read -> {
            int count = read.trainCount();
            // The file of the pair that was not changed has so many.
            Contract.same(trained, count, text);
            float[] pixels = read.trainBatch(IntStream.range(0, count).toArray(), 0, count)
                    .pixels();
            Contract.require(pixels.length == count * read.inputs(), "gave other pixels than it says", text, null);
            for (float pixel : pixels) {
                Contract.require(Float.isFinite(pixel), "gave a pixel of " + pixel, text, null);
            }
        });
        return data.isPresent();
    }

    private static boolean write(String name, byte[] bytes) throws IOException {
        boolean zipped = bytes.length > 1 && bytes[0] == 0x1f && bytes[1] == (byte) 0x8b;
        Files.deleteIfExists(FOLDER.path(zipped ? name : name + ".gz"));
        Files.write(FOLDER.path(zipped ? name + ".gz" : name), bytes);
        return zipped;
    }
}
