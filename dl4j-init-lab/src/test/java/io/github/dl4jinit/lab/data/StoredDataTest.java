// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.dl4jinit.lab.data.file.InvalidDataException;
import io.github.dl4jinit.lab.data.file.Storage;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.apache.commons.lang3.SerializationUtils;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;

/** Data of every kind is the same to the bit, in Java's memory and in a file. */
class StoredDataTest {

    private static final int EXAMPLES = 40;

    @TempDir
    Path folder;

    private final Random random = new Random(7);

    /** A source of each kind, and how it is read into a storage. */
    private enum Kind {
        BYTES {
            @Override
            Dataset load(StoredDataTest test, Storage storage) throws IOException {
                byte[] images = new byte[EXAMPLES * 4 * 5 * 2];
                test.random.nextBytes(images);
                return ImageDataset.load(test.idx(0x0804, images, 4, 5, 2), 0, storage)
                        .byRows();
            }
        },
        FLOATS {
            @Override
            Dataset load(StoredDataTest test, Storage storage) throws IOException {
                ByteBuffer numbers = ByteBuffer.allocate(Float.BYTES * EXAMPLES * 3);
                while (numbers.hasRemaining()) {
                    numbers.putFloat((float) test.random.nextGaussian());
                }
                return ImageDataset.load(test.idx(0x0D02, numbers.array(), 3), 0, storage);
            }
        },
        TABLE {
            @Override
            Dataset load(StoredDataTest test, Storage storage) throws IOException {
                return test.table(List.of("sort")).load(0, storage);
            }
        },
        TABLE_OF_VALUES {
            @Override
            Dataset load(StoredDataTest test, Storage storage) throws IOException {
                return test.table(List.of("a", "b")).load(0, storage);
            }
        },
        IMAGES {
            @Override
            Dataset load(StoredDataTest test, Storage storage) throws IOException {
                for (String part : List.of("train", "test")) {
                    for (int i = 0; i < EXAMPLES; i++) {
                        BufferedImage image = new BufferedImage(3, 2, BufferedImage.TYPE_INT_RGB);
                        image.setRGB(0, 0, 3, 2, test.random.ints(6).toArray(), 0, 3);
                        Path file = test.folder.resolve(part + "/" + (i % 4 == 0 ? "few" : "many") + "/" + i + ".png");
                        Files.createDirectories(file.getParent());
                        ImageIO.write(image, "png", file.toFile());
                    }
                }
                return new ImageFolderSource(test.folder.toString()).load(0, storage);
            }
        },
        SAVED {
            @Override
            Dataset load(StoredDataTest test, Storage storage) throws IOException {
                for (int steps : new int[] {4, 3}) {
                    INDArray labels = Nd4j.zeros(EXAMPLES / 2, 2, steps);
                    for (int i = 0; i < EXAMPLES / 2 * steps; i++) {
                        labels.putScalar(i / steps, test.random.nextInt(2), i % steps, 1);
                    }
                    float[] numbers = new float[EXAMPLES / 2 * 3 * steps];
                    for (int i = 0; i < numbers.length; i++) {
                        numbers[i] = (float) test.random.nextGaussian();
                    }
                    char order = steps == 3 ? 'f' : 'c';
                    new DataSet(
                                    Nd4j.create(numbers, new long[] {EXAMPLES / 2, 3, steps}, 'c')
                                            .dup(order),
                                    labels)
                            .save(test.folder.resolve("steps" + steps).toFile());
                }
                return new SavedSource(test.folder.toString(), null, 0.25, 1).load(0, storage);
            }
        };

        abstract Dataset load(StoredDataTest test, Storage storage) throws IOException;
    }

    private IdxSource idx(int magic, byte[] numbers, int... shape) throws IOException {
        ByteBuffer header = ByteBuffer.allocate(8 + 4 * shape.length + numbers.length)
                .putInt(magic)
                .putInt(EXAMPLES);
        Arrays.stream(shape).forEach(header::putInt);
        Path examples =
                Files.write(folder.resolve("examples"), header.put(numbers).array());
        byte[] classes = new byte[8 + EXAMPLES];
        ByteBuffer labels = ByteBuffer.wrap(classes).putInt(0x0801).putInt(EXAMPLES);
        while (labels.hasRemaining()) {
            labels.put((byte) random.nextInt(3));
        }
        return new IdxSource.Drawn(
                examples.toString(),
                Files.write(folder.resolve("labels"), classes).toString(),
                0.25,
                3);
    }

    private CsvSource table(List<String> labels) throws IOException {
        StringBuilder table = new StringBuilder("a,b,town,sort\n");
        for (int i = 0; i < EXAMPLES; i++) {
            table.append(random.nextGaussian() * 1e3).append(',').append(random.nextInt(100));
            table.append(",t").append(random.nextInt(4)).append(i % 3 == 0 ? ",x\n" : ",y\n");
        }
        String file = Files.writeString(folder.resolve("table.csv"), table).toString();
        return new CsvSource(file, labels, List.of(), null, 0.25, 1);
    }

    @ParameterizedTest
    @EnumSource(Kind.class)
    void inMemoryAndInAFile(Kind kind) throws Exception {
        Dataset inMemory = load(kind, new Storage(Long.MAX_VALUE, folder.resolve("missing")));
        Dataset inFile = load(kind, new Storage(0, Path.of(System.getProperty("java.io.tmpdir"))));
        assertThatExceptionOfType(InvalidDataException.class)
                .as("what needs a file")
                .isThrownBy(() -> load(kind, new Storage(0, folder.resolve("missing"))))
                .withMessageContaining("cannot be kept in " + folder.resolve("missing"));
        assertSame(inFile, inMemory);
        assertSame(inFile.holdOut(7), inMemory.holdOut(7));
        assertSame(SerializationUtils.roundtrip(inFile), inMemory);
        assertThat(inFile.trainCount()).isEqualTo(kind == Kind.IMAGES ? EXAMPLES : 30);
    }

    /** The same source each time. */
    private Dataset load(Kind kind, Storage storage) throws IOException {
        random.setSeed(7);
        return kind.load(this, storage);
    }

    private static void assertSame(Dataset data, Dataset expected) {
        assertThat(data.sha256()).isEqualTo(expected.sha256());
        assertThat(data.chance()).isEqualTo(expected.chance());
        assertThat(data.content()).isEqualTo(expected.content());
        assertThat(data.form()).isEqualTo(expected.form());
        assertThat(data.labelUnits(0))
                .isEqualTo(expected.labelUnits(0))
                .hasSize(Single.target(data).count());
        int[] order = data.trainOrder(3, 1);
        assertSame(data.trainData(order, 2, order.length), expected.trainData(order, 2, order.length));
        assertSame(data.testData(1, data.testCount()), expected.testData(1, data.testCount()));
        assertSame(data.someTestData(3), expected.someTestData(3));
    }

    private static void assertSame(MultiDataSet data, MultiDataSet expected) {
        assertThat(arrays(data)).hasSameSizeAs(arrays(expected).toList());
        List<INDArray> others = arrays(expected).toList();
        List<INDArray> own = arrays(data).toList();
        for (int i = 0; i < own.size(); i++) {
            assertThat(own.get(i).shape()).isEqualTo(others.get(i).shape());
            assertThat(own.get(i).ravel().toFloatVector())
                    .isEqualTo(others.get(i).ravel().toFloatVector());
        }
    }

    private static Stream<INDArray> arrays(MultiDataSet data) {
        return Stream.of(data.getFeatures(), data.getLabels(), data.getFeaturesMaskArrays(), data.getLabelsMaskArrays())
                .filter(arrays -> arrays != null)
                .flatMap(Arrays::stream);
    }
}
