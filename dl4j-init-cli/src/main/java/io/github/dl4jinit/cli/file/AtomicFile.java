// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli.file;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
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

/**
 * Writes files that are complete or absent: beside their place first, then moved. They are on the disk before they are
 * moved, or a power cut could leave a file that has its name and not its content.
 */
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
        } catch (IOException e) {
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
            try (FileChannel channel =
                    FileChannel.open(beside, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                OutputStream out = new Buffer(channel);
                content.writeTo(out);
                out.flush();
                channel.force(true);
            }
            Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException | RuntimeException e) {
            IOException failure = new IOException("cannot write " + file + ": " + reason(e), e);
            delete(beside, failure);
            throw failure;
        } catch (Error e) { // such as too little memory
            delete(beside, e);
            throw e;
        }
    }

    private static void delete(Path beside, Throwable failure) {
        try {
            Files.deleteIfExists(beside);
        } catch (IOException left) {
            failure.addSuppressed(left);
        }
    }

    /** Writers of JSON close what they write to, and a closed file cannot be forced onto the disk. */
    private static final class Buffer extends BufferedOutputStream {

        Buffer(FileChannel channel) {
            super(Channels.newOutputStream(channel));
        }

        @Override
        public void close() throws IOException {
            flush();
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
