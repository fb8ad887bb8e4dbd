// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;

/** The first 2000 and 1000 images of MNIST, which are quickly read and tested with. */
public final class SmallMnist {

    private static final Path MNIST = Path.of("../dl4j-init-lab/src/main/resources/io/github/dl4jinit/lab/data/mnist");

    private SmallMnist() {}

    /** Writes the four files into a folder. */
    public static void write(Path folder) throws IOException {
        copyFirst(folder, "train", 2000);
        copyFirst(folder, "t10k", 1000);
    }

    private static void copyFirst(Path folder, String set, int count) throws IOException {
        copyFirst(folder, set + "-images-idx3-ubyte", 4 * Integer.BYTES, 28 * 28, count);
        copyFirst(folder, set + "-labels-idx1-ubyte", 2 * Integer.BYTES, 1, count);
    }

    private static void copyFirst(Path folder, String name, int header, int bytesEach, int count) throws IOException {
        try (InputStream in = new GZIPInputStream(Files.newInputStream(MNIST.resolve(name + ".gz")))) {
            byte[] first = in.readNBytes(header + count * bytesEach);
            ByteBuffer.wrap(first).putInt(Integer.BYTES, count); // behind the magic number
            Files.write(folder.resolve(name), first);
        }
    }
}
