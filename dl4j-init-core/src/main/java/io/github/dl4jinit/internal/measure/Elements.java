// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.measure;

import io.github.dl4jinit.internal.Doubles;
import io.github.dl4jinit.internal.Examples;
import java.util.function.Consumer;
import org.nd4j.linalg.api.ndarray.INDArray;

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
            block.accept(Doubles.of(array));
            return;
        }
        for (long from = 0; from < examples; from += perBlock) {
            block.accept(Doubles.of(Examples.of(array, from, Math.min(from + perBlock, examples))));
        }
    }
}
