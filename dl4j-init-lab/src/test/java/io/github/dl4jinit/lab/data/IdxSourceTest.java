// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.github.dl4jinit.lab.data.file.InvalidDataException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.nd4j.linalg.api.ndarray.INDArray;

/** IDX files of any names, types and dimensions, written by hand. */
class IdxSourceTest {

    private static final int UNSIGNED = 0x08;
    private static final int BYTE = 0x09;
    private static final int SHORT = 0x0B;
    private static final int INT = 0x0C;
    private static final int FLOAT = 0x0D;
    private static final int DOUBLE = 0x0E;

    @TempDir
    Path folder;

    private Path write(String name, int type, double[] numbers, int... shape) throws IOException {
        BiConsumer<ByteBuffer, Double> put =
                switch (type) {
                    case UNSIGNED, BYTE -> (bytes, number) -> bytes.put((byte) (int) (double) number);
                    case SHORT -> (bytes, number) -> bytes.putShort((short) (double) number);
                    case INT -> (bytes, number) -> bytes.putInt((int) (double) number);
                    case FLOAT -> (bytes, number) -> bytes.putFloat((float) (double) number);
                    default -> ByteBuffer::putDouble;
                };
        ByteBuffer file = ByteBuffer.allocate(4 + 4 * shape.length + 8 * numbers.length);
        file.put((byte) 0).put((byte) 0).put((byte) type).put((byte) shape.length);
        IntStream.of(shape).forEach(file::putInt);
        DoubleStream.of(numbers).forEach(number -> put.accept(file, number));
        byte[] content = Arrays.copyOf(file.array(), file.position());
        Path path = folder.resolve(name);
        if (!name.endsWith(".gz")) {
            return Files.write(path, content);
        }
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(path))) {
            out.write(content);
        }
        return path;
    }

    private Path labels(double... labels) throws IOException {
        return write("labels", UNSIGNED, labels, labels.length);
    }

    private static ImageDataset pairs(Path examples, Path labels) throws IOException {
        return new IdxSource.Pairs(examples.toString(), labels.toString(), examples.toString(), labels.toString())
                .load(0);
    }

    /** One mean and one standard deviation over all of them. */
    private static double[] standardised(double... numbers) {
        double mean = DoubleStream.of(numbers).average().orElseThrow();
        double variance = DoubleStream.of(numbers)
                .map(number -> (number - mean) * (number - mean))
                .average()
                .orElseThrow();
        return DoubleStream.of(numbers)
                .map(number -> (number - mean) / Math.sqrt(variance))
                .toArray();
    }

    private static double[] numbers(ImageDataset data) {
        float[] pixels = data.testBatch(0, data.testCount()).pixels();
        return IntStream.range(0, pixels.length).mapToDouble(i -> pixels[i]).toArray();
    }

    @Test
    void everyTypeOfNumber() throws IOException {
        double[][] examples = {
            {UNSIGNED, 0, 1, 127, 128, 200, 255},
            {BYTE, -128, -1, 0, 1, 5, 127},
            {SHORT, -32768, -2, 255, 256, 1000, 32767},
            {INT, -2147483648.0, -70000, 0, 65536, 1, 2147483647},
            {FLOAT, -3e38, -0.5, 0, 1e-30, 2.25, 3e38},
            {DOUBLE, -1.5e308, 0.1, 7, 1e-300, 2, 1e308},
        };
        for (double[] example : examples) {
            double[] numbers = Arrays.copyOfRange(example, 1, 7);
            ImageDataset data = pairs(write("numbers.gz", (int) example[0], numbers, 3, 2), labels(0, 1, 4));
            double[] scaled =
                    DoubleStream.of(numbers).map(number -> number / numbers[5]).toArray();
            assertThat(numbers(data)).as("type %s", example[0]).containsExactly(standardised(scaled), within(1e-6));
            assertThat(data.classes()).isEqualTo(5);
            assertThat(Single.inputType(data)).isEqualTo(InputType.feedForward(2));
            assertThat(data.content()).isEqualTo("3 training and 3 test examples of 2 numbers, 5 classes");
        }
    }

    @Test
    void labelsOfManyClasses() throws IOException {
        Path examples = write("examples", UNSIGNED, new double[6], 3, 2);
        ImageDataset data = pairs(examples, write("labels.gz", SHORT, new double[] {0, 2, 300}, 3));
        assertThat(Single.target(data)).isEqualTo(Target.classes(301));
        assertThat(data.testBatch(0, 3).labels()).containsExactly(0, 2, 300);
        assertThat(data.chance()).isEqualTo(1 / 3.0);
    }

    /**
     * Images of 2 × 3 pixels and 2 channels: at step r the inputs are row r of the first channel, then of the second.
     */
    @Test
    void imagesRowByRow() throws IOException {
        double[] numbers = IntStream.range(0, 36).mapToDouble(i -> i * i).toArray();
        ImageDataset images = pairs(write("examples", SHORT, numbers, 3, 2, 2, 3), labels(0, 1, 1));
        ImageDataset rows = images.byRows();
        assertThat(Single.shape(rows)).containsExactly(6, 2);
        assertThat(Single.inputType(rows)).isEqualTo(InputType.recurrent(6, 2));
        assertThat(rows.content())
                .isEqualTo("3 training and 3 test images of 2x3 pixels in 2 channels, row by row, 2 classes");
        assertThat(rows.sha256()).isEqualTo(images.sha256());
        INDArray features = rows.testData(0, 3).getFeatures(0);
        INDArray pixels = images.testData(0, 3).getFeatures(0).reshape(3, 2, 2, 3);
        assertThat(features.shape()).containsExactly(3, 6, 2);
        for (int image = 0; image < 3; image++) {
            for (int row = 0; row < 2; row++) {
                for (int input = 0; input < 6; input++) {
                    assertThat(features.getFloat(image, input, row))
                            .isEqualTo(pixels.getFloat(image, input / 3, row, input % 3));
                }
            }
        }
        assertThat(rows.someTestData(2).getFeatures())
                .isEqualTo(rows.trainData(new int[] {0, 1}, 0, 2).getFeatures());
        assertThat(rows.testData(1, 3).getLabels(0))
                .isEqualTo(images.testData(1, 3).getLabels(0));
        ImageDataset held = rows.holdOut(1);
        assertThat(Single.shape(held)).containsExactly(6, 2);
        assertThat(held.testData(0, 1).getFeatures(0).shape()).containsExactly(1, 6, 2);
        ImageDataset vectors = pairs(write("vectors", SHORT, numbers, 3, 12), labels(0, 1, 1));
        assertThatIllegalArgumentException()
                .isThrownBy(vectors::byRows)
                .withMessage("the data must be images, whose rows are taken as steps, received 3 training and 3 test"
                        + " examples of 12 numbers, 2 classes");
    }

    /** Two images of 2 × 3 pixels and 2 channels, where first and last are as many; then of one and of four. */
    @Test
    void channelsAreTheSmallerDimension() throws IOException {
        double[] numbers = IntStream.range(0, 24).mapToDouble(i -> i * i).toArray();
        ImageDataset first = pairs(write("examples", SHORT, numbers, 2, 2, 2, 3), labels(0, 1));
        assertThat(Single.inputType(first)).isEqualTo(InputType.convolutionalFlat(2, 3, 2));
        assertThat(first.content()).isEqualTo("2 training and 2 test images of 2x3 pixels in 2 channels, 2 classes");
        assertThat(numbers(first)).containsExactly(standardised(numbers), within(1e-6));

        ImageDataset last = pairs(write("examples", SHORT, numbers, 2, 3, 2, 2), labels(0, 1));
        assertThat(Single.inputType(last)).isEqualTo(InputType.convolutionalFlat(3, 2, 2));
        // Of each image first the numbers of even places, then those of odd ones.
        int[] places = IntStream.of(
                        0, 2, 4, 6, 8, 10, 1, 3, 5, 7, 9, 11, 12, 14, 16, 18, 20, 22, 13, 15, 17, 19, 21, 23)
                .toArray();
        double[] expected = standardised(numbers);
        assertThat(numbers(last))
                .containsExactly(
                        IntStream.of(places).mapToDouble(i -> expected[i]).toArray(), within(1e-6));

        ImageDataset grey = pairs(write("examples", SHORT, numbers, 2, 1, 4, 3), labels(0, 1));
        assertThat(Single.inputType(grey)).isEqualTo(InputType.convolutionalFlat(4, 3, 1));
        ImageDataset volumes = pairs(write("examples", SHORT, numbers, 2, 1, 2, 2, 3), labels(0, 1));
        assertThat(Single.inputType(volumes)).isEqualTo(InputType.feedForward(12));
    }

    /** Twenty examples, of which each tells its number. */
    @Test
    void aShareIsDrawnForTesting() throws IOException {
        double[] numbers = IntStream.range(0, 20).asDoubleStream().toArray();
        String examples = write("examples", INT, numbers, 20, 1).toString();
        String labels = write("labels", UNSIGNED, numbers, 20).toString();
        ImageDataset data = new IdxSource.Drawn(examples, labels, 0.25, 3).load(0);
        assertThat(data.trainCount()).isEqualTo(15);
        assertThat(data.testCount()).isEqualTo(5);
        assertThat(data.classes()).isEqualTo(20);
        int[] all = IntStream.range(0, 15).toArray();
        Batch train = data.trainBatch(all, 0, 15);
        assertThat(IntStream.concat(
                        IntStream.of(train.labels()),
                        IntStream.of(data.testBatch(0, 5).labels())))
                .containsExactlyInAnyOrder(IntStream.range(0, 20).boxed().toArray(Integer[]::new));
        double[] trained = IntStream.of(train.labels()).asDoubleStream().toArray();
        assertThat(IntStream.range(0, 15).mapToDouble(i -> train.pixels()[i]).toArray())
                .containsExactly(standardised(trained), within(1e-6));

        ImageDataset limited = new IdxSource.Drawn(examples, labels, 0.25, 3).load(4);
        assertThat(limited.testBatch(0, 5).labels())
                .isEqualTo(data.testBatch(0, 5).labels());
        assertThat(limited.trainBatch(all, 0, 4).labels()).isEqualTo(Arrays.copyOf(train.labels(), 4));
        assertThat(new IdxSource.Drawn(examples, labels, 0.25, 4).load(0).sha256())
                .isNotEqualTo(data.sha256());
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new IdxSource.Drawn(examples, labels, 1, 3))
                .withMessage("test-share must be between 0 and 1, received 1.0");
    }

    @Test
    void whatIsNoDataIsToldInASentence() throws IOException {
        Path examples = write("examples", UNSIGNED, new double[6], 3, 2);
        Path labels = labels(0, 1, 0);
        assertRefused(labels, labels, "labels: expected examples, of two dimensions or more, found one (are these the");
        assertRefused(examples, examples, "examples: expected labels, of one dimension, found 2 (are these the exam");
        assertRefused(examples, folder.resolve("none"), "none: expected a file, found nothing");
        assertRefused(folder, labels, folder + ": expected a file, found none");
        assertRefused(
                examples, write("l", FLOAT, new double[3], 3), "l: expected whole numbers as labels, found numbers of");
        assertRefused(
                examples,
                write("l", SHORT, new double[] {0, -1, 0}, 3),
                "l: expected labels from 0 to 9999, found -1 for example 2");
        assertRefused(
                examples,
                write("l", BYTE, new double[] {0, 0, -1}, 3),
                "l: expected labels from 0 to 9999, found -1 for example 3");
        assertRefused(
                examples,
                write("l", INT, new double[] {0, 1, 10_000}, 3),
                "l: expected labels from 0 to 9999, found 10000 for example 3");
        assertRefused(examples, labels(0, 0, 0), "expected labels of two classes or more, found 0 for all examples");
        assertRefused(
                write("e", DOUBLE, new double[] {1, 2, 3, Double.NaN, 4, 5}, 3, 2),
                labels(0, 1, 0),
                "e: expected finite numbers, found NaN in example 2");
        double[] many = new double[10_000]; // more than is read at once
        many[9000] = Double.POSITIVE_INFINITY;
        assertRefused(
                write("e", DOUBLE, many, 10_000, 1),
                labels,
                "e: expected finite numbers, found Infinity in example 9001");
        assertRefused(write("e", 0x0A, new double[6], 3, 2), labels, "such as 0x00000803, found 0x00000a02");
        assertRefused(write("e", UNSIGNED, new double[0]), labels, "such as 0x00000803, found 0x00000800");
        Path zipped = Files.move(write("e.gz", UNSIGNED, new double[6], 3, 2), folder.resolve("plain"));
        assertRefused(zipped, labels, " of gzip, for which a name must end in .gz");
    }

    /** Among numbers that differ by 1e-300, one at 1 is 1e300 standard deviations away. */
    @Test
    void testExamplesTooFarOutAreRefused() throws IOException {
        String train = write("train", DOUBLE, new double[] {0, 1e-300}, 2, 1).toString();
        String test = write("test", DOUBLE, new double[] {0, 1}, 2, 1).toString();
        String labels = labels(0, 1).toString();
        assertThatThrownBy(() -> new IdxSource.Pairs(train, labels, test, labels).load(0))
                .isInstanceOf(InvalidDataException.class)
                .hasMessageContaining("test example 2 must be of numbers within 3.4e38 standard deviations");
    }

    private static void assertRefused(Path examples, Path labels, String message) {
        for (IdxSource source : List.of(
                new IdxSource.Drawn(examples.toString(), labels.toString(), 0.5, 1),
                new IdxSource.Pairs(examples.toString(), labels.toString(), examples.toString(), labels.toString()))) {
            assertThatThrownBy(() -> source.load(0))
                    .isInstanceOf(InvalidDataException.class)
                    .hasMessageContaining(message);
        }
    }
}
