// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.sampling;

import io.github.dl4jinit.internal.sampling.BlockSource.Reader;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.ShortPointer;
import org.nd4j.linalg.api.concurrency.AffinityManager.Location;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.ops.executioner.OpExecutioner.ExecutionerType;
import org.nd4j.linalg.factory.Nd4j;

/** Copies a {@link BlockSource} into an {@link INDArray}, whatever the array's own order and strides. */
final class ArrayWriter {

    private ArrayWriter() {}

    /**
     * Overwrites every element of {@code target}, in parallel as {@link BlockSource#forAllBlocks} is: number k of the
     * source becomes number k of the target.
     *
     * @param order the order in which the target's elements are counted, 'c' or 'f'
     * @throws IllegalArgumentException if {@code target} is not FLOAT, DOUBLE, HALF or BFLOAT16
     */
    static void write(INDArray target, char order, BlockSource source) {
        if (Nd4j.getExecutioner().type() == ExecutionerType.NATIVE_CPU && hasNoGaps(target, order)) {
            writeInPlace(target, source);
        } else {
            writeThroughCopy(target, order, source);
        }
    }

    /**
     * Writes to views whose elements lie in another order or with gaps, and to arrays in device memory: a new array,
     * whose memory is the host's and without gaps on every backend, is filled, and the backend assigns it to
     * {@code target}, index by index.
     */
    static void writeThroughCopy(INDArray target, char order, BlockSource source) {
        try (INDArray copy = Nd4j.createUninitializedDetached(target.dataType(), order, target.shape())) {
            writeInPlace(copy, source);
            target.assign(copy);
        }
    }

    /**
     * Whether the elements, counted in that order, lie one behind the other. The strides tell; ND4J's element-wise
     * stride is 1 for a transposed array, too, and its ordering is one of two letters whatever the strides.
     */
    private static boolean hasNoGaps(INDArray array, char order) {
        long next = 1;
        for (int i = 0; i < array.rank(); i++) {
            int dimension = order == 'f' ? i : array.rank() - 1 - i;
            if (array.size(dimension) > 1 && array.stride(dimension) != next) {
                return false;
            }
            next *= array.size(dimension);
        }
        return true;
    }

    /** Writes to the array's own memory from its first element on, which has to be the host's, without gaps. */
    static void writeInPlace(INDArray array, BlockSource source) {
        ElementType type = ElementType.of(array.dataType());
        Nd4j.getAffinityManager().ensureLocation(array, Location.HOST);
        Pointer memory = array.data().pointer();
        long offset = array.offset();
        source.forAllBlocks(array.length(), (reader, start, length) -> {
            int chunk = Math.min(BlockSource.CHUNK_SIZE, length);
            ChunkWriter writer = writerFor(type, memory, offset + start, length, chunk);
            for (int written = 0; written < length; written += chunk) {
                writer.writeNext(reader);
            }
        });
        Nd4j.getAffinityManager().tagLocation(array, Location.HOST);
    }

    /** Copies the next chunk to native memory, through a Java array that is used again. */
    private interface ChunkWriter {
        void writeNext(Reader reader);
    }

    /** A writer of {@code length} elements, of which the first is number {@code start} of the memory's. */
    private static ChunkWriter writerFor(ElementType type, Pointer memory, long start, int length, int chunk) {
        switch (type) {
            case DOUBLE:
                return doubles(new DoublePointer(memory), start, length, new double[chunk]);
            case FLOAT:
                return floats(new FloatPointer(memory), start, length, new float[chunk]);
            case HALF:
                return shorts(new ShortPointer(memory), start, length, new float[chunk], HalfPrecision::toHalf);
            default:
                return shorts(new ShortPointer(memory), start, length, new float[chunk], HalfPrecision::toBfloat16);
        }
    }

    private static ChunkWriter doubles(DoublePointer target, long start, int length, double[] values) {
        return reader -> {
            int place = reader.read(values);
            target.position(start + place).put(values, 0, Math.min(values.length, length - place));
        };
    }

    private static ChunkWriter floats(FloatPointer target, long start, int length, float[] values) {
        return reader -> {
            int place = reader.read(values);
            target.position(start + place).put(values, 0, Math.min(values.length, length - place));
        };
    }

    private static ChunkWriter shorts(ShortPointer target, long start, int length, float[] values, Rounding rounding) {
        short[] rounded = new short[values.length];
        return reader -> {
            int place = reader.read(values);
            int count = Math.min(values.length, length - place);
            for (int i = 0; i < count; i++) {
                rounded[i] = rounding.round(values[i]);
            }
            target.position(start + place).put(rounded, 0, count);
        };
    }

    private interface Rounding {
        short round(float value);
    }
}
