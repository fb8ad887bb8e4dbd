// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.training.dense;

import java.util.Optional;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.RmsProp;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.ops.transforms.Transforms;

/** The update rules of ND4J that are written in Java here. */
final class UpdateRules {

    private UpdateRules() {}

    /** The rule of an updater; empty if it is another. */
    static Optional<UpdateRule> of(IUpdater updater) {
        Class<?> kind = updater.getClass();
        if (kind == Sgd.class) {
            return Optional.of(new SgdRule((Sgd) updater));
        }
        if (kind == Nesterovs.class) {
            return Optional.of(new NesterovRule((Nesterovs) updater));
        }
        if (kind == Adam.class) {
            return Optional.of(new AdamRule((Adam) updater));
        }
        if (kind == RmsProp.class) {
            return Optional.of(new RmsPropRule((RmsProp) updater));
        }
        return Optional.empty();
    }

    private static final class SgdRule implements UpdateRule {

        private final Sgd settings;
        private float rate;

        SgdRule(Sgd settings) {
            this.settings = settings;
        }

        @Override
        public void begin(int iteration) {
            rate = (float) settings.getLearningRate(iteration, 0);
        }

        @Override
        public void update(float[] parameters, float[] gradient, float[][] state, int count) {
            float lr = rate;
            for (int i = 0; i < count; i++) {
                parameters[i] -= gradient[i] * lr;
            }
        }
    }

    private static final class NesterovRule implements UpdateRule {

        private final Nesterovs settings;
        private float rate;
        private float momentum;

        NesterovRule(Nesterovs settings) {
            this.settings = settings;
        }

        @Override
        public int states() {
            return 1;
        }

        @Override
        public void begin(int iteration) {
            rate = (float) settings.getLearningRate(iteration, 0);
            momentum = (float) settings.currentMomentum(iteration, 0);
        }

        @Override
        public void update(float[] parameters, float[] gradient, float[][] state, int count) {
            float[] v = state[0];
            float lr = rate;
            float mu = momentum;
            float ahead = -mu - 1;
            for (int i = 0; i < count; i++) {
                float before = mu * v[i];
                v[i] = before - lr * gradient[i];
                parameters[i] -= before + ahead * v[i];
            }
        }
    }

    private static final class AdamRule implements UpdateRule {

        private final Adam settings;
        private final float decayOfMean;
        private final float decayOfSquare;
        private final float epsilon;
        private float rate;

        AdamRule(Adam settings) {
            this.settings = settings;
            this.decayOfMean = (float) settings.getBeta1();
            this.decayOfSquare = (float) settings.getBeta2();
            this.epsilon = (float) settings.getEpsilon();
        }

        @Override
        public int states() {
            return 2;
        }

        /** The learning rate with the corrections for states that began as 0. */
        @Override
        public void begin(int iteration) {
            float mean = power(decayOfMean, iteration + 1);
            float square = power(decayOfSquare, iteration + 1);
            float lr = (float) settings.getLearningRate(iteration, 0);
            float root = (float) Math.sqrt((float) (1.0 - square));
            rate = (float) (lr * root / (1.0 - mean));
            if (Float.isNaN(rate) || Float.isInfinite(rate) || rate == 0) {
                rate = epsilon; // as ND4J has it
            }
        }

        /** ND4J's power of floats, whose last bit is not always that of Java's. */
        private static float power(float base, int exponent) {
            try (INDArray of = Nd4j.scalar(DataType.FLOAT, base);
                    INDArray power = Transforms.pow(of, exponent, true)) {
                return power.getFloat(0);
            }
        }

        @Override
        public void update(float[] parameters, float[] gradient, float[][] state, int count) {
            float[] m = state[0];
            float[] v = state[1];
            float lr = rate;
            float b1 = decayOfMean;
            float b2 = decayOfSquare;
            float eps = epsilon;
            for (int i = 0; i < count; i++) {
                float g = gradient[i];
                float mean = b1 * m[i] + g * (1 - b1);
                float square = b2 * v[i] + g * g * (1 - b2);
                m[i] = mean;
                v[i] = square;
                parameters[i] -= mean * lr / ((float) Math.sqrt(square) + eps);
            }
        }
    }

    private static final class RmsPropRule implements UpdateRule {

        private final RmsProp settings;
        private final float decay;
        private final float epsilon;
        private float rate;

        RmsPropRule(RmsProp settings) {
            this.settings = settings;
            this.decay = (float) settings.getRmsDecay();
            this.epsilon = (float) settings.getEpsilon();
        }

        @Override
        public int states() {
            return 1;
        }

        @Override
        public float initialState() {
            return epsilon;
        }

        @Override
        public void begin(int iteration) {
            rate = (float) settings.getLearningRate(iteration, 0);
        }

        @Override
        public void update(float[] parameters, float[] gradient, float[][] state, int count) {
            float[] v = state[0];
            float lr = rate;
            float rho = decay;
            float eps = epsilon;
            for (int i = 0; i < count; i++) {
                float g = gradient[i];
                float square = v[i] * rho + g * g * (1 - rho);
                v[i] = square;
                parameters[i] -= lr * g / ((float) Math.sqrt(square) + eps);
            }
        }
    }
}
