// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
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
        copyFirst(folder, set + "-images-idx3-ubyte", count, 28 * 28, 2);
        copyFirst(folder, set + "-labels-idx1-ubyte", count, 1, 0);
    }

    private static void copyFirst(Path folder, String name, int count, int bytesEach, int moreDimensions)
            throws IOException {
        try (DataInputStream in =
                        new DataInputStream(new GZIPInputStream(Files.newInputStream(MNIST.resolve(name + ".gz"))));
                DataOutputStream out = new DataOutputStream(Files.newOutputStream(folder.resolve(name)))) {
            out.writeInt(in.readInt());
            in.readInt();
            out.writeInt(count);
            for (int i = 0; i < moreDimensions; i++) {
                out.writeInt(in.readInt());
            }
            out.write(in.readNBytes(count * bytesEach));
        }
    }
}
