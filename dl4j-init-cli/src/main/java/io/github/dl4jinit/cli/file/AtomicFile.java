// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli.file;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

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
        // A name that no other writer of the file has.
        Path beside = file.resolveSibling(file.getFileName() + "." + UUID.randomUUID() + PART);
        try {
            try (OutputStream out = new BufferedOutputStream(
                    Files.newOutputStream(beside, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE))) {
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
        if (e instanceof NoSuchFileException) {
            return "no such file or folder";
        }
        if (e instanceof FileAlreadyExistsException) {
            return "it is there already, and no folder";
        }
        if (e instanceof NotDirectoryException) {
            return "not a folder";
        }
        if (e instanceof AccessDeniedException) {
            return "permission denied";
        }
        String reason = e instanceof FileSystemException fileSystem ? fileSystem.getReason() : e.getMessage();
        return reason == null ? e.getClass().getSimpleName() : reason;
    }
}
