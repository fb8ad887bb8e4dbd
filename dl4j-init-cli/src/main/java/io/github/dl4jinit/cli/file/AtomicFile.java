// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli.file;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Writes files that are complete or absent: beside their place first, then moved. */
public final class AtomicFile {

    /** What the name of a file ends with while it is written. */
    public static final String PART = ".part";

    private AtomicFile() {}

    /** A place for files. */
    public interface Folder {
        /** Writes one file and returns its path. */
        Path write(String name, Content content) throws IOException;
    }

    /**
     * A folder of the file system, which is made if it is missing.
     *
     * @throws IOException if it cannot be made; the message names it
     */
    public static Folder folder(Path path) throws IOException {
        try {
            Files.createDirectories(path);
        } catch (FileSystemException e) {
            throw new IOException("cannot create the folder " + path + ": " + reason(e), e);
        }
        return (name, content) -> {
            Path file = path.resolve(name);
            write(file, content);
            return file;
        };
    }

    /** Writes the content of one file. */
    public interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    /**
     * Writes {@code file}, replacing what was there.
     *
     * @throws IOException if it cannot be written; then nothing is left of it, and what was there still is
     */
    public static void write(Path file, Content content) throws IOException {
        Path beside = file.resolveSibling(file.getFileName() + PART);
        try {
            try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(beside))) {
                content.writeTo(out);
            }
            Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException | RuntimeException e) {
            IOException failure = new IOException("cannot write " + file + ": " + reason(e), e);
            try {
                Files.deleteIfExists(beside);
            } catch (IOException left) {
                failure.addSuppressed(left);
            }
            throw failure;
        }
    }

    /** A file system's exceptions hold the path and, if anything, the reason beside it. */
    public static String reason(Exception e) {
        if (e instanceof FileSystemException fileSystem) {
            return fileSystem.getReason() == null ? e.getClass().getSimpleName() : fileSystem.getReason();
        }
        return e.getMessage();
    }
}
