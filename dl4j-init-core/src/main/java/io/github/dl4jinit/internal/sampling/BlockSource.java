// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.sampling;

import java.util.stream.IntStream;

/** The elements of an array, block by block. Blocks may be read by any number of threads in any order. */
interface BlockSource {

    /**
     * The number of elements in every block but the last. It decides which generator draws which element, so changing
     * it changes the bits of all weights.
     */
    int BLOCK_SIZE = 1 << 14;

    /** The number of elements that are read at once: few enough to stay in a core's first cache, words and samples. */
    int CHUNK_SIZE = 1 << 11;

    /** Starts to read a block, at its first element. */
    Reader open(int block);

    /** The elements of one block, from the first to the last. */
    interface Reader {

        /** Fills {@code values} with the next elements; what lies behind the block's last may be anything. */
        void read(float[] values);

        /** Fills {@code values} likewise, in double precision. */
        void read(double[] values);
    }

    /** What is done with a block. */
    interface BlockAction {

        /** Deals with a block of so many elements, of which the first is number {@code start} of all. */
        void accept(Reader reader, long start, int length);
    }

    /**
     * Reads all blocks that {@code length} elements make, in parallel on the common pool, or on the fork-join pool that
     * the caller runs in.
     */
    default void forEachBlock(long length, BlockAction action) {
        int blocks = Math.toIntExact((length + BLOCK_SIZE - 1) / BLOCK_SIZE);
        IntStream.range(0, blocks).parallel().forEach(block -> {
            long start = start(block);
            action.accept(open(block), start, (int) Math.min(BLOCK_SIZE, length - start));
        });
    }

    /** The index of a block's first element. */
    static long start(int block) {
        return (long) block * BLOCK_SIZE;
    }
}
