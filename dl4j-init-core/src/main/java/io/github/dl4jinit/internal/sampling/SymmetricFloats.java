// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.sampling;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;

/**
 * Floats inside ±1 from random words: (k + ½) · 2⁻²², k the signed integer that the upper 23 bits of a word are. So
 * many bits a float between 1 and 2 has beside its exponent, and no conversion is needed to put them there.
 *
 * <p>The bits become floats in memory outside the heap, which is written as integers and read as floats: HotSpot
 * vectorises conversions of integers from Java 20 on only, and one by one they took 4.7 ms for 16.7 million words where
 * this takes 1.9 ms.
 */
final class SymmetricFloats {

    /** Sets a float's exponent to that of 1, and makes the sign bit that was shifted down the float's upper half. */
    private static final int ONE_AND_A_HALF = Float.floatToRawIntBits(1.5f);

    /** One for each thread, because to allocate it takes longer than to use it. */
    private static final ThreadLocal<SymmetricFloats> INSTANCE = ThreadLocal.withInitial(SymmetricFloats::new);

    private final int[] bits = new int[BlockSource.CHUNK_SIZE];
    private final IntBuffer asInts;
    private final FloatBuffer asFloats;

    private SymmetricFloats() {
        ByteBuffer memory = ByteBuffer.allocateDirect(Float.BYTES * bits.length).order(ByteOrder.nativeOrder());
        asInts = memory.asIntBuffer();
        asFloats = memory.asFloatBuffer();
    }

    /**
     * Fills an array of at most {@link BlockSource#CHUNK_SIZE} floats with those of the words, times {@code halfWidth}.
     */
    static void fill(int[] words, float[] floats, float halfWidth) {
        INSTANCE.get().convert(words, floats);
        float width = 2 * halfWidth;
        for (int i = 0; i < floats.length; i++) {
            floats[i] = ((floats[i] - 1.5f) + 0x1p-24f) * width;
        }
    }

    /** Makes k · 2⁻²³ + 1.5 of each word. */
    private void convert(int[] words, float[] floats) {
        for (int i = 0; i < floats.length; i++) {
            bits[i] = (words[i] >>> 9) ^ ONE_AND_A_HALF;
        }
        asInts.clear();
        asInts.put(bits, 0, floats.length);
        asFloats.clear();
        asFloats.get(floats);
    }
}
