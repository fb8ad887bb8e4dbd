// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.topology;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.nd4j.linalg.api.buffer.DataBuffer;
import org.nd4j.linalg.api.ndarray.INDArray;

/**
 * Arrays that a pass has made and that are freed together when it is over. Otherwise gigabytes wait for Java's garbage
 * collector, which sees only the small objects that stand for them.
 */
public final class Temporaries implements AutoCloseable {

    private final List<INDArray> arrays = new ArrayList<>();
    private final Set<Long> kept = new HashSet<>();

    /** Takes arrays to free at the end; {@code null} ones are passed over. */
    public void add(INDArray... made) {
        for (INDArray array : made) {
            if (array != null) {
                arrays.add(array);
            }
        }
    }

    /**
     * Exempts arrays, and all that share their memory: a layer may hand on what it was given, or a view of it.
     *
     * @param needed {@code null}, as a whole or in it, for nothing
     */
    public void keep(INDArray... needed) {
        if (needed == null) {
            return;
        }
        for (INDArray array : needed) {
            if (array != null && !array.isEmpty()) {
                kept.add(address(array));
            }
        }
    }

    private static long address(INDArray array) {
        DataBuffer whole = array.data().originalDataBuffer();
        return (whole == null ? array.data() : whole).address();
    }

    /** Frees what was added. */
    @Override
    public void close() {
        for (INDArray array : arrays) {
            if (array.closeable() && !array.isEmpty() && !kept.contains(address(array))) {
                array.close();
            }
        }
    }
}
