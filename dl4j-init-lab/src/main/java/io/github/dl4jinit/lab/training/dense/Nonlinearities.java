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
        if (function instanceof ActivationLReLU leaky && leaky.getAlpha() > 0 && leaky.getAlpha() <= 1) {
            return new LeakyRectifier((float) leaky.getAlpha());
        }
        if (function.equals(new ActivationTanH())) {
            return new Tanh(function);
        }
        if (function.equals(new ActivationSigmoid())) {
            return new Sigmoid(function);
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

    /** max(z, 0). */
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
            int[] values = z.readBits(scratch.firstBits());
            int[] gradients = gradient.readBits(scratch.secondBits());
            for (int i = 0; i < z.length(); i++) {
                gradients[i] &= Signs.positive(values[i]);
            }
            gradient.writeBits(gradients);
        }
    }

    /** The larger of z and slope·z, the slope not greater than 1. */
    private record LeakyRectifier(float slope) implements Nonlinearity {

        @Override
        public void apply(Matrix z, Matrix a, Scratch scratch) {
            float[] values = z.read(scratch.first());
            for (int i = 0; i < z.length(); i++) {
                values[i] = Math.max(values[i], slope * values[i]);
            }
            a.write(values);
        }

        /** Makes the factors first, which are bits, and takes them as numbers then. */
        @Override
        public void differentiate(Matrix z, Matrix a, Matrix gradient, Scratch scratch) {
            int one = Float.floatToIntBits(1);
            int other = Float.floatToIntBits(slope);
            int[] bits = z.readBits(scratch.firstBits());
            for (int i = 0; i < z.length(); i++) {
                int negative = Signs.negative(bits[i]);
                bits[i] = other & negative | one & ~negative;
            }
            a.writeBits(bits); // nobody needs the output any more
            float[] factors = a.read(scratch.first());
            float[] gradients = gradient.read(scratch.second());
            for (int i = 0; i < z.length(); i++) {
                gradients[i] *= factors[i];
            }
            gradient.write(gradients);
        }
    }

    /** A function whose derivative follows from what came out. */
    private abstract static class ByOutput implements Nonlinearity {

        private final Nonlinearity forward;

        ByOutput(IActivation function) {
            this.forward = new ByNd4j(function);
        }

        @Override
        public final void apply(Matrix z, Matrix a, Scratch scratch) {
            forward.apply(z, a, scratch);
        }

        @Override
        public final void differentiate(Matrix z, Matrix a, Matrix gradient, Scratch scratch) {
            float[] gradients = gradient.read(scratch.second());
            multiply(gradients, a.read(scratch.first()), a.length());
            gradient.write(gradients);
        }

        /** Multiplies gradients by the derivative. The whole loop, so that it becomes vector instructions. */
        abstract void multiply(float[] gradients, float[] outputs, int length);
    }

    private static final class Tanh extends ByOutput {

        Tanh(IActivation function) {
            super(function);
        }

        @Override
        void multiply(float[] gradients, float[] outputs, int length) {
            for (int i = 0; i < length; i++) {
                gradients[i] *= 1 - outputs[i] * outputs[i];
            }
        }
    }

    private static final class Sigmoid extends ByOutput {

        Sigmoid(IActivation function) {
            super(function);
        }

        @Override
        void multiply(float[] gradients, float[] outputs, int length) {
            for (int i = 0; i < length; i++) {
                gradients[i] *= outputs[i] * (1 - outputs[i]);
            }
        }
    }
}
