// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.data.file;

import io.github.dl4jinit.internal.OneLine;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;

/**
 * Bytes in a temporary file that only its owner may open, and that is gone when nobody holds these bytes any more or
 * the process ends, however it does.
 *
 * <p>The file is read, not mapped into memory: so the process takes no more memory than its heap, a disk that fails is
 * an exception instead of a crash, and a thread that is interrupted, as DL4J does with those that read ahead, closes
 * nothing.
 */
final class FileBytes extends StoredBytes {

    private static final long serialVersionUID = 1L;

    private static final int BUFFER = 1 << 16;

    private final String name;
    private final long length;
    private final transient RandomAccessFile file;

    FileBytes(String name, long length, RandomAccessFile file) {
        this.name = name;
        this.length = length;
        this.file = file;
    }

    static FileBytes written(String name, Path folder, long length, Storage.Content content) throws IOException {
        RandomAccessFile file = open(name, folder, length);
        boolean whole = false;
        try {
            OutputStream out = new BufferedOutputStream(new Disk(file, name, folder, length), BUFFER);
            content.writeTo(out);
            out.flush();
            whole = true;
        } finally {
            if (!whole) {
                file.close();
            }
        }
        return new FileBytes(name, length, file);
    }

    /** A new file, which loses its name at once where the system can do so, and else at the end of Java. */
    private static RandomAccessFile open(String name, Path folder, long length) throws InvalidDataException {
        try {
            long free = Files.getFileStore(folder).getUsableSpace();
            if (free < length) {
                throw noRoom(name, folder, length, (free >> 20) + " MB are free there", null);
            }
            Path path = create(folder);
            RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw");
            try {
                Files.delete(path);
            } catch (FileSystemException e) { // Windows: it is open
                path.toFile().deleteOnExit();
            }
            return file;
        } catch (InvalidDataException e) {
            throw e;
        } catch (IOException e) {
            throw noRoom(name, folder, length, OneLine.of(e), e);
        }
    }

    /** Java lets nobody but the owner read and write it. */
    static Path create(Path folder) throws IOException {
        return Files.createTempFile(folder, "dl4j-init-", ".data");
    }

    private static InvalidDataException noRoom(String name, Path folder, long length, String why, IOException cause) {
        return new InvalidDataException(
                name,
                "takes " + Memory.megabytes(length)
                        + " MB, more than is left of a quarter of Java's memory, and cannot be kept in "
                        + OneLine.of(folder.toString()) + ": " + why
                        + "; -Djava.io.tmpdir=FOLDER before -jar or in JAVA_OPTS names a folder with room",
                cause);
    }

    /** The file, while it is written: that it cannot be is told from troubles with what is read meanwhile. */
    private static final class Disk extends OutputStream {

        private final RandomAccessFile file;
        private final String name;
        private final Path folder;
        private final long length;

        Disk(RandomAccessFile file, String name, Path folder, long length) {
            this.file = file;
            this.name = name;
            this.folder = folder;
            this.length = length;
        }

        @Override
        public void write(int single) throws IOException {
            write(new byte[] {(byte) single}, 0, 1);
        }

        @Override
        public void write(byte[] source, int from, int count) throws IOException {
            try {
                file.write(source, from, count);
            } catch (IOException e) {
                throw noRoom(name, folder, length, OneLine.of(e), e);
            }
        }
    }

    @Override
    public long length() {
        return length;
    }

    @Override
    public void read(long start, byte[] target) {
        Objects.checkFromIndexSize(start, target.length, length);
        try {
            synchronized (file) {
                file.seek(start);
                file.readFully(target);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(name + ": its temporary file cannot be read: " + OneLine.of(e), e);
        }
    }
}
