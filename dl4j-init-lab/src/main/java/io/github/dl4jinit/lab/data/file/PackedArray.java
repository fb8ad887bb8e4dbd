// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.data.file;

import io.github.dl4jinit.internal.Check;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Numbers of examples in as many bytes as their file has for them. The bytes are shared, not copied: nobody writes to
 * them.
 *
 * @param type what a number is
 * @param shape the number of examples, then the dimensions of each
 * @param bytes the numbers in the order of their indices, the last index fastest, each with its highest byte first
 */
public record PackedArray(Type type, List<Integer> shape, byte[] bytes) implements Serializable {

    /** What a number is, with the code that the IDX format has for it. */
    public enum Type {
        /** From 0 to 255. */
        UNSIGNED_BYTE(0x08, Byte.BYTES) {
            @Override
            double get(ByteBuffer bytes, int start) {
                return Byte.toUnsignedInt(bytes.get(start));
            }
        },
        /** From −128 to 127. */
        BYTE(0x09, Byte.BYTES) {
            @Override
            double get(ByteBuffer bytes, int start) {
                return bytes.get(start);
            }
        },
        /** Whole numbers of 16 bits. */
        SHORT(0x0B, Short.BYTES) {
            @Override
            double get(ByteBuffer bytes, int start) {
                return bytes.getShort(start);
            }
        },
        /** Whole numbers of 32 bits. */
        INT(0x0C, Integer.BYTES) {
            @Override
            double get(ByteBuffer bytes, int start) {
                return bytes.getInt(start);
            }
        },
        /** Numbers of single precision. */
        FLOAT(0x0D, Float.BYTES) {
            @Override
            double get(ByteBuffer bytes, int start) {
                return bytes.getFloat(start);
            }
        },
        /** Numbers of double precision. */
        DOUBLE(0x0E, Double.BYTES) {
            @Override
            double get(ByteBuffer bytes, int start) {
                return bytes.getDouble(start);
            }
        };

        private final int code;
        private final int size;

        Type(int code, int size) {
            this.code = code;
            this.size = size;
        }

        abstract double get(ByteBuffer bytes, int start);

        /** Bytes of a number. */
        public int size() {
            return size;
        }

        /** Whether there are only whole numbers. */
        public boolean whole() {
            return this != FLOAT && this != DOUBLE;
        }

        static Optional<Type> of(int code) {
            return Arrays.stream(values()).filter(type -> type.code == code).findFirst();
        }
    }

    public PackedArray {
        Check.given("type", type);
        shape = Check.givenEach("shape", shape);
        Check.require(
                !shape.isEmpty() && shape.stream().allMatch(dimension -> dimension > 0),
                "shape",
                "of one positive dimension or more",
                shape);
        // No array has as many bytes as that at which the product stops to grow.
        long expected = shape.stream()
                .mapToLong(Integer::longValue)
                .reduce(type.size, (product, dimension) -> Math.min(product * dimension, 1L << 31));
        Check.require(
                Check.given("bytes", bytes).length == expected,
                "bytes",
                "as many as " + shape + " numbers of " + type.size + " take",
                bytes.length);
    }

    /** Number of examples. */
    public int count() {
        return shape.get(0);
    }

    /** Numbers of an example. */
    public int size() {
        return bytes.length / type.size / count();
    }

    /**
     * A number by its place among all.
     *
     * @throws IndexOutOfBoundsException if there are not so many
     */
    public double get(int index) {
        return type.get(ByteBuffer.wrap(bytes), index * type.size);
    }

    /**
     * The same examples of four dimensions in all, if their channels came last, with channels first, as DL4J has them.
     * The channels are the smaller of the two dimensions: no picture has more of them than pixels a side.
     */
    PackedArray channelsFirst() {
        if (shape.size() != 4 || shape.get(1) <= shape.get(3)) {
            return this;
        }
        int channels = shape.get(3);
        int pixels = shape.get(1) * shape.get(2);
        int example = pixels * channels * type.size;
        byte[] old = new byte[example];
        for (int start = 0; start < bytes.length; start += example) {
            System.arraycopy(bytes, start, old, 0, example);
            for (int pixel = 0; pixel < pixels; pixel++) {
                for (int channel = 0; channel < channels; channel++) {
                    int from = (pixel * channels + channel) * type.size;
                    int to = (channel * pixels + pixel) * type.size;
                    System.arraycopy(old, from, bytes, start + to, type.size);
                }
            }
        }
        return new PackedArray(type, List.of(count(), channels, shape.get(1), shape.get(2)), bytes);
    }
}
