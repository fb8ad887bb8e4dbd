// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.modelfile;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UTFDataFormatException;
import java.util.Map;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.shape.options.ArrayOptionsHelper;

/**
 * What stands before the numbers of a row vector in ND4J's binary format: for the shape and then for the data, how it
 * was allocated, its length and its type; the shape itself is rank, dimensions, strides, flags, element stride, order.
 *
 * <p>ND4J believes all of it and reads outside of the array when it is wrong. So only what ND4J 1.0.0 writes for a
 * dense row is let through.
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
            String shapeAllocation = allocation(file, in);
            long shapeLength = in.readLong();
            String shapeType = in.readUTF();
            // Two for each dimension and four more; a row has one dimension or two.
            if (!shapeType.equals("LONG") || (shapeLength != 6 && shapeLength != 8)) {
                throw new InvalidModelException(
                        file,
                        "is no row of numbers: expected 6 or 8 values of type LONG for its shape, found " + shapeLength
                                + " of type " + shapeType);
            }
            long[] shape = new long[(int) shapeLength];
            for (int i = 0; i < shape.length; i++) {
                shape[i] = in.readLong();
            }
            String dataAllocation = allocation(file, in);
            long length = in.readLong();
            String typeName = in.readUTF();
            DataType type = TYPES.get(typeName);
            if (type == null) {
                throw new InvalidModelException(
                        file, "is no row of numbers: expected FLOAT, DOUBLE, HALF or BFLOAT16, found " + typeName);
            }
            checkShape(file, shape, length, type);
            long header = 2 * (2 + Long.BYTES + 2)
                    + shapeAllocation.length()
                    + shapeType.length()
                    + shapeLength * Long.BYTES
                    + dataAllocation.length()
                    + typeName.length();
            return new ArrayHeader(type, length, Math.addExact(header, Math.multiplyExact(length, type.width())));
        } catch (EOFException e) {
            throw new InvalidModelException(file, "ends within the header of an array (truncated?)", e);
        } catch (UTFDataFormatException | ArithmeticException e) {
            throw new InvalidModelException(file, "has no header of an array, as ND4J writes it", e);
        }
    }

    private static String allocation(String file, DataInputStream in) throws IOException {
        String allocation = in.readUTF();
        if (!allocation.equals("MIXED_DATA_TYPES") && !allocation.equals("LONG_SHAPE")) {
            throw new InvalidModelException(
                    file,
                    "has no header of an array as ND4J 1.0.0 writes it: expected MIXED_DATA_TYPES or LONG_SHAPE, found "
                            + allocation);
        }
        return allocation;
    }

    private static void checkShape(String file, long[] shape, long length, DataType type) throws InvalidModelException {
        int rank = shape.length / 2 - 2;
        boolean row = shape[0] == rank && length > 0 && shape[rank] == length && (rank == 1 || shape[1] == 1);
        // The stride of a dimension of one element moves nothing; ND4J writes 1 or the length for it.
        boolean dense = (shape[2 * rank] == 1)
                && (rank == 1 || shape[rank + 1] == 1 || shape[rank + 1] == length)
                && shape[2 * rank + 2] == 1;
        boolean plain = shape[2 * rank + 1] == ArrayOptionsHelper.setOptionBit(0L, type)
                && (shape[2 * rank + 3] == 'c' || shape[2 * rank + 3] == 'f');
        if (!row || !dense || !plain) {
            throw new InvalidModelException(
                    file,
                    "is no row of numbers: the shape in its header does not fit " + length + " dense numbers of type "
                            + type);
        }
    }
}
