// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.data;

import io.github.dl4jinit.internal.Check;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/** Where four IDX files come from: the bundled MNIST, or a folder. */
public sealed interface IdxSource extends DataSource {

    @Override
    default ImageDataset load(int trainLimit) throws IOException {
        return ImageDataset.load(this, trainLimit);
    }

    /**
     * Opens a file and undoes its compression.
     *
     * @param name the file's name without {@code .gz}
     * @throws IOException if it is missing or unreadable
     */
    OpenFile open(String name) throws IOException;

    /** A stream of uncompressed bytes with the name that messages call it by. */
    record OpenFile(String name, InputStream stream) implements AutoCloseable {

        public OpenFile {
            Check.given("name", name);
            Check.given("stream", stream);
        }

        @Override
        public void close() throws IOException {
            stream.close();
        }
    }

    /** The files inside this program's jar. */
    record Bundled() implements IdxSource {
        @Override
        public String description() {
            return "MNIST, bundled";
        }

        @Override
        public OpenFile open(String name) throws IOException {
            String resource = "mnist/" + Check.given("name", name) + ".gz";
            InputStream stream = IdxSource.class.getResourceAsStream(resource);
            if (stream == null) {
                throw new InvalidDataException(resource, "is missing from this program");
            }
            return new OpenFile(resource, unzipped(resource, stream));
        }
    }

    /** Files of the usual names in a folder, compressed or not. */
    record Folder(String folder) implements IdxSource {

        public Folder {
            Check.given("folder", folder);
        }

        @Override
        public String description() {
            return folder;
        }

        @Override
        public OpenFile open(String name) throws IOException {
            Path plain = Path.of(folder).resolve(Check.given("name", name));
            Path zipped = Path.of(folder).resolve(name + ".gz");
            if (Files.isRegularFile(plain)) {
                return new OpenFile(plain.toString(), stream(plain));
            }
            if (Files.isRegularFile(zipped)) {
                return new OpenFile(zipped.toString(), unzipped(zipped.toString(), stream(zipped)));
            }
            throw new InvalidDataException(plain.toString(), "expected this file or " + name + ".gz, found neither");
        }
    }

    private static InputStream stream(Path file) throws IOException {
        try {
            return Files.newInputStream(file);
        } catch (IOException e) {
            throw new InvalidDataException(
                    file.toString(), "cannot be read: " + e.getClass().getSimpleName(), e);
        }
    }

    private static InputStream unzipped(String name, InputStream stream) throws IOException {
        try {
            return new GZIPInputStream(stream, 1 << 16);
        } catch (IOException e) {
            stream.close();
            throw new InvalidDataException(name, "expected gzip-compressed data, found something else", e);
        }
    }
}
