// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.modelfile;

import io.github.dl4jinit.internal.OneLine;
import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.CheckedInputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** A zip file whose entries may be truncated, damaged or a thousand times as large as they look. */
final class ModelZip implements AutoCloseable {

    private final String file;
    private final ZipFile zip;
    private final Map<String, ZipEntry> entries = new HashMap<>();

    ModelZip(Path path) throws IOException {
        file = path.toString();
        try {
            zip = new ZipFile(path.toFile());
        } catch (ZipException | IllegalArgumentException e) {
            throw new InvalidModelException(file, "is not a whole zip file (truncated?): " + OneLine.of(e), e);
        }
        for (ZipEntry entry : Collections.list(zip.entries())) {
            if (entries.put(entry.getName(), entry) != null) {
                zip.close();
                throw new InvalidModelException(file, "has two entries of the name " + entry.getName());
            }
        }
    }

    boolean has(String entry) {
        return entries.containsKey(entry);
    }

    /** A few of the names in this file, for people to read. */
    String someNames() {
        return entries.isEmpty()
                ? "no entry"
                : String.join(", ", entries.keySet().stream().sorted().limit(3).toList());
    }

    /** What messages call an entry. */
    String nameOf(String entry) {
        return file + " (" + entry + ")";
    }

    /** A whole entry. */
    byte[] bytes(String entry, int limit) throws IOException {
        try (Checked in = new Checked(entry)) {
            byte[] bytes = in.readNBytes(limit);
            if (in.read() != -1) {
                throw new InvalidModelException(
                        nameOf(entry), "is too large: expected at most " + limit + " bytes, found more");
            }
            in.verify();
            return bytes;
        } catch (ZipException | EOFException e) {
            throw damaged(entry, e);
        }
    }

    /** A stream of an entry that was verified; its faults are as {@link #damaged} says. */
    InputStream open(String entry) throws IOException {
        return new BufferedInputStream(zip.getInputStream(entries.get(entry)), 1 << 16);
    }

    /** Counts an entry's bytes, but at most one more than {@code limit}, and verifies its sum. */
    long count(String entry, long limit) throws IOException {
        byte[] buffer = new byte[1 << 16];
        long count = 0;
        try (Checked in = new Checked(entry)) {
            while (count <= limit) {
                int read = in.read(buffer);
                if (read < 0) {
                    in.verify();
                    return count;
                }
                count += read;
            }
            return limit + 1;
        } catch (ZipException | EOFException e) {
            throw damaged(entry, e);
        }
    }

    InvalidModelException damaged(String entry, IOException e) {
        return new InvalidModelException(nameOf(entry), "is damaged: " + OneLine.of(e), e);
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }

    /** {@link ZipFile} does not look at check sums. */
    private final class Checked extends CheckedInputStream {

        private final ZipEntry entry;

        Checked(String name) throws IOException {
            super(zip.getInputStream(entries.get(name)), new CRC32());
            entry = entries.get(name);
        }

        void verify() throws ZipException {
            if (getChecksum().getValue() != entry.getCrc()) {
                throw new ZipException("its check sum is wrong");
            }
        }
    }
}
