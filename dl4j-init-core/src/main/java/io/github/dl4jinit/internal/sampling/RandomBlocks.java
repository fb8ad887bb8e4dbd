// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.sampling;

import java.util.Arrays;

/** Independent samples, those of each block from random generators of its own. */
final class RandomBlocks implements BlockSource {

    private final long seed;
    private final UnitSampler sampler;
    private final double std;

    RandomBlocks(long seed, UnitSampler sampler, double std) {
        this.seed = seed;
        this.sampler = sampler;
        this.std = std;
    }

    @Override
    public Reader open(int block, int length) {
        return new RandomReader(block, length);
    }

    /** Where a stretch of numbers goes. */
    interface Sink {
        void write(double[] values, long start, int count);
    }

    /**
     * Draws {@code length} samples as floats, ten times as fast as doubles, and hands them on, many at once, in
     * parallel.
     */
    void drawFloats(long length, Sink sink) {
        forAllBlocks(length, (reader, start, count) -> {
            float[] floats = new float[Math.min(CHUNK_SIZE, count)];
            double[] doubles = new double[floats.length];
            for (int read = 0; read < count; read += floats.length) {
                int place = reader.read(floats);
                for (int i = 0; i < floats.length; i++) {
                    doubles[i] = floats[i];
                }
                sink.write(doubles, start + place, Math.min(floats.length, count - place));
            }
        });
    }

    /** The first chunk of each block, then the second of each, because the blocks' generators step side by side. */
    private final class RandomReader implements Reader {

        private final int first;
        private final int length;
        private final XoshiroLanes lanes = new XoshiroLanes(seed);

        /** The words for a chunk of each of some blocks. */
        private final int[][] words;

        /** The number of the first of these blocks, from the first of all on. */
        private int group = -XoshiroLanes.BLOCKS;

        /** Up to which of its elements there are, or were, words for a block. */
        private int reached = BLOCK_SIZE;

        /** The block whose chunk was read last. */
        private int block;

        RandomReader(int first, int length) {
            this.first = first;
            this.length = length;
            this.words = new int[Math.min(XoshiroLanes.BLOCKS, (length + BLOCK_SIZE - 1) / BLOCK_SIZE)][0];
            this.block = words.length - 1;
        }

        @Override
        public int read(float[] values) {
            int place = next(values.length, 1);
            sampler.fill(words[block], values, std);
            return place;
        }

        @Override
        public int read(double[] values) {
            int place = next(values.length, 2);
            int[] halves = words[block];
            long[] longs = new long[values.length];
            for (int i = 0; i < longs.length; i++) {
                longs[i] = (long) halves[2 * i] << Integer.SIZE | Integer.toUnsignedLong(halves[2 * i + 1]);
            }
            sampler.fill(longs, values, std);
            return place;
        }

        /** Goes on to the next chunk of so many elements, and says its place. */
        private int next(int elements, int wordsOfEach) {
            block++;
            if (block == words.length || place(elements) >= length) {
                block = 0;
                if (reached == BLOCK_SIZE) {
                    reached = 0;
                    group += XoshiroLanes.BLOCKS;
                    lanes.start(first + group);
                }
                reached += elements;
                makeWords(elements * wordsOfEach);
            }
            return place(elements);
        }

        private int place(int elements) {
            return (group + block) * BLOCK_SIZE + reached - elements;
        }

        private void makeWords(int count) {
            if (words[0].length != count) {
                Arrays.setAll(words, i -> new int[count]);
            }
            lanes.fill(words);
        }
    }
}
