// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.data;

import io.github.dl4jinit.internal.Check;
import io.github.dl4jinit.lab.data.file.DataFile;
import io.github.dl4jinit.lab.data.file.InvalidDataException;
import io.github.dl4jinit.lab.data.split.Split;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** Where IDX files come from: the bundled MNIST, a folder of the four files of a data set, or files of any names. */
public sealed interface IdxSource extends ImageSource {

    @Override
    default ImageDataset load(int trainLimit) throws IOException {
        return ImageDataset.load(this, trainLimit);
    }

    /**
     * Opens a file and undoes its compression.
     *
     * @param name the file's name; of the customary ones without {@code .gz}
     * @throws IOException if it is missing or unreadable
     */
    DataFile open(String name) throws IOException;

    /** The files inside this program's jar. */
    record Bundled() implements IdxSource {
        @Override
        public String description() {
            return "MNIST, bundled";
        }

        @Override
        public DataFile open(String name) throws IOException {
            String resource = "mnist/" + Check.given("name", name) + ".gz";
            InputStream stream = IdxSource.class.getResourceAsStream(resource);
            if (stream == null) {
                throw new InvalidDataException(resource, "is missing from this program");
            }
            return DataFile.unzipped(resource, stream, Long.MAX_VALUE);
        }
    }

    /** Files of the customary names in a folder, compressed or not. */
    record Folder(String folder) implements IdxSource {

        private static final String GZIP = ".gz";

        static final Pairs CUSTOMARY = new Pairs(
                "train-images-idx3-ubyte",
                "train-labels-idx1-ubyte",
                "t10k-images-idx3-ubyte",
                "t10k-labels-idx1-ubyte");

        public Folder {
            Check.given("folder", folder);
        }

        @Override
        public String description() {
            return folder;
        }

        @Override
        public DataFile open(String name) throws IOException {
            Path in = Path.of(folder);
            Path plain = in.resolve(Check.given("name", name));
            Path zipped = in.resolve(name + GZIP);
            if (Files.isRegularFile(plain) || Files.isRegularFile(zipped)) {
                return DataFile.open(Files.isRegularFile(plain) ? plain : zipped);
            }
            if (Files.isDirectory(in) && !hasAny(in)) {
                throw new InvalidDataException(
                        folder,
                        "expected the four IDX files of a data set, such as " + CUSTOMARY.images()
                                + ", or a folder of images for each class, found neither");
            }
            throw new InvalidDataException(
                    plain.toString(), "expected this file or " + name + GZIP + ", found neither");
        }

        /** Whether any of the four files is there. */
        static boolean hasAny(Path folder) {
            return Stream.of(CUSTOMARY.images, CUSTOMARY.labels, CUSTOMARY.testImages, CUSTOMARY.testLabels)
                    .flatMap(name -> Stream.of(name, name + GZIP))
                    .anyMatch(name -> Files.isRegularFile(folder.resolve(name)));
        }
    }

    /** Files of any names, compressed if these end in {@code .gz}. */
    record Pairs(String images, String labels, String testImages, String testLabels) implements IdxSource {

        public Pairs {
            Check.given("images", images);
            Check.given("labels", labels);
            Check.given("test-images", testImages);
            Check.given("test-labels", testLabels);
        }

        @Override
        public String description() {
            return images + " and " + labels + ", tested by " + testImages + " and " + testLabels;
        }

        @Override
        public DataFile open(String name) throws IOException {
            return DataFile.open(Path.of(Check.given("name", name)));
        }
    }

    /**
     * Two files of any names, compressed if these end in {@code .gz}, of which a share of the examples is for testing.
     *
     * @param testShare the share that is drawn for testing, between 0 and 1
     * @param splitSeed decides which examples these are
     */
    record Drawn(String images, String labels, double testShare, long splitSeed) implements IdxSource {

        public Drawn {
            Check.given("images", images);
            Check.given("labels", labels);
            Split.checkShare(testShare);
        }

        @Override
        public String description() {
            return images + " and " + labels + ", test examples drawn by seed " + splitSeed;
        }

        @Override
        public DataFile open(String name) throws IOException {
            return DataFile.open(Path.of(Check.given("name", name)));
        }
    }
}
