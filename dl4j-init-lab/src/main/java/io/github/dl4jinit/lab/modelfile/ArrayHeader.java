// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.modelfile;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UTFDataFormatException;
import java.util.Arrays;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.shape.options.ArrayOptionsHelper;

/**
 * What stands before the numbers of a row vector in ND4J's binary format: for the shape and then for the data, how it
 * was allocated, its length and its type; the shape itself is rank, dimensions, strides, flags, element stride, order.
 *
 * <p>ND4J believes all of it and reads outside of the array when it is wrong. So only what a release of ND4J writes for
 * a dense row is let through.
 *
 * @param bytes how long the header and the data are together
 */
record ArrayHeader(DataType type, long length, long bytes) {

    private static final Map<String, DataType> TYPES = Map.of(
            "FLOAT", DataType.FLOAT,
            "DOUBLE", DataType.DOUBLE,
            "HALF", DataType.FLOAT16,
            "BFLOAT16", DataType.BFLOAT16);

    /**
     * Reads the header and not a byte more.
     *
     * @param file what messages call the stream
     */
    static ArrayHeader read(String file, DataInputStream in) throws IOException {
        try {
            Part shapePart = Part.read(file, in);
            // Two for each dimension and four more; a row has one dimension or two.
            if (!shapePart.type.equals(shapePart.allocation.shapeType)
                    || (shapePart.length != 6 && shapePart.length != 8)) {
                throw new InvalidModelException(
                        file,
                        "is no row of numbers: expected 6 or 8 values of type " + shapePart.allocation.shapeType
                                + " for its shape, found " + shapePart.length + " of type " + shapePart.type);
            }
            long[] shape = new long[(int) shapePart.length];
            for (int i = 0; i < shape.length; i++) {
                shape[i] = shapePart.allocation.wide ? in.readLong() : in.readInt();
            }
            Part data = Part.read(file, in);
            DataType type = TYPES.get(data.type);
            if (type == null) {
                throw new InvalidModelException(
                        file, "is no row of numbers: expected FLOAT, DOUBLE, HALF or BFLOAT16, found " + data.type);
            }
            checkShape(file, shape, data.length, type, shapePart.allocation);
            long shapeBytes = shape.length * (shapePart.allocation.wide ? (long) Long.BYTES : Integer.BYTES);
            long header = shapePart.bytes() + shapeBytes + data.bytes();
            return new ArrayHeader(
                    type, data.length, Math.addExact(header, Math.multiplyExact(data.length, type.width())));
        } catch (EOFException e) {
            throw new InvalidModelException(file, "ends within the header of an array (truncated?)", e);
        } catch (UTFDataFormatException | ArithmeticException e) {
            throw new InvalidModelException(file, "has no header of an array, as ND4J writes it", e);
        }
    }

    private static void checkShape(String file, long[] shape, long length, DataType type, Allocation allocation)
            throws InvalidModelException {
        int rank = shape.length / 2 - 2;
        boolean row = shape[0] == rank && length > 0 && shape[rank] == length && (rank == 1 || shape[1] == 1);
        // The stride of a dimension of one element moves nothing; ND4J writes 1 or the length for it.
        boolean dense = (shape[2 * rank] == 1)
                && (rank == 1 || shape[rank + 1] == 1 || shape[rank + 1] == length)
                && shape[2 * rank + 2] == 1;
        boolean plain = allocation.hasFlags(shape[2 * rank + 1], type)
                && (shape[2 * rank + 3] == 'c' || shape[2 * rank + 3] == 'f');
        if (!row || !dense || !plain) {
            throw new InvalidModelException(
                    file,
                    "is no row of numbers: the shape in its header does not fit " + length + " dense numbers of type "
                            + type);
        }
    }

    /**
     * How the releases of ND4J say that something was allocated.
     *
     * <p>Until 1.0.0-beta, lengths and shapes are ints; until 1.0.0-beta3, the place of the flags holds an offset,
     * which is 0; since 1.0.0-beta4 it tells the type of the data.
     */
    private enum Allocation {
        DIRECT(false),
        HEAP(false),
        JAVACPP(false),
        LONG_SHAPE(true),
        MIXED_DATA_TYPES(true);

        private final boolean wide;
        private final String shapeType;

        Allocation(boolean wide) {
            this.wide = wide;
            this.shapeType = wide ? "LONG" : "INT";
        }

        private boolean hasFlags(long flags, DataType type) {
            return this != MIXED_DATA_TYPES && flags == 0 || wide && flags == ArrayOptionsHelper.setOptionBit(0L, type);
        }
    }

    /** How the shape, or the data, was allocated. */
    private record Part(Allocation allocation, long length, String type) {

        static Part read(String file, DataInputStream in) throws IOException {
            Allocation allocation = allocation(file, in.readUTF());
            return new Part(allocation, allocation.wide ? in.readLong() : in.readInt(), in.readUTF());
        }

        private static Allocation allocation(String file, String name) throws InvalidModelException {
            for (Allocation allocation : Allocation.values()) {
                if (allocation.name().equals(name)) {
                    return allocation;
                }
            }
            throw new InvalidModelException(
                    file,
                    "has no header of an array as ND4J writes it: expected one of "
                            + Arrays.toString(Allocation.values()) + ", found " + name);
        }

        /** All names that got here are ASCII; before each stand two bytes. */
        long bytes() {
            return 2 + allocation.name().length() + (allocation.wide ? Long.BYTES : Integer.BYTES) + 2 + type.length();
        }
    }
}
