// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.sampling;

/**
 * The elements of an array, block by block. Blocks may be asked for by any number of threads in any order, each block
 * once.
 */
interface BlockSource {

    /**
     * The number of elements in every block but the last: 64 KiB of floats, which stay in a core's cache while they are
     * drawn and copied. The size decides which generator draws which element, so changing it changes the bits of all
     * weights.
     */
    int BLOCK_SIZE = 1 << 14;

    /** Fills {@code values}, which is as long as the block, with the elements of block number {@code block}. */
    void fill(int block, float[] values);

    /** Fills {@code values} likewise, in double precision. */
    void fill(int block, double[] values);

    /** The number of blocks that {@code length} elements make. */
    static int blockCount(long length) {
        return Math.toIntExact((length + BLOCK_SIZE - 1) / BLOCK_SIZE);
    }

    /** The length of one of the blocks that {@code length} elements make. */
    static int blockLength(int block, long length) {
        return (int) Math.min(BLOCK_SIZE, length - start(block));
    }

    /** The index of a block's first element. */
    static long start(int block) {
        return (long) block * BLOCK_SIZE;
    }
}
