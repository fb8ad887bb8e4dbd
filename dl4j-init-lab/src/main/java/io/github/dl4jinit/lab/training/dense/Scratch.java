// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.training.dense;

import org.bytedeco.javacpp.FloatPointer;

/**
 * Memory that every node uses in turn and keeps nothing in: each array has room for the outputs of the widest layer.
 *
 * @param outside outside the heap
 */
record Scratch(float[] first, float[] second, int[] firstBits, int[] secondBits, FloatPointer outside) {

    Scratch(int length) {
        this(new float[length], new float[length], new int[length], new int[length], new FloatPointer(length));
    }

    void free() {
        outside.deallocate();
    }
}
