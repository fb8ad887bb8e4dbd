// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jinit.lab.data.file.DataFile;
import io.github.dl4jinit.lab.data.file.InvalidDataException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImageDatasetTest {

    private static final int IMAGES = 0x803;
    private static final int LABELS = 0x801;

    @TempDir
    Path folder;

    /** Six training and two test images of 2 × 3 pixels, three classes. */
    @BeforeEach
    void writeSmallDataset() throws IOException {
        Files.write(folder.resolve("train-images-idx3-ubyte"), idx(IMAGES, pixels(6), 6, 2, 3));
        Files.write(folder.resolve("train-labels-idx1-ubyte"), idx(LABELS, new byte[] {0, 1, 2, 0, 1, 2}, 6));
        Files.write(folder.resolve("t10k-images-idx3-ubyte"), idx(IMAGES, pixels(2), 2, 2, 3));
        Files.write(folder.resolve("t10k-labels-idx1-ubyte"), idx(LABELS, new byte[] {1, 1}, 2));
    }

    /** Expected digest by Python's hashlib over the bytes that {@code ImageDataset.sha256} names. */
    @Test
    void theDigestTellsDataApart() throws IOException {
        String digest = ImageDataset.load(DataSource.of(folder), 0).sha256();
        assertThat(digest).isEqualTo("e140ad9140f8940c13199c2560d4bfb1448f9954cd4d78eb969c733c34bef3f1");
        assertThat(ImageDataset.load(DataSource.of(folder), 5).sha256()).isNotEqualTo(digest);
        Files.write(folder.resolve("t10k-labels-idx1-ubyte"), idx(LABELS, new byte[] {1, 0}, 2));
        assertThat(ImageDataset.load(DataSource.of(folder), 0).sha256()).isNotEqualTo(digest);
    }

    /** The well-known MD5 sums of the uncompressed files. */
    @ParameterizedTest
    @CsvSource({
        "train-images-idx3-ubyte, 6bbc9ace898e44ae57da46a324031adb",
        "train-labels-idx1-ubyte, a25bea736e30d166cdddb491f175f624",
        "t10k-images-idx3-ubyte, 2646ac647ad5339dbf082846283269ea",
        "t10k-labels-idx1-ubyte, 27ae3e4e09519cfbb04c329615203637",
    })
    void theBundledFilesAreMnist(String name, String md5) throws Exception {
        try (DataFile file = new IdxSource.Bundled().open(name)) {
            byte[] digest =
                    MessageDigest.getInstance("MD5").digest(file.stream().readAllBytes());
            assertThat(HexFormat.of().formatHex(digest)).isEqualTo(md5);
        }
    }

    @Test
    void bundledMnistIsStandardised() throws IOException {
        ImageDataset mnist = ImageDataset.load(DataSource.of(null), 0);
        assertThat(mnist.trainCount()).isEqualTo(60_000);
        assertThat(mnist.testCount()).isEqualTo(10_000);
        assertThat(mnist.inputs()).isEqualTo(784);
        assertThat(mnist.classes()).isEqualTo(10);
        assertThat(mnist.chance()).isEqualTo(0.1135); // 1135 ones

        int[] inOrder = IntStream.range(0, 60_000).toArray();
        double sum = 0;
        double sumOfSquares = 0;
        for (int from = 0; from < 60_000; from += 1000) {
            for (float pixel : mnist.trainBatch(inOrder, from, from + 1000).pixels()) {
                sum += pixel;
                sumOfSquares += pixel * pixel;
            }
        }
        double count = 60_000 * 784.0;
        assertThat(sum / count).isCloseTo(0, within(1e-5));
        assertThat(sumOfSquares / count).isCloseTo(1, within(1e-5));
    }

    @Test
    void folderIsReadCompressedOrNot() throws IOException {
        ImageDataset plain = ImageDataset.load(DataSource.of(folder), 0);
        assertThat(plain.trainCount()).isEqualTo(6);
        assertThat(plain.classes()).isEqualTo(3);
        assertThat(plain.testBatch(0, 2).labels()).containsExactly(1, 1);

        Path file = folder.resolve("train-images-idx3-ubyte");
        try (OutputStream out =
                new GZIPOutputStream(Files.newOutputStream(folder.resolve(file.getFileName() + ".gz")))) {
            out.write(Files.readAllBytes(file));
        }
        Files.delete(file);
        ImageDataset mixed = ImageDataset.load(DataSource.of(folder), 0);
        int[] order = {5, 0};
        assertThat(mixed.trainBatch(order, 0, 2).pixels())
                .isEqualTo(plain.trainBatch(order, 0, 2).pixels());
    }

    @Test
    void aLimitKeepsTheFirstAndStandardisesByThem() throws IOException {
        ImageDataset two = ImageDataset.load(DataSource.of(folder), 2);
        assertThat(two.trainCount()).isEqualTo(2);
        float[] pixels = two.trainBatch(new int[] {0, 1}, 0, 2).pixels();
        double sum =
                IntStream.range(0, pixels.length).mapToDouble(i -> pixels[i]).sum();
        assertThat(sum).isCloseTo(0, within(1e-5));
        assertThat(ImageDataset.load(DataSource.of(folder), 100).trainCount()).isEqualTo(6);
    }

    /** What is chosen by them must not have been trained on, nor may their brightness tell anything. */
    @Test
    void someAreHeldOut() throws IOException {
        ImageDataset six = ImageDataset.load(DataSource.of(folder), 0);
        ImageDataset held = six.holdOut(2);
        assertThat(held.trainCount()).isEqualTo(4);
        assertThat(held.testCount()).isEqualTo(2);
        assertThat(held.inputs()).isEqualTo(6);
        assertThat(held.classes()).isEqualTo(3);
        int[] all = {0, 1, 2, 3};
        assertThat(held.trainOrder(1, 0)).containsExactlyInAnyOrder(all);

        // Every image of the six is there once, standardised by the mean and the deviation of the four.
        double[] levels =
                IntStream.range(0, 36).mapToDouble(i -> pixels(6)[i] & 0xff).toArray();
        float[] trained = held.trainBatch(all, 0, 4).pixels();
        assertThat(mean(trained)).isCloseTo(0, within(1e-6));
        assertThat(meanSquare(trained)).isCloseTo(1, within(1e-5));
        float[] both = Arrays.copyOf(trained, 36);
        System.arraycopy(held.testBatch(0, 2).pixels(), 0, both, 24, 12);
        double scale = std(levels) / Math.sqrt(meanSquare(both) - mean(both) * mean(both));
        double shift = Arrays.stream(levels).average().orElseThrow() - scale * mean(both);
        List<List<Long>> found = new ArrayList<>();
        List<List<Long>> expected = new ArrayList<>();
        for (int image = 0; image < 6; image++) {
            int from = image * 6;
            found.add(IntStream.range(from, from + 6)
                    .mapToObj(i -> Math.round(scale * both[i] + shift))
                    .toList());
            expected.add(IntStream.range(from, from + 6)
                    .mapToObj(i -> (long) levels[i])
                    .toList());
        }
        assertThat(found).containsExactlyInAnyOrderElementsOf(expected);
        // The six are as they were.
        assertThat(six.trainCount()).isEqualTo(6);
        assertThat(six.testBatch(0, 2).labels()).containsExactly(1, 1);
    }

    /** Files may be sorted by class: the last examples would be of one class. */
    @Test
    void theHeldOutAreOfAllClasses() throws IOException {
        Path sorted = Files.createDirectory(folder.resolve("sorted"));
        int perClass = 200;
        byte[] labels = new byte[3 * perClass];
        for (int i = 0; i < labels.length; i++) {
            labels[i] = (byte) (i / perClass);
        }
        Files.write(
                sorted.resolve("train-images-idx3-ubyte"), idx(IMAGES, new byte[labels.length], labels.length, 1, 1));
        Files.write(sorted.resolve("train-labels-idx1-ubyte"), idx(LABELS, labels, labels.length));
        Files.write(sorted.resolve("t10k-images-idx3-ubyte"), idx(IMAGES, new byte[1], 1, 1, 1));
        Files.write(sorted.resolve("t10k-labels-idx1-ubyte"), idx(LABELS, new byte[] {2}, 1));
        ImageDataset held = ImageDataset.load(DataSource.of(sorted), 0).holdOut(90);
        int[] counts = new int[3];
        for (int label : held.testBatch(0, 90).labels()) {
            counts[label]++;
        }
        // Each is 30 with a standard deviation of √(90 · 1/3 · 2/3 · 510/599) = 4.1.
        assertThat(Arrays.stream(counts).boxed().toList()).allMatch(count -> Math.abs(count - 30) < 4 * 4.1);
        // The same for everybody.
        assertThat(ImageDataset.load(DataSource.of(sorted), 0)
                        .holdOut(90)
                        .testBatch(0, 90)
                        .labels())
                .isEqualTo(held.testBatch(0, 90).labels());
    }

    private static double mean(float[] values) {
        return IntStream.range(0, values.length)
                .mapToDouble(i -> values[i])
                .average()
                .orElseThrow();
    }

    private static double meanSquare(float[] values) {
        return IntStream.range(0, values.length)
                .mapToDouble(i -> (double) values[i] * values[i])
                .average()
                .orElseThrow();
    }

    private static double std(double[] values) {
        double mean = Arrays.stream(values).average().orElseThrow();
        return Math.sqrt(Arrays.stream(values)
                .map(value -> (value - mean) * (value - mean))
                .average()
                .orElseThrow());
    }

    /** The classes are those of all images, whichever are left, or an output unit would be missing. */
    @Test
    void noClassIsLostByHoldingOut() throws IOException {
        ImageDataset held = ImageDataset.load(DataSource.of(folder), 4).holdOut(3);
        assertThat(held.trainCount()).isEqualTo(1);
        assertThat(held.classes()).isEqualTo(3);
        ImageDataset two = ImageDataset.load(DataSource.of(folder), 2);
        assertThat(two.classes()).isEqualTo(2);
        assertThat(two.holdOut(1).classes()).isEqualTo(2);
        assertThat(two.holdOut(1).trainCount()).isEqualTo(1);
        for (int count : new int[] {-1, 0, 2, 3}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> two.holdOut(count))
                    .withMessage("held-out must be from 1 to 1, received " + count);
        }
    }

    /** The order of an epoch is that of the generator which is split off as often as epochs went before. */
    @Test
    void anEpochIsASplitOfItsSeed() throws IOException {
        ImageDataset images = ImageDataset.load(DataSource.of(null), 50);
        SplittableRandom random = new SplittableRandom(42);
        for (int epoch = 0; epoch < 5; epoch++) {
            SplittableRandom split = random.split();
            int[] order = IntStream.range(0, 50).toArray();
            for (int i = 49; i > 0; i--) {
                int j = split.nextInt(i + 1);
                int swapped = order[i];
                order[i] = order[j];
                order[j] = swapped;
            }
            assertThat(images.trainOrder(42, epoch)).isEqualTo(order);
        }
    }

    @Test
    void theOrderFollowsFromSeedAndEpoch() throws IOException {
        ImageDataset mnist = ImageDataset.load(DataSource.of(null), 1000);
        int[] order = mnist.trainOrder(42, 0);
        assertThat(order).isEqualTo(mnist.trainOrder(42, 0)).isNotEqualTo(mnist.trainOrder(42, 1));
        assertThat(order).isNotEqualTo(mnist.trainOrder(43, 0));
        assertThat(Arrays.stream(order).sorted().toArray())
                .isEqualTo(IntStream.range(0, 1000).toArray());
        // A uniform permutation moves an element 1000/3 places on average; standard error 1000/√18/√1000.
        double moved = IntStream.range(0, 1000)
                .map(i -> Math.abs(order[i] - i))
                .average()
                .getAsDouble();
        assertThat(moved).isCloseTo(1000 / 3.0, within(4 * 1000 / Math.sqrt(18) / Math.sqrt(1000)));
    }

    @Test
    void missing() throws IOException {
        Files.delete(folder.resolve("t10k-labels-idx1-ubyte"));
        assertRefused("t10k-labels-idx1-ubyte: expected this file or t10k-labels-idx1-ubyte.gz, found neither");
    }

    @Test
    void truncated() throws IOException {
        byte[] whole = idx(IMAGES, pixels(6), 6, 2, 3);
        Files.write(folder.resolve("train-images-idx3-ubyte"), Arrays.copyOf(whole, whole.length - 1));
        assertRefused("train-images-idx3-ubyte: expected 36 bytes after the header, found 35 (truncated?)");
        Files.write(folder.resolve("train-images-idx3-ubyte"), Arrays.copyOf(whole, 10));
        assertRefused("train-images-idx3-ubyte: expected an IDX header, found the end of the file (truncated?)");
    }

    @Test
    void tooLong() throws IOException {
        byte[] whole = idx(IMAGES, pixels(6), 6, 2, 3);
        Files.write(folder.resolve("train-images-idx3-ubyte"), Arrays.copyOf(whole, whole.length + 1));
        assertRefused("train-images-idx3-ubyte: expected 36 bytes after the header, found more");
    }

    @Test
    void wrongMagicNumber() throws IOException {
        Files.write(folder.resolve("train-labels-idx1-ubyte"), idx(IMAGES, pixels(6), 6, 2, 3));
        assertRefused("train-labels-idx1-ubyte: expected labels, of one dimension, found 3 (are these the examples?)");
    }

    @Test
    void labelsThatDoNotMatchTheImages() throws IOException {
        Files.write(folder.resolve("train-labels-idx1-ubyte"), idx(LABELS, new byte[5], 5));
        assertRefused("train-labels-idx1-ubyte: expected one label for each of the 6 examples in ");
    }

    @Test
    void testImagesOfAnotherSize() throws IOException {
        Files.write(folder.resolve("t10k-images-idx3-ubyte"), idx(IMAGES, pixels(2), 2, 3, 2));
        assertRefused("expected test examples of 2x3 numbers like the training examples, found 3x2");
    }

    @Test
    void corruptGzip() throws IOException {
        Path file = folder.resolve("t10k-images-idx3-ubyte");
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(bytes)) {
            out.write(Files.readAllBytes(file));
        }
        byte[] zipped = bytes.toByteArray();
        Files.delete(file);
        Path gz = folder.resolve("t10k-images-idx3-ubyte.gz");

        byte[] flipped = zipped.clone();
        flipped[flipped.length - 8] ^= 1; // the checksum
        Files.write(gz, flipped);
        assertRefused("t10k-images-idx3-ubyte.gz: expected gzip data, found it corrupt");

        Files.write(gz, Arrays.copyOf(zipped, zipped.length - 6));
        assertRefused("t10k-images-idx3-ubyte.gz: expected a whole gzip file, found its end too early (truncated?)");

        Files.write(gz, new byte[100]);
        assertRefused("t10k-images-idx3-ubyte.gz: expected gzip-compressed data, found something else");
    }

    /** A header may claim anything; no memory is taken for it. */
    @Test
    void absurdHeaders() throws IOException {
        Files.write(folder.resolve("train-images-idx3-ubyte"), idx(IMAGES, pixels(6), 100_000, 100_000, 100_000));
        assertRefused(
                "train-images-idx3-ubyte: expected examples of at most 2^31 bytes, found a header that names more");
        Files.write(folder.resolve("train-images-idx3-ubyte"), idx(IMAGES, pixels(6), 2_000_000_000, 40_000, 40_000));
        assertRefused("train-images-idx3-ubyte: expected 3200000000000000000 bytes after the header, found 36 (trunc");
        Files.write(folder.resolve("train-images-idx3-ubyte"), idx(IMAGES, pixels(6), -6, 2, 3));
        assertRefused("train-images-idx3-ubyte: expected positive dimensions, found -6");
    }

    private void assertRefused(String message) {
        assertThatThrownBy(() -> ImageDataset.load(DataSource.of(folder), 0))
                .isInstanceOf(InvalidDataException.class)
                .hasMessageContaining(message);
    }

    private static byte[] pixels(int images) {
        byte[] pixels = new byte[images * 6];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (byte) (i * 37);
        }
        return pixels;
    }

    private static byte[] idx(int magic, byte[] content, int... shape) {
        ByteBuffer file =
                ByteBuffer.allocate(4 + 4 * shape.length + content.length).putInt(magic);
        for (int dimension : shape) {
            file.putInt(dimension);
        }
        return file.put(content).array();
    }
}
