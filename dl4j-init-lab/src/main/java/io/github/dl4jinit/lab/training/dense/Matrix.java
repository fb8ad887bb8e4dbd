// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.training.dense;

import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.IntPointer;
import org.bytedeco.javacpp.Pointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.api.shape.Shape;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A matrix of floats, row after row: a row for each example, a column for each unit. It lies outside the heap, where
 * OpenBLAS and ND4J use it as it is; loops in Java copy it into a {@code float[]}, which takes a hundredth of the time
 * of a product, and are compiled to vector instructions there.
 */
final class Matrix {

    private final INDArray array;
    private final FloatPointer memory;
    private final IntPointer bits;
    private final int rows;
    private final int columns;

    private Matrix(INDArray array) {
        this.array = array;
        this.memory = (FloatPointer) array.data().addressPointer();
        this.bits = new IntPointer(memory);
        this.rows = Math.toIntExact(array.size(0));
        this.columns = Math.toIntExact(array.size(1));
    }

    /** A new matrix, whose elements may be anything. */
    static Matrix ofSize(int rows, int columns) {
        return new Matrix(Nd4j.createUninitialized(DataType.FLOAT, new long[] {rows, columns}, 'c'));
    }

    /** The memory of an array, or of a copy if the array is of another type or order. */
    static Matrix of(INDArray array) {
        boolean fits =
                array.dataType() == DataType.FLOAT && array.ordering() == 'c' && Shape.hasDefaultStridesForShape(array);
        return new Matrix(fits ? array : array.castTo(DataType.FLOAT).dup('c'));
    }

    int rows() {
        return rows;
    }

    int columns() {
        return columns;
    }

    int length() {
        return rows * columns;
    }

    INDArray array() {
        return array;
    }

    FloatPointer memory() {
        return memory;
    }

    /** Copies all elements into the beginning of an array, and returns it. */
    float[] read(float[] into) {
        memory.get(into, 0, length());
        return into;
    }

    /** Takes all elements from the beginning of an array. */
    void write(float[] from) {
        memory.put(from, 0, length());
    }

    /** Copies the bits of all elements into the beginning of an array, and returns it. */
    int[] readBits(int[] into) {
        bits.get(into, 0, length());
        return into;
    }

    /** Takes the bits of all elements from the beginning of an array. */
    void writeBits(int[] from) {
        bits.put(from, 0, length());
    }

    /** Takes all elements from other memory. */
    void write(FloatPointer from) {
        Pointer.memcpy(memory, from, (long) Float.BYTES * length());
    }

    void free() {
        array.close();
    }
}
