// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.sampling;

/** The elements of a tall matrix, along its columns or its rows, each column times a factor of its own. */
final class MatrixBlocks implements BlockSource {

    private final TallMatrix matrix;
    private final int height;
    private final double[] factors;
    private final boolean alongColumns;

    MatrixBlocks(TallMatrix matrix, int height, double[] factors, boolean alongColumns) {
        this.matrix = matrix;
        this.height = height;
        this.factors = factors;
        this.alongColumns = alongColumns;
    }

    @Override
    public Reader open(int block, int length) {
        return new MatrixReader(BlockSource.start(block));
    }

    private final class MatrixReader implements Reader {

        private final long start;
        private long position;
        private double[] doubles = {};

        MatrixReader(long start) {
            this.start = start;
            this.position = start;
        }

        @Override
        public int read(float[] values) {
            if (doubles.length != values.length) {
                doubles = new double[values.length];
            }
            int place = read(doubles);
            for (int i = 0; i < values.length; i++) {
                values[i] = (float) doubles[i];
            }
            return place;
        }

        @Override
        public int read(double[] values) {
            int count = (int) Math.min(values.length, (long) height * factors.length - position);
            if (alongColumns) {
                readColumns(values, count);
            } else {
                readRows(values, count);
            }
            int place = (int) (position - start);
            position += count;
            return place;
        }

        private void readColumns(double[] values, int count) {
            matrix.read(values, position, count);
            for (int i = 0; i < count; ) {
                int column = (int) ((position + i) / height);
                int end = (int) Math.min(count, (column + 1L) * height - position);
                for (; i < end; i++) {
                    values[i] *= factors[column];
                }
            }
        }

        private void readRows(double[] values, int count) {
            int width = factors.length;
            long row = position / width;
            int column = (int) (position % width);
            for (int i = 0; i < count; i++) {
                values[i] = factors[column] * matrix.get((long) column * height + row);
                if (++column == width) {
                    column = 0;
                    row++;
                }
            }
        }
    }
}
