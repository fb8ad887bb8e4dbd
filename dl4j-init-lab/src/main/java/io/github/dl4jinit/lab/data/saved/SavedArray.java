// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.data.saved;

import io.github.dl4jinit.lab.data.file.InvalidDataException;
import java.io.BufferedInputStream;
import java.io.DataInput;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.io.StreamCorruptedException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * An array of numbers as ND4J writes it: for the shape and then for the data, how it was allocated, its length and its
 * type; the shape itself is rank, dimensions, strides, flags, element stride, order. ND4J's own reader allocates what
 * such a header says and reads outside of it when it is wrong, so here every number is checked before anything is
 * allocated, and the numbers are read in Java, when they are needed.
 *
 * @param file where it is
 * @param start the place of its first number there
 * @param shape its dimensions
 * @param cOrder whether the last of them is the fastest, not the first
 * @param type of its numbers
 */
record SavedArray(Path file, long start, int[] shape, boolean cOrder, DataType type) {

    private static final int BUFFER = 1 << 16;

    /** Examples of sequences of images or volumes are the deepest there are. */
    private static final int MOST_DIMENSIONS = 6;

    /** Since 1.0.0-beta3 and -beta4; the lengths of both are longs. */
    private static final List<String> ALLOCATIONS = List.of("LONG_SHAPE", "MIXED_DATA_TYPES");

    private static final Map<String, DataType> TYPES =
            Map.of("FLOAT", DataType.FLOAT, "DOUBLE", DataType.DOUBLE, "INT", DataType.INT32, "LONG", DataType.INT64);

    /** What is done with some numbers in C order. */
    @FunctionalInterface
    interface Use {

        /** Takes note of them; the array is filled anew for the next. */
        void numbers(float[] row) throws IOException;
    }

    /**
     * Reads an array's header, and goes on to its end.
     *
     * @param in its file
     * @throws StreamCorruptedException if it is none
     */
    static SavedArray read(Path file, RandomAccessFile in) throws IOException {
        long[] header = shape(in);
        int rank = (int) header[0];
        int[] shape = new int[rank];
        long length = 1;
        for (int i = 0; i < rank; i++) {
            long size = header[1 + i];
            require(size > 0 && size <= Integer.MAX_VALUE, "has an array with a dimension of " + size);
            shape[i] = (int) size;
            length *= size;
            require(length <= Integer.MAX_VALUE, "has an array of more than 2147483647 numbers");
        }
        long order = header[2 * rank + 3];
        require(order == 'c' || order == 'f', "has an array that is neither in c nor in f order");
        checkDense(shape, header, order == 'c');
        DataType type = data(in, length);
        long start = in.getFilePointer();
        long end = start + length * type.width();
        require(
                end <= in.length(),
                "is too short for its array of " + Arrays.toString(shape) + " numbers of type " + type
                        + " (truncated?)");
        in.seek(end);
        return new SavedArray(file, start, shape, order == 'c', type);
    }

    /** How many numbers there are. */
    int length() {
        return IntStream.of(shape).reduce(1, (product, size) -> product * size);
    }

    /** Whether it is a single −1, which DL4J writes for a mask that is not there. */
    boolean isAbsent() throws IOException {
        boolean[] absent = new boolean[1];
        if (length() == 1) {
            forEach(1, number -> absent[0] = number[0] == -1);
        }
        return absent[0];
    }

    /**
     * Reads the numbers in C order, so many at a time. Those in Fortran's order are in memory all at once.
     *
     * @throws InvalidDataException if they are not there any more, or one is not finite
     */
    void forEach(int width, Use use) throws IOException {
        try (SeekableByteChannel channel = Files.newByteChannel(file);
                DataInputStream in = new DataInputStream(
                        new BufferedInputStream(Channels.newInputStream(channel.position(start)), BUFFER))) {
            float[] row = new float[width];
            int length = length();
            float[] whole = cOrder ? null : inCOrder(in, length);
            byte[] bytes = new byte[Math.multiplyExact(width, cOrder ? type.width() : 0)];
            for (int from = 0; from < length; from += width) {
                if (cOrder) {
                    in.readFully(bytes);
                    convert(bytes, row);
                } else {
                    System.arraycopy(whole, from, row, 0, width);
                }
                checkFinite(row, from);
                use.numbers(row);
            }
        } catch (EOFException e) {
            throw new InvalidDataException(file.toString(), "became shorter while it was read", e);
        }
    }

    private void convert(byte[] bytes, float[] row) {
        ByteBuffer numbers = ByteBuffer.wrap(bytes);
        if (type == DataType.FLOAT) {
            numbers.asFloatBuffer().get(row);
            return;
        }
        for (int i = 0; i < row.length; i++) {
            row[i] = switch (type) {
                case DOUBLE -> (float) numbers.getDouble();
                case INT -> numbers.getInt();
                default -> numbers.getLong();
            };
        }
    }

    private void checkFinite(float[] row, int from) throws InvalidDataException {
        for (int i = 0; i < row.length; i++) {
            if (!Float.isFinite(row[i])) {
                throw new InvalidDataException(
                        file.toString(),
                        "must hold finite numbers, found " + row[i] + " in example "
                                + (from + i) / (length() / shape[0]));
            }
        }
    }

    private float[] inCOrder(DataInputStream in, int length) throws IOException {
        float[] ordered = new float[length];
        float[] value = new float[1];
        byte[] bytes = new byte[type.width()];
        int[] index = new int[shape.length];
        for (int n = 0; n < length; n++) {
            in.readFully(bytes);
            convert(bytes, value);
            int place = 0;
            for (int i = 0; i < shape.length; i++) {
                place = place * shape[i] + index[i];
            }
            ordered[place] = value[0];
            // The first dimension is the fastest.
            for (int i = 0; i < shape.length && ++index[i] == shape[i]; i++) {
                index[i] = 0;
            }
        }
        return ordered;
    }

    private static long[] shape(DataInput in) throws IOException {
        long length = part(in, "LONG");
        require(
                length >= 6 && length <= 2 * MOST_DIMENSIONS + 4 && length % 2 == 0,
                "has an array that is none of 1 to " + MOST_DIMENSIONS + " dimensions");
        long[] header = new long[(int) length];
        for (int i = 0; i < header.length; i++) {
            header[i] = in.readLong();
        }
        require(header[0] == length / 2 - 2, "has an array whose rank does not fit its shape");
        return header;
    }

    /** The stride of a dimension of one element moves nothing. */
    private static void checkDense(int[] shape, long[] header, boolean cOrder) throws IOException {
        int rank = shape.length;
        long expected = 1;
        for (int i = 0; i < rank; i++) {
            int dimension = cOrder ? rank - 1 - i : i;
            require(
                    shape[dimension] == 1 || header[1 + rank + dimension] == expected,
                    "has an array whose strides do not fit its shape");
            expected *= shape[dimension];
        }
    }

    private static DataType data(DataInput in, long length) throws IOException {
        String allocation = in.readUTF();
        require(ALLOCATIONS.contains(allocation), "has an array that ND4J has not written");
        long given = in.readLong();
        String name = in.readUTF();
        require(
                TYPES.containsKey(name),
                "has an array of type " + printable(name)
                        + ", expected FLOAT, DOUBLE, INT or LONG: save castTo(FLOAT)");
        require(given == length, "has an array whose length does not fit its shape");
        return TYPES.get(name);
    }

    private static long part(DataInput in, String type) throws IOException {
        require(ALLOCATIONS.contains(in.readUTF()), "has an array that ND4J has not written");
        long length = in.readLong();
        require(type.equals(in.readUTF()), "has an array that ND4J has not written");
        return length;
    }

    private static String printable(String name) {
        return name.matches("[A-Z0-9_]{1,20}") ? name : "that there is not";
    }

    static void require(boolean holds, String problem) throws StreamCorruptedException {
        if (!holds) {
            throw new StreamCorruptedException(problem);
        }
    }
}
