// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.sampling;

/** The elements of a Java array times a factor. */
final class ArrayBlocks implements BlockSource {

    private final double[] elements;
    private final double factor;

    ArrayBlocks(double[] elements, double factor) {
        this.elements = elements;
        this.factor = factor;
    }

    @Override
    public Reader open(int block, int length) {
        return new ArrayReader((int) BlockSource.start(block));
    }

    private final class ArrayReader implements Reader {

        private final int start;
        private int position;

        ArrayReader(int start) {
            this.start = start;
            this.position = start;
        }

        @Override
        public int read(float[] values) {
            int count = Math.min(values.length, elements.length - position);
            for (int i = 0; i < count; i++) {
                values[i] = (float) (factor * elements[position + i]);
            }
            return advance(count);
        }

        @Override
        public int read(double[] values) {
            int count = Math.min(values.length, elements.length - position);
            for (int i = 0; i < count; i++) {
                values[i] = factor * elements[position + i];
            }
            return advance(count);
        }

        /** Goes on, and says where the reader was. */
        private int advance(int count) {
            int place = position - start;
            position += count;
            return place;
        }
    }
}
