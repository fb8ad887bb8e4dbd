// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.benchmarks.large;

import io.github.dl4jinit.lab.data.CsvSource;
import io.github.dl4jinit.lab.data.DataSource;
import io.github.dl4jinit.lab.data.IdxSource;
import io.github.dl4jinit.lab.data.ImageFolderSource;
import io.github.dl4jinit.lab.data.SavedSource;
import java.awt.image.BufferedImage;
import java.io.BufferedOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/** Data of a kind: random numbers, and two classes that they do not tell. */
enum Kind {
    /** Rows of 100 numbers, which are kept in 8 bytes. */
    TABLE {
        @Override
        void write(Path folder, long bytes) throws IOException {
            Random random = new Random(1);
            try (PrintWriter out = new PrintWriter(Files.newBufferedWriter(folder.resolve(FILE)))) {
                out.println("x" + String.join(",x", numbers(COLUMNS)) + ",y");
                StringBuilder row = new StringBuilder();
                for (long i = 0; i < bytes / (8 * (COLUMNS + 1)); i++) {
                    row.setLength(0);
                    for (int column = 0; column < COLUMNS; column++) {
                        row.append(random.nextInt(100_000) / 1000.0).append(',');
                    }
                    out.println(row.append(i % 2 == 0 ? "a" : "b"));
                }
            }
        }

        @Override
        DataSource source(Path folder) {
            return new CsvSource(folder.resolve(FILE).toString(), List.of("y"));
        }
    },
    /** Grey images of 64 × 64 pixels. */
    IDX {
        @Override
        void write(Path folder, long bytes) throws IOException {
            int size = 64;
            int count = (int) (bytes / (size * size));
            Random random = new Random(1);
            byte[] image = new byte[size * size];
            try (DataOutputStream images = open(folder.resolve(FILE));
                    DataOutputStream labels = open(folder.resolve(LABELS))) {
                images.writeInt(0x0803);
                images.writeInt(count);
                images.writeInt(size);
                images.writeInt(size);
                labels.writeInt(0x0801);
                labels.writeInt(count);
                for (int i = 0; i < count; i++) {
                    random.nextBytes(image);
                    images.write(image);
                    labels.write(i % 2);
                }
            }
        }

        @Override
        DataSource source(Path folder) {
            return new IdxSource.Drawn(
                    folder.resolve(FILE).toString(),
                    folder.resolve(LABELS).toString(),
                    DataSource.DEFAULT_TEST_SHARE,
                    DataSource.DEFAULT_SPLIT_SEED);
        }
    },
    /** Images of 128 × 128 pixels in colours. */
    IMAGE_FOLDER {
        @Override
        void write(Path folder, long bytes) throws IOException {
            int size = 128;
            Random random = new Random(1);
            BufferedImage image = new BufferedImage(size, size, BufferedImage.TYPE_INT_RGB);
            for (String name : List.of("a", "b")) {
                Files.createDirectory(folder.resolve(name));
            }
            for (int i = 0; i < bytes / (3 * size * size); i++) {
                image.setRGB(0, 0, size, size, random.ints(size * size).toArray(), 0, size);
                ImageIO.write(
                        image,
                        "bmp",
                        folder.resolve((i % 2 == 0 ? "a/" : "b/") + i + ".bmp").toFile());
            }
        }

        @Override
        DataSource source(Path folder) {
            return new ImageFolderSource(folder.toString());
        }
    },
    /** Batches of 1000 examples of 1000 numbers each. */
    SAVED {
        @Override
        void write(Path folder, long bytes) {
            Nd4j.getRandom().setSeed(1);
            long size = SAVED_NUMBERS;
            for (int i = 0; i < Math.max(2, bytes / (Float.BYTES * size * size)); i++) {
                try (INDArray features = Nd4j.randn(size, size);
                        INDArray labels = Nd4j.zeros(size, 2)) {
                    for (int example = 0; example < size; example++) {
                        labels.putScalar(example, example % 2, 1);
                    }
                    new DataSet(features, labels)
                            .save(folder.resolve(String.format("batch%05d", i)).toFile());
                }
            }
        }

        @Override
        DataSource source(Path folder) {
            return new SavedSource(
                    folder.toString(), null, DataSource.DEFAULT_TEST_SHARE, DataSource.DEFAULT_SPLIT_SEED);
        }
    };

    /** Numbers of a saved example. */
    static final int SAVED_NUMBERS = 1000;

    private static final int COLUMNS = 100;
    private static final String FILE = "examples";
    private static final String LABELS = "labels";

    private static List<String> numbers(int count) {
        return IntStream.range(0, count).mapToObj(String::valueOf).toList();
    }

    private static DataOutputStream open(Path file) throws IOException {
        return new DataOutputStream(new BufferedOutputStream(Files.newOutputStream(file), 1 << 16));
    }

    /** Writes so many bytes of numbers, as they are kept, into an empty folder. */
    abstract void write(Path folder, long bytes) throws IOException;

    /** Where they are. */
    abstract DataSource source(Path folder);
}
