// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.training.dense;

import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.activations.impl.ActivationLReLU;
import org.nd4j.linalg.activations.impl.ActivationReLU;
import org.nd4j.linalg.activations.impl.ActivationSigmoid;
import org.nd4j.linalg.activations.impl.ActivationTanH;

/**
 * How activation functions are computed: the piecewise linear ones here in Java; tanh and sigmoid by ND4J, but their
 * derivatives from what came out instead of computing them again; all others by ND4J.
 */
final class Nonlinearities {

    private Nonlinearities() {}

    static Nonlinearity of(IActivation function) {
        if (function.equals(new ActivationIdentity())) {
            return new Identity();
        }
        if (function.equals(new ActivationReLU())) { // one without slope, threshold and maximum
            return new Rectifier();
        }
        if (function instanceof ActivationLReLU leaky && function.getClass() == ActivationLReLU.class) {
            return new LeakyRectifier((float) leaky.getAlpha());
        }
        if (function.equals(new ActivationTanH())) {
            return new Tanh(new ByNd4j(function));
        }
        if (function.equals(new ActivationSigmoid())) {
            return new Sigmoid(new ByNd4j(function));
        }
        return new ByNd4j(function);
    }

    private record Identity() implements Nonlinearity {

        @Override
        public void apply(Matrix z, Matrix a, Scratch scratch) {
            a.write(z.memory());
        }

        @Override
        public void differentiate(Matrix z, Matrix a, Matrix gradient, Scratch scratch) {
            // φ′ is 1
        }
    }

    private record Rectifier() implements Nonlinearity {

        @Override
        public void apply(Matrix z, Matrix a, Scratch scratch) {
            float[] values = z.read(scratch.first());
            for (int i = 0; i < z.length(); i++) {
                values[i] = Math.max(values[i], 0); // NaN stays NaN
            }
            a.write(values);
        }

        @Override
        public void differentiate(Matrix z, Matrix a, Matrix gradient, Scratch scratch) {
            float[] values = z.read(scratch.first());
            float[] gradients = gradient.read(scratch.second());
            for (int i = 0; i < z.length(); i++) {
                gradients[i] = values[i] > 0 ? gradients[i] : 0;
            }
            gradient.write(gradients);
        }
    }

    private record LeakyRectifier(float slope) implements Nonlinearity {

        @Override
        public void apply(Matrix z, Matrix a, Scratch scratch) {
            float[] values = z.read(scratch.first());
            for (int i = 0; i < z.length(); i++) {
                values[i] = values[i] < 0 ? slope * values[i] : values[i];
            }
            a.write(values);
        }

        @Override
        public void differentiate(Matrix z, Matrix a, Matrix gradient, Scratch scratch) {
            float[] values = z.read(scratch.first());
            float[] gradients = gradient.read(scratch.second());
            for (int i = 0; i < z.length(); i++) {
                gradients[i] = values[i] < 0 ? slope * gradients[i] : gradients[i];
            }
            gradient.write(gradients);
        }
    }

    private record Tanh(Nonlinearity forward) implements Nonlinearity {

        @Override
        public void apply(Matrix z, Matrix a, Scratch scratch) {
            forward.apply(z, a, scratch);
        }

        @Override
        public void differentiate(Matrix z, Matrix a, Matrix gradient, Scratch scratch) {
            float[] outputs = a.read(scratch.first());
            float[] gradients = gradient.read(scratch.second());
            for (int i = 0; i < a.length(); i++) {
                gradients[i] *= 1 - outputs[i] * outputs[i];
            }
            gradient.write(gradients);
        }
    }

    private record Sigmoid(Nonlinearity forward) implements Nonlinearity {

        @Override
        public void apply(Matrix z, Matrix a, Scratch scratch) {
            forward.apply(z, a, scratch);
        }

        @Override
        public void differentiate(Matrix z, Matrix a, Matrix gradient, Scratch scratch) {
            float[] outputs = a.read(scratch.first());
            float[] gradients = gradient.read(scratch.second());
            for (int i = 0; i < a.length(); i++) {
                gradients[i] *= outputs[i] * (1 - outputs[i]);
            }
            gradient.write(gradients);
        }
    }
}
