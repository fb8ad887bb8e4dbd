// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.sampling;

import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinTask;
import java.util.concurrent.atomic.AtomicInteger;
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
     * the caller runs in. Each thread takes the next few when it is through with its last, so that a thread which other
     * work holds up is not waited for.
     */
    default void forAllBlocks(long length, BlocksAction action) {
        int threads = threads();
        int blocks = Math.toIntExact((length + BLOCK_SIZE - 1) / BLOCK_SIZE);
        int atOnce = blocksAtOnce(blocks, threads);
        int parts = (blocks + atOnce - 1) / atOnce;
        AtomicInteger next = new AtomicInteger();
        IntStream.range(0, Math.min(threads, parts)).parallel().forEach(thread -> {
            for (int part = next.getAndIncrement(); part < parts; part = next.getAndIncrement()) {
                int block = part * atOnce;
                long start = start(block);
                int elements = (int) Math.min((long) atOnce * BLOCK_SIZE, length - start);
                action.accept(open(block, elements), start, elements);
            }
        });
    }

    /** The threads that there are for a parallel stream of the calling thread. */
    private static int threads() {
        ForkJoinPool callers = ForkJoinTask.getPool();
        return callers == null ? ForkJoinPool.getCommonPoolParallelism() + 1 : callers.getParallelism();
    }

    /**
     * The number of blocks that a thread deals with in one go, with the arrays that it needs only once: of those that
     * step side by side, a multiple. The more, the less often it fetches new arrays, a quarter of the memory that four
     * blocks of weights are, into its caches; the fewer, the shorter the last thread is waited for.
     */
    private static int blocksAtOnce(int blocks, int threads) {
        int aQuarterOfAShare = blocks / threads / 4 / XoshiroLanes.BLOCKS * XoshiroLanes.BLOCKS;
        return Math.max(2 * XoshiroLanes.BLOCKS, Math.min(aQuarterOfAShare, 8 * XoshiroLanes.BLOCKS));
    }

    /** The index of a block's first element. */
    static long start(int block) {
        return (long) block * BLOCK_SIZE;
    }
}
