// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jinit.lab.data.file.ImageSize;
import io.github.dl4jinit.lab.data.file.InvalidDataException;
import io.github.dl4jinit.lab.data.split.EpochOrder;
import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Folders of images that are written here, pixel by pixel, by the JDK. */
class ImageFolderSourceTest {

    private static final ImageSize AS_THEY_ARE = null;

    @TempDir
    Path folder;

    private static BufferedImage image(int type, int height, int width, int... pixels) {
        BufferedImage image = new BufferedImage(width, height, type);
        if (type == BufferedImage.TYPE_INT_RGB || type == BufferedImage.TYPE_INT_ARGB) {
            image.setRGB(0, 0, width, height, pixels, 0, width);
        } else {
            image.getRaster().setSamples(0, 0, width, height, 0, pixels);
        }
        return image;
    }

    private static BufferedImage grey(int height, int width, int... levels) {
        return image(BufferedImage.TYPE_BYTE_GRAY, height, width, levels);
    }

    private Path write(String name, BufferedImage image) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        String format = name.substring(name.lastIndexOf('.') + 1);
        assertThat(ImageIO.write(image, format, file.toFile())).as(name).isTrue();
        return file;
    }

    /** The black and white image of a second class, beside which numbers of the other become what they are again. */
    private void writeSecondClass(int height, int width) throws IOException {
        int[] levels = new int[height * width];
        levels[0] = 255;
        write("z/edge.png", grey(height, width, levels));
    }

    private ImageDataset load(ImageSize size) throws IOException {
        return new ImageFolderSource(folder.toString(), size, 0.5, 1).load(0);
    }

    /** The levels from 0 to 255 of all images of a class, one after the other: standardising is undone. */
    private static int[] levels(ImageDataset data, int label) {
        double[] shift = {Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY};
        int[] all = IntStream.range(0, data.trainCount()).toArray();
        List<Batch> batches = List.of(data.trainBatch(all, 0, all.length), data.testBatch(0, data.testCount()));
        for (Batch batch : batches) {
            for (float pixel : batch.pixels()) {
                shift[0] = Math.min(shift[0], pixel);
                shift[1] = Math.max(shift[1], pixel);
            }
        }
        return batches.stream()
                .flatMapToInt(batch -> IntStream.range(0, batch.pixels().length)
                        .filter(i -> batch.labels()[i / data.inputs()] == label)
                        .map(i -> (int) Math.round(255 * (batch.pixels()[i] - shift[0]) / (shift[1] - shift[0]))))
                .toArray();
    }

    /** Six rows: of interlaced GIF files of fewer than five, Java's own reader loses some. */
    @Test
    void greyValuesAreThoseOfTheFiles() throws IOException {
        int[] levels = {0, 1, 50, 127, 128, 255};
        writeSecondClass(6, 1);
        for (String format : List.of("png", "bmp", "gif", "tiff")) {
            Path file = write("a/grey." + format, grey(6, 1, levels));
            ImageDataset data = load(AS_THEY_ARE);
            assertThat(levels(data, 0)).as(format).containsExactly(levels);
            assertThat(Single.inputType(data)).isEqualTo(InputType.convolutionalFlat(6, 1, 1));
            assertThat(Single.target(data)).isEqualTo(Target.classes(2));
            Files.delete(file);
        }
    }

    @Test
    void sixteenBitsAreMadeEightAndOneBitTwoLevels() throws IOException {
        writeSecondClass(1, 4);
        write("a/x.png", image(BufferedImage.TYPE_USHORT_GRAY, 1, 4, 0, 255, 256, 65535));
        assertThat(levels(load(AS_THEY_ARE), 0)).containsExactly(0, 0, 1, 255);
        write("a/x.png", image(BufferedImage.TYPE_BYTE_BINARY, 1, 4, 0, 1, 1, 0));
        ImageDataset data = load(AS_THEY_ARE);
        assertThat(Single.inputType(data)).isEqualTo(InputType.convolutionalFlat(1, 4, 1));
        assertThat(levels(data, 0)).containsExactly(0, 255, 255, 0);
    }

    /** Red, green and blue one after the other; what is transparent has the colours of its file. */
    @Test
    void coloursAreChannels() throws IOException {
        writeSecondClass(1, 2);
        for (int type : new int[] {BufferedImage.TYPE_INT_RGB, BufferedImage.TYPE_INT_ARGB}) {
            write("a/x.png", image(type, 1, 2, 0x80010203, 0xFFFE32));
            ImageDataset data = load(AS_THEY_ARE);
            assertThat(Single.inputType(data)).isEqualTo(InputType.convolutionalFlat(1, 2, 3));
            assertThat(levels(data, 0)).containsExactly(1, 0xFF, 2, 0xFE, 3, 0x32);
            assertThat(levels(data, 1)).containsExactly(255, 0, 255, 0, 255, 0);
            assertThat(data.content()).isEqualTo("1 training and 1 test images of 1x2 pixels in 3 channels, 2 classes");
        }
        // 0.299 · 1 + 0.587 · 2 + 0.114 · 3 = 1.8, and 0.299 · 255 + 0.587 · 254 + 0.114 · 50 = 231.0
        assertThat(levels(load(ImageSize.parse("1x2x1")), 0)).containsExactly(2, 231);
        // 0.299 · 200 + 0.587 · 30 + 0.114 · 10 = 78.55, and 0.299 · 10 + 0.587 · 200 + 0.114 · 30 = 123.81
        write("a/x.png", image(BufferedImage.TYPE_INT_RGB, 1, 2, 0xC81E0A, 0x0AC81E));
        assertThat(levels(load(ImageSize.parse("1x2x1")), 0)).containsExactly(79, 124);
        byte[] red = {0, (byte) 200};
        byte[] none = {0, 0};
        BufferedImage palette =
                new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_INDEXED, new IndexColorModel(1, 2, red, none, none));
        palette.getRaster().setSamples(0, 0, 2, 1, 0, new int[] {1, 0});
        write("a/x.png", palette);
        assertThat(levels(load(AS_THEY_ARE), 0)).containsExactly(200, 0, 0, 0, 0, 0);
        Files.delete(folder.resolve("a/x.png"));
        write("a/x.jpg", image(BufferedImage.TYPE_INT_RGB, 1, 2, 0xC86432, 0xC86432));
        int[] lossy = levels(load(AS_THEY_ARE), 0);
        int[] expected = {200, 200, 100, 100, 50, 50};
        for (int i = 0; i < 6; i++) {
            assertThat(lossy[i]).isCloseTo(expected[i], within(3));
        }
    }

    @Test
    void imagesOfDifferentSizesAreScaledByMeans() throws IOException {
        writeSecondClass(2, 2);
        write("a/large.png", grey(4, 4, 0, 10, 100, 200, 20, 30, 100, 200, 7, 7, 0, 0, 7, 7, 0, 255));
        assertRefused("z/edge.png: expected 4x4 pixels as in ", "large.png, found 2x2; scale all by --image-size");
        ImageDataset data = load(ImageSize.parse("2x2"));
        assertThat(levels(data, 0)).containsExactly(15, 150, 7, 64);
        assertThat(levels(data, 1)).containsExactly(255, 0, 0, 0);
        // A column of the three is a whole one and half of the middle one; two rows are each of them twice.
        write("a/large.png", grey(1, 3, 30, 60, 255));
        assertThat(levels(data = load(ImageSize.parse("2x2")), 0)).containsExactly(40, 190, 40, 190);
        assertThat(data.sha256()).isEqualTo(load(ImageSize.parse("2x2x1")).sha256());
    }

    /** Expected digest by Python's hashlib over the bytes that {@code run.schema.json} names. */
    @Test
    void foldersForTrainingAndTesting() throws IOException {
        for (int i = 0; i < 4; i++) {
            write("train/b/" + i + ".png", grey(1, 2, 10 * i, 1));
            write("train/a/" + i + ".png", grey(1, 2, 10 * i + 100, 0));
        }
        write("test/b/x.png", grey(1, 2, 255, 2));
        Files.writeString(folder.resolve("train/b/.hidden"), "no image");
        Files.writeString(folder.resolve("train/README"), "beside the classes");
        ImageFolderSource source = new ImageFolderSource(folder.toString());
        assertThat(source.description()).isEqualTo(folder.toString());
        ImageDataset data = source.load(0);
        assertThat(data.trainCount()).isEqualTo(8);
        assertThat(data.testBatch(0, 1).labels()).containsExactly(1);
        assertThat(data.chance()).isEqualTo(1);
        int[] order = EpochOrder.of(8, 1, 0);
        int[] all = IntStream.range(0, 8).toArray();
        assertThat(data.trainBatch(all, 0, 8).labels())
                .containsExactly(IntStream.of(order).map(i -> i < 4 ? 0 : 1).toArray());
        assertThat(source.load(5).trainBatch(all, 0, 5).labels())
                .containsExactly(Arrays.copyOf(data.trainBatch(all, 0, 8).labels(), 5));
        assertThat(data.sha256()).isEqualTo("bde1e767ca1a2f8446c8022d084baae02a7b429c6fc71ba7406b28a649f07e26");

        write("test/c/x.png", grey(1, 2, 255, 2));
        assertRefused("c: expected a class that train has, too, found another");
        Files.createDirectory(folder.resolve("val"));
        assertRefused(folder + ": expected no folders beside train and test, found [test, train, val]");
    }

    /** What a reader makes of half a file is no image. */
    @Test
    void truncatedFilesAreRefused() throws IOException {
        int[] pixels = IntStream.range(0, 32 * 32).map(i -> i * i % 251).toArray();
        write("b/edge.png", grey(32, 32, pixels));
        for (String format : List.of("png", "jpg", "gif", "bmp", "tiff")) {
            Path file = write("a/x." + format, grey(32, 32, pixels));
            byte[] whole = Files.readAllBytes(file);
            String digest = load(AS_THEY_ARE).sha256();
            for (int part = 0; part < 16; part++) {
                Files.write(file, Arrays.copyOf(whole, whole.length * part / 16));
                assertThatThrownBy(() -> assertThat(load(AS_THEY_ARE).sha256())
                                .as("%s, %s", format, digest)
                                .isNull())
                        .isInstanceOf(InvalidDataException.class)
                        .hasMessageStartingWith(file + ": expected a");
            }
            Files.delete(file);
        }
    }

    /** The header of a PNG file says what its maker likes. */
    @Test
    void noMemoryIsTakenForAHeader() throws IOException {
        writeSecondClass(1, 1);
        Path bomb = Files.write(
                Files.createDirectory(folder.resolve("a")).resolve("bomb.png"),
                HexFormat.of()
                        .parseHex(
                                "89504e470d0a1a0a" // what every PNG file begins with
                                        + "0000000d" + "49484452" + "0000ea60" + "0000ea60" + "0802000000"
                                        + "0fb0e215" // IHDR
                                        + "00000000" + "49444154" + "35af061e")); // IDAT, of no bytes
        assertRefused(bomb + ", an image of 60000x60000 pixels: takes 27466 MB of memory, more than is left of the ");
    }

    @Test
    void whatIsNoFolderOfImagesIsToldInASentence() throws IOException {
        assertRefused(folder + ": expected from 2 to 10000 folders, one for each class, found []");
        writeSecondClass(1, 1);
        assertRefused(folder + ": expected from 2 to 10000 folders, one for each class, found [z]");
        Path empty = Files.createDirectory(folder.resolve("a"));
        assertRefused(empty + ": expected images of this class, found none");
        Path file = Files.writeString(empty.resolve("text.png"), "no image");
        assertRefused(file + ": expected an image of a format that Java reads, such as PNG or JPEG, found none");
        Files.delete(file);
        Path inner = Files.createDirectory(empty.resolve("inner"));
        assertRefused(inner + ": expected an image, found a folder or something else that is no file");
        Files.delete(inner);
        write("a/wide.png", grey(1, 5000, new int[5000]));
        Files.delete(folder.resolve("z/edge.png"));
        write("z/wide.png", grey(1, 5000, new int[5000]));
        assertRefused("wide.png: expected at most 4096 pixels a side, found 1x5000; scale all by --image-size");
        for (String size : List.of("", "28", "28x", "x28", "28X28", "28x28x2", "28x28x", "-1x3", "28 x 28", "1e1x3")) {
            assertThatThrownBy(() -> ImageSize.parse(size))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("image-size must be height by width, such as 28x28");
        }
        assertThatThrownBy(() -> ImageSize.parse("0x28")).hasMessage("image-size must be from 1 to 4096, received 0");
        assertThat(ImageSize.parse("5x7x3").text()).isEqualTo("5x7x3");
    }

    private void assertRefused(String... parts) {
        assertThatThrownBy(() -> load(AS_THEY_ARE))
                .isInstanceOf(InvalidDataException.class)
                .hasMessageContainingAll(parts);
    }
}
