// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.training;

import io.github.dl4jinit.lab.data.DataSource;
import io.github.dl4jinit.lab.data.IdxSource;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/** The first images of MNIST: tests of how a trial goes need not test its network with 10 000, ten times. */
public final class SmallMnist {

    /** Training images. */
    static final int TRAINING = 1280;

    /** Test images, of which {@value #MOST_FREQUENT} are of one class. */
    static final int TEST = 200;

    static final int MOST_FREQUENT = 28;

    private static IdxSource source;

    private SmallMnist() {}

    /** The same for all tests of a JVM. */
    public static synchronized IdxSource source() {
        if (source == null) {
            try {
                Path folder = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "mnist");
                copy(folder, "train", TRAINING);
                copy(folder, "t10k", TEST);
                source = DataSource.of(folder);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return source;
    }

    private static void copy(Path folder, String set, int count) throws IOException {
        copy(folder, set + "-images-idx3-ubyte", 4 * Integer.BYTES + count * 28 * 28, count);
        copy(folder, set + "-labels-idx1-ubyte", 2 * Integer.BYTES + count, count);
    }

    private static void copy(Path folder, String name, int length, int count) throws IOException {
        try (InputStream in = new GZIPInputStream(DataSource.class.getResourceAsStream("mnist/" + name + ".gz"))) {
            byte[] first = in.readNBytes(length);
            ByteBuffer.wrap(first).putInt(Integer.BYTES, count); // behind the magic number
            Files.write(folder.resolve(name), first);
        }
    }
}
