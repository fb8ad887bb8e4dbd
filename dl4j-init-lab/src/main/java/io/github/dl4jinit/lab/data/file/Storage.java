// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.data.file;

import io.github.dl4jinit.internal.Check;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;

/**
 * Where the numbers of one data set are kept: in Java's memory while they are few, and beyond that in temporary files,
 * of which the operating system keeps in memory what there is room for.
 */
public final class Storage {

    /**
     * A quarter of the largest heap is for the numbers of a data set: a serial collector has two thirds for all that
     * stays, and programs may hold a second data set, and the orders of its examples, beside it.
     */
    private static final int SHARE_OF_HEAP = 4;

    /** An array of Java has no more. */
    private static final int MOST_OF_AN_ARRAY = Integer.MAX_VALUE - 8;

    private final Path folder;
    private long leftInMemory;

    /** What writes bytes in their order. */
    @FunctionalInterface
    public interface Content {

        /** Writes all of them. */
        void writeTo(OutputStream out) throws IOException;
    }

    /**
     * A storage with bounds of its own.
     *
     * @param inMemory how many bytes may be in Java's memory, all arrays together
     * @param folder where temporary files are made for the others
     */
    public Storage(long inMemory, Path folder) {
        Check.require(inMemory >= 0, "bytes in memory", "0 or more", inMemory);
        this.leftInMemory = inMemory;
        this.folder = Check.given("folder", folder);
    }

    /** A quarter of Java's largest heap, and files in the folder that {@code java.io.tmpdir} names. */
    public static Storage standard() {
        return new Storage(
                Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP, Path.of(System.getProperty("java.io.tmpdir")));
    }

    /**
     * Keeps bytes: in memory if there is room for all of them, else in a file.
     *
     * @param name what messages call the data
     * @param length how many bytes there will be
     * @throws InvalidDataException if the file cannot be made, or the disk is full
     */
    public StoredBytes keep(String name, long length, Content content) throws IOException {
        Check.given("name", name);
        Check.require(length >= 0, "length", "0 or more", length);
        Check.given("content", content);
        if (length > Math.min(leftInMemory, MOST_OF_AN_ARRAY)) {
            return FileBytes.written(name, folder, length, content);
        }
        leftInMemory -= length;
        return HeapBytes.written((int) length, content);
    }
}
