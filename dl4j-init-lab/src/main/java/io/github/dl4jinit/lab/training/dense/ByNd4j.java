// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.training.dense;

import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Any activation function, as DL4J's layers use it; some write into what they are given, some do not. */
record ByNd4j(IActivation function) implements Nonlinearity {

    @Override
    @SuppressWarnings("try") // the workspace is closed, never read
    public void apply(Matrix z, Matrix a, Scratch scratch) {
        a.write(z.memory());
        try (MemoryWorkspace temporaries = WorkingMemory.open()) {
            take(a, function.getActivation(a.array(), true));
        }
    }

    @Override
    @SuppressWarnings("try")
    public void differentiate(Matrix z, Matrix a, Matrix gradient, Scratch scratch) {
        try (MemoryWorkspace temporaries = WorkingMemory.open()) {
            take(gradient, function.backprop(z.array().dup(), gradient.array()).getFirst());
        }
    }

    private static void take(Matrix matrix, INDArray result) {
        if (result != matrix.array()) {
            matrix.write(Matrix.of(result).memory());
        }
    }
}
