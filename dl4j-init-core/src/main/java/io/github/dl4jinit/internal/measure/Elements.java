// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.measure;

import io.github.dl4jinit.internal.Examples;
import java.util.function.Consumer;
import org.bytedeco.javacpp.FloatPointer;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.concurrency.AffinityManager.Location;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The elements of an array of any type as doubles, in C order, some examples at a time. */
public final class Elements {

    /** Elements of a block, 8 MB: enough that its cost does not matter, and little beside the activations. */
    private static final long BLOCK = 1 << 20;

    private Elements() {}

    /** Hands over the array block by block, each of whole examples (indices of the first dimension). */
    public static void forEachBlock(INDArray array, Consumer<double[]> block) {
        if (array.isEmpty()) {
            return;
        }
        long examples = array.rank() == 0 ? 1 : array.size(0);
        long perBlock = Math.max(1, BLOCK / Math.max(1, array.length() / examples));
        if (perBlock >= examples) {
            block.accept(all(array));
            return;
        }
        for (long from = 0; from < examples; from += perBlock) {
            block.accept(all(Examples.of(array, from, Math.min(from + perBlock, examples))));
        }
    }

    private static double[] all(INDArray array) {
        INDArray copy = array.dup('c');
        try {
            return copy.dataType() == DataType.FLOAT
                    ? ofFloats(copy)
                    : copy.data().asDouble();
        } finally {
            if (copy.closeable()) { // not in a workspace, which frees it itself
                copy.close();
            }
        }
    }

    /**
     * The elements of an array without gaps, all at once: {@code asDouble()} asks the buffer for one after the other.
     */
    private static double[] ofFloats(INDArray array) {
        Nd4j.getAffinityManager().ensureLocation(array, Location.HOST);
        float[] floats = new float[Math.toIntExact(array.length())];
        new FloatPointer(array.data().pointer()).position(array.offset()).get(floats);
        double[] doubles = new double[floats.length];
        for (int i = 0; i < doubles.length; i++) {
            doubles[i] = floats[i];
        }
        return doubles;
    }
}
