// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.data.file;

import io.github.dl4jinit.internal.Check;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/**
 * A file that is read from its beginning to its end.
 *
 * @param name what messages call it
 * @param stream its bytes, uncompressed
 * @param most there are no more bytes than this, so that no memory is taken for those that a header makes up
 */
public record DataFile(String name, InputStream stream, long most) implements AutoCloseable {

    /** Deflate makes of a bit no more than 258 bytes in two bits. */
    private static final long MOST_OF_A_COMPRESSED_BYTE = 1032;

    private static final String GZIP = ".gz";

    public DataFile {
        Check.given("name", name);
        Check.given("stream", stream);
    }

    /**
     * Opens a file and undoes its compression, by gzip, if its name ends in {@code .gz}.
     *
     * @throws IOException if it is missing or unreadable; the message names it
     */
    public static DataFile open(Path file) throws IOException {
        String name = Check.given("file", file).toString();
        if (!Files.isRegularFile(file)) {
            throw new InvalidDataException(name, "expected a file, found " + (Files.exists(file) ? "none" : "nothing"));
        }
        try {
            InputStream stream = Files.newInputStream(file);
            long size = Files.size(file);
            return name.endsWith(GZIP)
                    ? unzipped(name, stream, size * MOST_OF_A_COMPRESSED_BYTE)
                    : new DataFile(name, stream, size);
        } catch (InvalidDataException e) {
            throw e;
        } catch (IOException e) {
            throw new InvalidDataException(
                    name, "cannot be read: " + e.getClass().getSimpleName(), e);
        }
    }

    /**
     * What a stream of gzip-compressed bytes holds.
     *
     * @throws IOException if it does not begin as such; it is closed then
     */
    public static DataFile unzipped(String name, InputStream compressed, long most) throws IOException {
        try {
            return new DataFile(name, new GZIPInputStream(Check.given("stream", compressed), 1 << 16), most);
        } catch (IOException e) {
            compressed.close();
            throw new InvalidDataException(name, "expected gzip-compressed data, found something else", e);
        }
    }

    /** Fills as much of an array as there are bytes for, and returns how many. */
    int read(byte[] bytes) throws IOException {
        try {
            return stream.readNBytes(bytes, 0, bytes.length);
        } catch (EOFException e) {
            throw new InvalidDataException(name, "expected a whole gzip file, found its end too early (truncated?)", e);
        } catch (ZipException e) {
            throw new InvalidDataException(name, "expected gzip data, found it corrupt: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() throws IOException {
        stream.close();
    }
}
