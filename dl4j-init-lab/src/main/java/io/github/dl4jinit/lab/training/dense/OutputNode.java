// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.training.dense;

import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.lossfunctions.ILossFunction;

/** An output layer and its loss, which ND4J computes: its arrays are small. Its own output is the pre-activations. */
final class OutputNode extends Node {

    private final Node input;
    private final AffineMap map;
    private final IActivation function;
    private final ILossFunction lossFunction;

    OutputNode(Node input, AffineMap map, IActivation function, ILossFunction lossFunction) {
        super(map.units());
        this.input = input;
        this.map = map;
        this.function = function;
        this.lossFunction = lossFunction;
    }

    @Override
    void forward(Scratch scratch) {
        map.apply(input.output(), output(), scratch);
    }

    /** Computes the gradient with respect to the pre-activations, and returns the mean loss of the examples. */
    @SuppressWarnings("try") // the workspace is closed, never read
    double compare(INDArray labels, Scratch scratch) {
        INDArray z = output().array();
        try (MemoryWorkspace temporaries = WorkingMemory.open()) {
            INDArray gradient = lossFunction.computeGradient(labels, z.dup(), function, null);
            giveGradient(Matrix.of(gradient).memory(), scratch);
            return lossFunction.computeScore(labels, z.dup(), function, null, false) / labels.size(0);
        }
    }

    @Override
    void backward(Scratch scratch) {
        map.backward(input, takeGradient(), scratch);
    }
}
