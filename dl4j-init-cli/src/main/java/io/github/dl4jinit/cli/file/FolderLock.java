// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.LocalDateTime;
import java.time.temporal.ChronoUnit;

/**
 * The right to write into a folder, which one process has at a time. The operating system keeps the lock and frees it
 * when the process ends, however it ends; the file {@value #NAME} only says who has it.
 */
final class FolderLock implements AutoCloseable {

    static final String NAME = "lock";

    /** The locked byte lies behind the text, because Windows lets nobody read what is locked. */
    private static final long LOCKED_BYTE = Long.MAX_VALUE - 1;

    private final Path file;
    private final FileChannel channel;

    private FolderLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /**
     * Takes the lock of a folder.
     *
     * @throws IOException if another run has it, with who that is; or if files there cannot be locked
     */
    static FolderLock take(Path folder) throws IOException {
        Path file = folder.resolve(NAME);
        if (Files.exists(file) && !Files.isRegularFile(file)) {
            throw new IOException(file + " is no regular file, so it cannot be locked: take it away");
        }
        try {
            FolderLock lock = new FolderLock(file, locked(file));
            lock.sign();
            return lock;
        } catch (InUseException e) {
            throw new IOException(
                    "the output folder " + folder + " is in use by another run (" + e.getMessage()
                            + "): wait for it to end, or name another folder by --out",
                    e);
        } catch (IOException e) {
            throw new IOException("cannot lock the output folder by " + file + ": " + AtomicFile.reason(e), e);
        }
    }

    /**
     * Whether another process has the lock of a folder. Where one process closes a file, POSIX takes all its locks on
     * it: it must not be this one that has it.
     */
    static boolean isTaken(Path folder) throws IOException {
        Path file = folder.resolve(NAME);
        if (!Files.isRegularFile(file)) {
            return false;
        }
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            // Shared, so that any number may look at once.
            FileLock free = channel.tryLock(LOCKED_BYTE, 1, true);
            return free == null;
        } catch (NoSuchFileException e) {
            return false; // who had it is just ending
        }
    }

    /** Another run has the lock; the message says which. */
    private static final class InUseException extends IOException {

        private static final long serialVersionUID = 1;

        InUseException(String owner) {
            super(owner);
        }
    }

    private static FileChannel locked(Path file) throws IOException {
        while (true) {
            Object before = identity(file);
            FileChannel channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            boolean mine = false;
            try {
                if (!isFree(channel)) {
                    throw new InUseException(Files.readString(file));
                }
                mine = before.equals(identity(file)); // or who had it took the file away in between
                if (mine) {
                    return channel;
                }
            } catch (NoSuchFileException e) {
                mine = false; // who has it is just ending
            } finally {
                if (!mine) {
                    channel.close();
                }
            }
        }
    }

    /**
     * What tells the file that is at its place from another that was there before. It must not be opened for that:
     * where a process closes a file, POSIX takes all its locks on it.
     */
    private static Object identity(Path file) throws IOException {
        try {
            Object key = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
            return key == null ? "Windows, where nobody deletes a file that is open" : key;
        } catch (NoSuchFileException e) {
            return new Object();
        }
    }

    private static boolean isFree(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock(LOCKED_BYTE, 1, false);
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false; // another thread of this process has it
        }
    }

    /** Writes into the file who has the lock. */
    private void sign() throws IOException {
        String mine = "process " + ProcessHandle.current().pid() + ", since "
                + LocalDateTime.now().truncatedTo(ChronoUnit.SECONDS);
        try {
            channel.truncate(0).write(ByteBuffer.wrap(mine.getBytes(StandardCharsets.UTF_8)), 0);
        } catch (IOException e) {
            try (this) {
                throw e;
            }
        }
    }

    /** Gives the lock back. The file goes first: behind it the folder is free. Any thread may call it. */
    @Override
    public synchronized void close() throws IOException {
        if (channel.isOpen()) {
            try (channel) {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                throw new IOException("cannot take away " + file + ": " + AtomicFile.reason(e), e);
            }
        }
    }
}
