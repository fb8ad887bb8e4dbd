// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.data.file;

import io.github.dl4jinit.internal.Check;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads IDX files: two bytes of 0, the type of the numbers, how many dimensions there are, the dimensions as big-endian
 * 32-bit integers, the numbers. Nothing in the header is trusted: memory is taken only for bytes that are there.
 *
 * @see <a href="http://yann.lecun.com/exdb/mnist/">The MNIST database, "The IDX file format"</a>
 */
public final class IdxFile {

    /** An array in Java has no more. */
    private static final int MOST_BYTES = Integer.MAX_VALUE - 8;

    private IdxFile() {}

    /**
     * Reads examples of one dimension or more. Where an example has three dimensions, the first are its channels in
     * what is returned, whichever of the first and the last they were in the file: the smaller one.
     *
     * @throws InvalidDataException if it is no such file, or a number is not finite
     */
    public static PackedArray examples(DataFile file) throws IOException {
        PackedArray array = read(file);
        if (array.shape().size() < 2) {
            throw new InvalidDataException(
                    file.name(), "expected examples, of two dimensions or more, found one (are these the labels?)");
        }
        if (!array.type().whole()) {
            checkFinite(file, array);
        }
        return array.channelsFirst();
    }

    private static void checkFinite(DataFile file, PackedArray array) throws InvalidDataException {
        int numbers = array.count() * array.size();
        for (int i = 0; i < numbers; i++) {
            if (!Double.isFinite(array.get(i))) {
                throw new InvalidDataException(
                        file.name(),
                        "expected finite numbers, found " + array.get(i) + " in example " + (i / array.size() + 1));
            }
        }
    }

    /**
     * Reads a whole number for each example.
     *
     * @param most the largest that is taken
     * @throws InvalidDataException if it is no such file, or a number is negative or larger
     */
    public static PackedArray labels(DataFile file, int most) throws IOException {
        PackedArray array = read(file);
        if (array.shape().size() != 1) {
            throw new InvalidDataException(
                    file.name(),
                    "expected labels, of one dimension, found " + array.shape().size() + " (are these the examples?)");
        }
        if (!array.type().whole()) {
            throw new InvalidDataException(
                    file.name(), "expected whole numbers as labels, found numbers of the type " + array.type());
        }
        for (int i = 0; i < array.count(); i++) {
            if (array.get(i) < 0 || array.get(i) > most) {
                throw new InvalidDataException(
                        file.name(),
                        "expected labels from 0 to " + most + ", found " + (long) array.get(i) + " for example "
                                + (i + 1));
            }
        }
        return array;
    }

    private static PackedArray read(DataFile file) throws IOException {
        Check.given("file", file);
        int magic = readInt(file);
        int rank = magic & 0xff;
        PackedArray.Type type = PackedArray.Type.of(magic >> Byte.SIZE).orElse(null);
        if (type == null || rank == 0) {
            throw new InvalidDataException(
                    file.name(),
                    String.format(
                            "expected the magic number of IDX, such as 0x00000803, found 0x%08x%s",
                            magic, magic >>> 16 == 0x1f8b ? " of gzip, for which a name must end in .gz" : ""));
        }
        List<Integer> shape = new ArrayList<>();
        long expected = type.size();
        for (int i = 0; i < rank; i++) {
            int dimension = readInt(file);
            if (dimension <= 0) {
                throw new InvalidDataException(file.name(), "expected positive dimensions, found " + dimension);
            }
            shape.add(dimension);
            expected *= dimension;
            if (expected > MOST_BYTES) {
                throw new InvalidDataException(
                        file.name(), "expected at most 2^31 bytes, found a header that names more");
            }
        }
        return new PackedArray(type, shape, body(file, (int) expected));
    }

    private static byte[] body(DataFile file, int expected) throws IOException {
        byte[] bytes = Memory.bytes(file.name(), Math.min(expected, file.most()));
        int found = file.read(bytes);
        if (found < expected) {
            throw new InvalidDataException(
                    file.name(), "expected " + expected + " bytes after the header, found " + found + " (truncated?)");
        }
        if (file.read(new byte[1]) > 0) {
            throw new InvalidDataException(file.name(), "expected " + expected + " bytes after the header, found more");
        }
        return bytes;
    }

    private static int readInt(DataFile file) throws IOException {
        byte[] bytes = new byte[Integer.BYTES];
        if (file.read(bytes) < bytes.length) {
            throw new InvalidDataException(
                    file.name(), "expected an IDX header, found the end of the file (truncated?)");
        }
        return ByteBuffer.wrap(bytes).getInt();
    }
}
