// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.training.dense;

import java.util.List;

/** The sum of what other nodes put out, where a skip connection ends. */
final class SumNode extends Node {

    private final List<Node> inputs;

    SumNode(List<Node> inputs) {
        super(inputs.get(0).units());
        this.inputs = inputs;
    }

    @Override
    void forward(Scratch scratch) {
        float[] sum = inputs.get(0).output().read(scratch.first());
        for (Node input : inputs.subList(1, inputs.size())) {
            add(input.output().read(scratch.second()), sum, output().length());
        }
        output().write(sum);
    }

    @Override
    void backward(Scratch scratch) {
        Matrix gradient = takeGradient();
        for (Node input : inputs) {
            input.giveGradient(gradient.memory(), scratch);
        }
    }
}
