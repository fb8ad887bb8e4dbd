// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.training.dense;

import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.ndarray.INDArray;

/** All parameters of a network one after the other outside the heap, or a number for each: a gradient, a momentum. */
final class FlatVector {

    private final INDArray array;
    private final FloatPointer memory;

    /** The memory of an array of floats without gaps. */
    FlatVector(INDArray array) {
        this.array = array;
        this.memory = (FloatPointer) array.data().addressPointer();
    }

    long length() {
        return array.length();
    }

    /** Where a view of it begins, as a number of elements. */
    long offsetOf(INDArray view) {
        return (view.data().addressPointer().address() - memory.address()) / Float.BYTES;
    }

    /** Its memory from an element on. */
    FloatPointer from(long offset) {
        return new FloatPointer(memory).position(offset);
    }

    /** Copies elements into the beginning of an array. */
    void read(long offset, float[] into, int count) {
        memory.position(offset).get(into, 0, count);
    }

    /** Takes elements from the beginning of an array. */
    void write(long offset, float[] from, int count) {
        memory.position(offset).put(from, 0, count);
    }

    void free() {
        array.close();
    }
}
