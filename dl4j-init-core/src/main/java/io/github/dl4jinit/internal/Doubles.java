// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal;

import org.bytedeco.javacpp.DoublePointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.concurrency.AffinityManager.Location;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The elements of arrays as Java's doubles. */
public final class Doubles {

    private Doubles() {}

    /**
     * The elements of an array of any type, in C order. One copy in native memory and one out of it: what ND4J has for
     * this asks the buffer for one element after the other.
     */
    public static double[] of(INDArray array) {
        double[] elements = new double[Math.toIntExact(array.length())];
        if (elements.length > 0) {
            try (INDArray copy = Nd4j.createUninitializedDetached(DataType.DOUBLE, 'c', array.shape())) {
                copy.assign(array);
                Nd4j.getAffinityManager().ensureLocation(copy, Location.HOST);
                new DoublePointer(copy.data().pointer()).get(elements);
            }
        }
        return elements;
    }
}
