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
    public void fill(int block, float[] values) {
        int start = (int) BlockSource.start(block);
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) (factor * elements[start + i]);
        }
    }

    @Override
    public void fill(int block, double[] values) {
        int start = (int) BlockSource.start(block);
        for (int i = 0; i < values.length; i++) {
            values[i] = factor * elements[start + i];
        }
    }
}
