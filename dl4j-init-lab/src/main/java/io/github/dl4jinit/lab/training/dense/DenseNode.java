// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.training.dense;

/** A dense layer: φ(x·W + b). */
final class DenseNode extends Node {

    private final Node input;
    private final AffineMap map;
    private final Nonlinearity nonlinearity;
    private Matrix z;

    DenseNode(Node input, AffineMap map, Nonlinearity nonlinearity) {
        super(map.units());
        this.input = input;
        this.map = map;
        this.nonlinearity = nonlinearity;
    }

    @Override
    void resize(int examples) {
        super.resize(examples);
        z = Matrix.ofSize(examples, units());
    }

    @Override
    void free() {
        super.free();
        z.free();
    }

    @Override
    void forward(Scratch scratch) {
        map.apply(input.output(), z, scratch);
        nonlinearity.apply(z, output(), scratch);
    }

    @Override
    void backward(Scratch scratch) {
        Matrix gradient = takeGradient();
        nonlinearity.differentiate(z, output(), gradient, scratch);
        map.backward(input, gradient, scratch);
    }
}
