// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.training.dense;

/** The features. */
final class InputNode extends Node {

    private Matrix features;

    InputNode() {
        super(0); // nobody needs room for it
    }

    void show(Matrix batch) {
        features = batch;
    }

    @Override
    Matrix output() {
        return features;
    }

    @Override
    void resize(int examples) {
        // the batch brings its memory
    }

    @Override
    void free() {
        // nor is it freed here
    }

    @Override
    void forward(Scratch scratch) {
        // the output is the batch
    }

    @Override
    void backward(Scratch scratch) {
        // nothing comes before
    }

    @Override
    boolean needsGradient() {
        return false;
    }
}
