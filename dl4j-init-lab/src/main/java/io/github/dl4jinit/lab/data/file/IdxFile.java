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

    /** Bytes that are read at once, but for larger examples. */
    private static final int BLOCK = 1 << 16;

    private IdxFile() {}

    /** What stands before the numbers. */
    private record Header(PackedArray.Type type, List<Integer> shape) {

        long bytes() {
            return type.bytes(shape);
        }

        boolean channelsLast() {
            return shape.size() == 4 && shape.get(1) > shape.get(3);
        }

        List<Integer> shapeWithChannelsFirst() {
            return channelsLast() ? List.of(shape.get(0), shape.get(3), shape.get(1), shape.get(2)) : shape;
        }
    }

    /** What is done with some whole examples before they are kept. */
    private interface Use {

        /**
         * Looks at them, or changes them.
         *
         * @param from the place of the first byte in the file, behind the header
         */
        void examples(byte[] bytes, long from) throws InvalidDataException;
    }

    /**
     * Reads examples of one dimension or more. Where an example has three dimensions, the first are its channels in
     * what is returned, whichever of the first and the last they were in the file: the smaller one, since no picture
     * has more channels than pixels a side.
     *
     * @throws InvalidDataException if it is no such file, a number is not finite, or the disk is full
     */
    public static PackedArray examples(DataFile file, Storage storage) throws IOException {
        Header header = header(file);
        if (header.shape.size() < 2) {
            throw new InvalidDataException(
                    file.name(), "expected examples, of two dimensions or more, found one (are these the labels?)");
        }
        StoredBytes bytes = body(file, header, Check.given("storage", storage), (examples, from) -> {
            if (!header.type.whole()) {
                checkFinite(file, header, examples, from);
            }
            if (header.channelsLast()) {
                putChannelsFirst(header, examples);
            }
        });
        return new PackedArray(header.type, header.shapeWithChannelsFirst(), bytes);
    }

    private static void checkFinite(DataFile file, Header header, byte[] examples, long from)
            throws InvalidDataException {
        ByteBuffer numbers = ByteBuffer.wrap(examples);
        for (int start = 0; start < examples.length; start += header.type.size()) {
            double number = header.type.get(numbers, start);
            if (!Double.isFinite(number)) {
                long example = header.bytes() / header.shape.get(0);
                throw new InvalidDataException(
                        file.name(),
                        "expected finite numbers, found " + number + " in example " + ((from + start) / example + 1));
            }
        }
    }

    private static void putChannelsFirst(Header header, byte[] examples) {
        int channels = header.shape.get(3);
        int pixels = header.shape.get(1) * header.shape.get(2);
        int size = header.type.size();
        int example = pixels * channels * size;
        byte[] old = new byte[example];
        for (int start = 0; start < examples.length; start += example) {
            System.arraycopy(examples, start, old, 0, example);
            for (int pixel = 0; pixel < pixels; pixel++) {
                for (int channel = 0; channel < channels; channel++) {
                    int from = (pixel * channels + channel) * size;
                    int to = (channel * pixels + pixel) * size;
                    System.arraycopy(old, from, examples, start + to, size);
                }
            }
        }
    }

    /**
     * Reads a whole number for each example.
     *
     * @param most the largest that is taken
     * @throws InvalidDataException if it is no such file, a number is negative or larger, or the disk is full
     */
    public static PackedArray labels(DataFile file, int most, Storage storage) throws IOException {
        Header header = header(file);
        if (header.shape.size() != 1) {
            throw new InvalidDataException(
                    file.name(),
                    "expected labels, of one dimension, found " + header.shape.size() + " (are these the examples?)");
        }
        if (!header.type.whole()) {
            throw new InvalidDataException(
                    file.name(), "expected whole numbers as labels, found numbers of the type " + header.type);
        }
        StoredBytes bytes = body(file, header, Check.given("storage", storage), (labels, from) -> {
            ByteBuffer numbers = ByteBuffer.wrap(labels);
            for (int start = 0; start < labels.length; start += header.type.size()) {
                double label = header.type.get(numbers, start);
                if (label < 0 || label > most) {
                    throw new InvalidDataException(
                            file.name(),
                            "expected labels from 0 to " + most + ", found " + (long) label + " for example "
                                    + ((from + start) / header.type.size() + 1));
                }
            }
        });
        return new PackedArray(header.type, header.shape, bytes);
    }

    private static Header header(DataFile file) throws IOException {
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
        for (int i = 0; i < rank; i++) {
            int dimension = readInt(file);
            if (dimension <= 0) {
                throw new InvalidDataException(file.name(), "expected positive dimensions, found " + dimension);
            }
            shape.add(dimension);
        }
        Header header = new Header(type, shape);
        if (header.bytes() / shape.get(0) > PackedArray.MOST_BYTES_OF_AN_EXAMPLE) {
            throw new InvalidDataException(
                    file.name(), "expected examples of at most 2^31 bytes, found a header that names more");
        }
        return header;
    }

    private static StoredBytes body(DataFile file, Header header, Storage storage, Use use) throws IOException {
        long expected = header.bytes();
        long there = Math.min(expected, file.most());
        long example = expected / header.shape.get(0);
        long block = Math.max(1, Math.min(there, Math.max(example, BLOCK / example * example)));
        StoredBytes kept = storage.keep(file.name(), there, out -> {
            byte[] bytes = new byte[(int) block];
            for (long from = 0; from < expected; from += bytes.length) {
                bytes = expected - from < bytes.length ? new byte[(int) (expected - from)] : bytes;
                int found = file.read(bytes);
                if (found < bytes.length || from + found > there) {
                    throw new InvalidDataException(
                            file.name(),
                            "expected " + expected + " bytes after the header, found " + (from + found)
                                    + " (truncated?)");
                }
                use.examples(bytes, from);
                out.write(bytes);
            }
        });
        if (file.read(new byte[1]) > 0) {
            throw new InvalidDataException(file.name(), "expected " + expected + " bytes after the header, found more");
        }
        return kept;
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
