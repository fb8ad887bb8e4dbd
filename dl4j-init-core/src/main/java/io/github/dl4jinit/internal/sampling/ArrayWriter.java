// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.sampling;

import java.util.stream.IntStream;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.ShortPointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.concurrency.AffinityManager.Location;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.executioner.OpExecutioner.ExecutionerType;
import org.nd4j.linalg.factory.Nd4j;

/** Copies a {@link BlockSource} into an {@link INDArray}, in the order of the array's own memory layout. */
final class ArrayWriter {

    private ArrayWriter() {}

    /**
     * Overwrites every element of {@code target}; blocks are written in parallel on the common pool, or on the
     * fork-join pool that the caller runs in.
     *
     * @throws IllegalArgumentException if {@code target} is not FLOAT, DOUBLE, HALF or BFLOAT16
     */
    static void write(INDArray target, BlockSource source) {
        if (isPlainHostMemory(target)) {
            writeInPlace(target, source);
        } else {
            writeThroughCopy(target, source);
        }
    }

    /**
     * Writes to strided views, and to arrays in device memory: a new array, whose memory is the host's and without gaps
     * on every backend, is filled, and the backend assigns it to {@code target}.
     */
    static void writeThroughCopy(INDArray target, BlockSource source) {
        try (INDArray copy = Nd4j.createUninitializedDetached(target.dataType(), target.ordering(), target.shape())) {
            writeInPlace(copy, source);
            target.assign(copy);
        }
    }

    private static boolean isPlainHostMemory(INDArray target) {
        return Nd4j.getExecutioner().type() == ExecutionerType.NATIVE_CPU
                && (target.length() == 1 || target.elementWiseStride() == 1);
    }

    /** Writes to the array's own memory, which has to be the host's, without gaps. */
    static void writeInPlace(INDArray array, BlockSource source) {
        BlockWriter writer = writerFor(array.dataType());
        Nd4j.getAffinityManager().ensureLocation(array, Location.HOST);
        Pointer memory = array.data().pointer();
        long offset = array.offset();
        long length = array.length();
        IntStream.range(0, BlockSource.blockCount(length))
                .parallel()
                .forEach(block -> writer.write(
                        source,
                        block,
                        BlockSource.blockLength(block, length),
                        memory,
                        offset + BlockSource.start(block)));
        Nd4j.getAffinityManager().tagLocation(array, Location.HOST);
    }

    /** Copies one block from the source to native memory. */
    private interface BlockWriter {
        void write(BlockSource source, int block, int length, Pointer memory, long position);
    }

    private static BlockWriter writerFor(DataType type) {
        switch (type) {
            case DOUBLE:
                return ArrayWriter::writeDoubles;
            case FLOAT:
                return ArrayWriter::writeFloats;
            case HALF:
                return (source, block, length, memory, position) ->
                        writeShorts(source, block, length, memory, position, HalfPrecision::toHalf);
            case BFLOAT16:
                return (source, block, length, memory, position) ->
                        writeShorts(source, block, length, memory, position, HalfPrecision::toBfloat16);
            default:
                throw new IllegalArgumentException(
                        "data type must be one of FLOAT, DOUBLE, HALF, BFLOAT16, received " + type);
        }
    }

    private static void writeDoubles(BlockSource source, int block, int length, Pointer memory, long position) {
        double[] values = new double[length];
        source.fill(block, values);
        new DoublePointer(memory).position(position).put(values, 0, length);
    }

    private static void writeFloats(BlockSource source, int block, int length, Pointer memory, long position) {
        float[] values = new float[length];
        source.fill(block, values);
        new FloatPointer(memory).position(position).put(values, 0, length);
    }

    private static void writeShorts(
            BlockSource source, int block, int length, Pointer memory, long position, Rounding rounding) {
        float[] values = new float[length];
        source.fill(block, values);
        short[] rounded = new short[length];
        for (int i = 0; i < length; i++) {
            rounded[i] = rounding.round(values[i]);
        }
        new ShortPointer(memory).position(position).put(rounded, 0, length);
    }

    private interface Rounding {
        short round(float value);
    }
}
