// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.data.file;

import io.github.dl4jinit.internal.Check;
import java.io.Serializable;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Numbers of examples in as many bytes as their file has for them.
 *
 * @param type what a number is
 * @param shape the number of examples, then the dimensions of each
 * @param bytes the numbers in the order of their indices, the last index fastest, each with its highest byte first
 */
public record PackedArray(Type type, List<Integer> shape, StoredBytes bytes) implements Serializable {

    /** An example is read into one array of Java. */
    static final int MOST_BYTES_OF_AN_EXAMPLE = Integer.MAX_VALUE - 8;

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

        /** Bytes of an array of such numbers; {@code Long.MAX_VALUE} if there are more than that. */
        public long bytes(List<Integer> shape) {
            return Check.givenEach("shape", shape).stream()
                    .mapToLong(Integer::longValue)
                    .reduce(
                            size,
                            (product, dimension) ->
                                    product > Long.MAX_VALUE / dimension ? Long.MAX_VALUE : product * dimension);
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
        long expected = type.bytes(shape);
        Check.require(
                Check.given("bytes", bytes).length() == expected,
                "bytes",
                "as many as " + shape + " numbers of " + type.size + " take",
                bytes.length());
        Check.require(
                expected / shape.get(0) <= MOST_BYTES_OF_AN_EXAMPLE,
                "shape",
                "of examples that take at most 2^31 bytes",
                shape);
    }

    /** Number of examples. */
    public int count() {
        return shape.get(0);
    }

    /** Numbers of an example. */
    public int size() {
        return exampleBytes() / type.size;
    }

    /** Bytes of an example. */
    public int exampleBytes() {
        return (int) (bytes.length() / count());
    }

    /**
     * A number by its place among all. Many are read faster by example.
     *
     * @throws IndexOutOfBoundsException if there are not so many
     */
    public double get(long index) {
        byte[] number = new byte[type.size];
        bytes.read(index * type.size, number);
        return type.get(ByteBuffer.wrap(number), 0);
    }

    /** Reads examples one by one, without a new array for each. For one thread. */
    public Reader reader() {
        return new Reader();
    }

    /** The numbers of one example after the other. */
    public final class Reader {

        private final byte[] example = new byte[exampleBytes()];
        private final ByteBuffer numbers = ByteBuffer.wrap(example);

        private Reader() {}

        /** The bytes of an example, until the next is read. Not to be changed. */
        public byte[] bytes(int index) {
            bytes.read((long) index * example.length, example);
            return example;
        }

        /** Reads an example and writes its numbers from the first place of an array on. */
        public void read(int index, double[] target) {
            Check.given("target", target);
            bytes(index);
            if (type == Type.DOUBLE) {
                numbers.asDoubleBuffer().get(target, 0, size());
                return;
            }
            for (int i = 0; i < size(); i++) {
                target[i] = type.get(numbers, i * type.size);
            }
        }

        /**
         * Reads an example of numbers of single precision, and writes them into an array.
         *
         * @param start the place of the first
         */
        public void read(int index, float[] target, int start) {
            Check.given("target", target);
            Check.require(type == Type.FLOAT, "type", "FLOAT", type);
            bytes(index);
            numbers.asFloatBuffer().get(target, start, size());
        }
    }
}
