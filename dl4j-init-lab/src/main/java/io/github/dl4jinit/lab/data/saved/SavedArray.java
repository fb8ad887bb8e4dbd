// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.data.saved;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.StreamCorruptedException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;

/**
 * An array of numbers as ND4J writes it: for the shape and then for the data, how it was allocated, its length and its
 * type; the shape itself is rank, dimensions, strides, flags, element stride, order. ND4J's own reader allocates what
 * such a header says and reads outside of it when it is wrong, so here every number is checked before anything is
 * allocated, and the numbers are read in Java.
 *
 * @param shape its dimensions
 * @param values in C order
 */
record SavedArray(int[] shape, float[] values) {

    /** Examples of sequences of images or volumes are the deepest there are. */
    private static final int MOST_DIMENSIONS = 6;

    /** Since 1.0.0-beta3 and -beta4; the lengths of both are longs. */
    private static final List<String> ALLOCATIONS = List.of("LONG_SHAPE", "MIXED_DATA_TYPES");

    private static final Map<String, DataType> TYPES =
            Map.of("FLOAT", DataType.FLOAT, "DOUBLE", DataType.DOUBLE, "INT", DataType.INT32, "LONG", DataType.INT64);

    /**
     * Reads an array and not a byte more.
     *
     * @param left how many bytes of the file there may be, the header included
     * @throws StreamCorruptedException if it is none
     */
    static SavedArray read(DataInputStream in, long left) throws IOException {
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
        require(
                length * type.width() <= left,
                "is too short for its array of " + Arrays.toString(shape) + " numbers of type " + type
                        + " (truncated?)");
        float[] values = values(in, type, (int) length);
        return new SavedArray(shape, order == 'c' ? values : inCOrder(values, shape));
    }

    private static long[] shape(DataInputStream in) throws IOException {
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

    private static DataType data(DataInputStream in, long length) throws IOException {
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

    private static long part(DataInputStream in, String type) throws IOException {
        require(ALLOCATIONS.contains(in.readUTF()), "has an array that ND4J has not written");
        long length = in.readLong();
        require(type.equals(in.readUTF()), "has an array that ND4J has not written");
        return length;
    }

    private static String printable(String name) {
        return name.matches("[A-Z0-9_]{1,20}") ? name : "that there is not";
    }

    private static float[] values(DataInputStream in, DataType type, int length) throws IOException {
        float[] values = new float[length];
        for (int i = 0; i < length; i++) {
            values[i] = value(in, type);
        }
        return values;
    }

    private static float value(DataInputStream in, DataType type) throws IOException {
        if (type == DataType.FLOAT) {
            return in.readFloat();
        }
        if (type == DataType.DOUBLE) {
            return (float) in.readDouble();
        }
        return type == DataType.INT32 ? (float) in.readInt() : (float) in.readLong();
    }

    private static float[] inCOrder(float[] values, int[] shape) {
        float[] ordered = new float[values.length];
        int[] index = new int[shape.length];
        for (float value : values) {
            int place = 0;
            for (int i = 0; i < shape.length; i++) {
                place = place * shape[i] + index[i];
            }
            ordered[place] = value;
            // The first dimension is the fastest.
            for (int i = 0; i < shape.length && ++index[i] == shape[i]; i++) {
                index[i] = 0;
            }
        }
        return ordered;
    }

    static void require(boolean holds, String problem) throws StreamCorruptedException {
        if (!holds) {
            throw new StreamCorruptedException(problem);
        }
    }
}
