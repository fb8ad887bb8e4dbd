// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.training.dense;

/** A layer that consists of an activation function. */
final class ActivationNode extends Node {

    private final Node input;
    private final Nonlinearity nonlinearity;

    ActivationNode(Node input, Nonlinearity nonlinearity) {
        super(input.units());
        this.input = input;
        this.nonlinearity = nonlinearity;
    }

    @Override
    void forward(Scratch scratch) {
        nonlinearity.apply(input.output(), output(), scratch);
    }

    @Override
    void backward(Scratch scratch) {
        Matrix gradient = takeGradient();
        nonlinearity.differentiate(input.output(), output(), gradient, scratch);
        input.giveGradient(gradient.memory(), scratch);
    }
}
