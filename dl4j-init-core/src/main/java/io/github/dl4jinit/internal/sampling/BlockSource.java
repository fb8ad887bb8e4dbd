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

    /**
     * The number of elements that are read at once: few enough for words and samples to stay in a core's first cache,
     * and those words of the neighbouring blocks that wait in its second.
     */
    int CHUNK_SIZE = 1 << 11;

    /**
     * The number of blocks that a thread deals with in one go, with the arrays that it needs only once: those for each
     * four blocks, which step side by side, are a quarter of the memory that the weights are. With many more blocks,
     * HotSpot compiles the loop over their chunks while it runs, and normal weights take half as long again in some
     * processes.
     */
    int BLOCKS_AT_ONCE = 8;

    /** Starts to read {@code length} elements from the first element of {@code block} on. */
    Reader open(int block, int length);

    /** The elements of some blocks, in chunks, of which the source decides the order. */
    interface Reader {

        /**
         * Fills {@code values} with a chunk that has not been read yet: {@value BlockSource#CHUNK_SIZE} elements that
         * follow each other, or all if there are fewer. What lies behind the last may be anything.
         *
         * @return the chunk's place: how many of the reader's elements come before it
         */
        int read(float[] values);

        /** Fills {@code values} likewise, in double precision. */
        int read(double[] values);
    }

    /** What is done with blocks. */
    interface BlocksAction {

        /** Deals with blocks of so many elements together, of which the first is number {@code start} of all. */
        void accept(Reader reader, long start, int length);
    }

    /**
     * Reads all blocks that {@code length} elements make, in parallel on the common pool, or on the fork-join pool that
     * the caller runs in.
     */
    default void forAllBlocks(long length, BlocksAction action) {
        int blocks = Math.toIntExact((length + BLOCK_SIZE - 1) / BLOCK_SIZE);
        int parts = (blocks + BLOCKS_AT_ONCE - 1) / BLOCKS_AT_ONCE;
        IntStream.range(0, parts).parallel().forEach(part -> {
            int block = part * BLOCKS_AT_ONCE;
            long start = start(block);
            int elements = (int) Math.min(BLOCKS_AT_ONCE * BLOCK_SIZE, length - start);
            action.accept(open(block, elements), start, elements);
        });
    }

    /** The index of a block's first element. */
    static long start(int block) {
        return (long) block * BLOCK_SIZE;
    }
}
