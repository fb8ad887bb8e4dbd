// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.training.dense;

import org.bytedeco.javacpp.FloatPointer;

/** A part of a network: computes its output from that of others, and hands the gradient of the loss back to them. */
abstract class Node {

    private final int units;
    private Matrix output;
    private Matrix gradient;
    private boolean gradientGiven;

    /** @param units number of columns of the output */
    Node(int units) {
        this.units = units;
    }

    final int units() {
        return units;
    }

    Matrix output() {
        return output;
    }

    /** Whether anybody needs the gradient of the output. */
    boolean needsGradient() {
        return true;
    }

    /** Makes room for so many examples. */
    void resize(int examples) {
        output = Matrix.ofSize(examples, units);
        gradient = Matrix.ofSize(examples, units);
    }

    void free() {
        output.free();
        gradient.free();
    }

    /** Computes the output. */
    abstract void forward(Scratch scratch);

    /** Computes the gradients of the parameters, and gives each input its own. */
    abstract void backward(Scratch scratch);

    /** Adds what one of the nodes that use the output hands back to the gradient. */
    final void giveGradient(FloatPointer part, Scratch scratch) {
        if (gradientGiven) {
            part.get(scratch.first(), 0, gradient.length());
            float[] sum = gradient.read(scratch.second());
            add(scratch.first(), sum, gradient.length());
            gradient.write(sum);
        } else {
            gradient.write(part);
            gradientGiven = true;
        }
    }

    /**
     * The gradient of the loss with respect to the output, once all nodes that use the output have given theirs: this
     * node may write into it. The next that is given begins a new sum.
     */
    final Matrix takeGradient() {
        gradientGiven = false;
        return gradient;
    }

    static void add(float[] what, float[] to, int length) {
        for (int i = 0; i < length; i++) {
            to[i] += what[i];
        }
    }
}
