// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.sampling;

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
    public Reader open(int block) {
        return new RandomReader(XoshiroLanes.ofBlock(seed, block));
    }

    /** {@code length} samples as one Java array. */
    static double[] toArray(long seed, int length, UnitSampler sampler, double std) {
        double[] all = new double[length];
        new RandomBlocks(seed, sampler, std).forEachBlock(length, (reader, start, count) -> {
            double[] values = new double[count];
            reader.read(values);
            System.arraycopy(values, 0, all, (int) start, count);
        });
        return all;
    }

    private final class RandomReader implements Reader {

        private final XoshiroLanes lanes;
        private int[] words = {};

        RandomReader(XoshiroLanes lanes) {
            this.lanes = lanes;
        }

        @Override
        public void read(float[] values) {
            sampler.fill(nextWords(values.length), values, std);
        }

        @Override
        public void read(double[] values) {
            int[] halves = nextWords(2 * values.length);
            long[] longs = new long[values.length];
            for (int i = 0; i < longs.length; i++) {
                longs[i] = (long) halves[2 * i] << Integer.SIZE | Integer.toUnsignedLong(halves[2 * i + 1]);
            }
            sampler.fill(longs, values, std);
        }

        private int[] nextWords(int count) {
            if (words.length != count) {
                words = new int[count];
            }
            lanes.fill(words);
            return words;
        }
    }
}
