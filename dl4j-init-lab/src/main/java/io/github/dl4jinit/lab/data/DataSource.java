// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.data;

import io.github.dl4jinit.internal.Check;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/** Where the four IDX files come from: the bundled MNIST, or a folder. */
public sealed interface DataSource {

    /** The bundled MNIST, if {@code folder} is {@code null}; otherwise that folder. */
    static DataSource of(Path folder) {
        return folder == null ? new Bundled() : new Folder(folder);
    }

    /** Which files these are, for people to read. */
    String description();

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
    record Bundled() implements DataSource {
        @Override
        public String description() {
            return "MNIST, bundled";
        }

        @Override
        public OpenFile open(String name) throws IOException {
            String resource = "mnist/" + Check.given("name", name) + ".gz";
            InputStream stream = DataSource.class.getResourceAsStream(resource);
            if (stream == null) {
                throw new InvalidDataException(resource, "is missing from this program");
            }
            return new OpenFile(resource, unzipped(resource, stream));
        }
    }

    /** Files of the usual names in a folder, compressed or not. */
    record Folder(Path path) implements DataSource {

        public Folder {
            Check.given("folder", path);
        }

        @Override
        public String description() {
            return path.toString();
        }

        @Override
        public OpenFile open(String name) throws IOException {
            Path plain = path.resolve(Check.given("name", name));
            Path zipped = path.resolve(name + ".gz");
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
