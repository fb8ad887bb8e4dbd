// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.bench.trial;

import java.util.function.DoubleFunction;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.RmsProp;
import org.nd4j.linalg.learning.config.Sgd;

/** The update rules, with DL4J's own settings but for the learning rate. */
public enum Optimiser {

    /** Plain stochastic gradient descent. 0.01 is the step that a 50-layer network of the right scale just bears. */
    SGD(0.01, Sgd::new),

    /** Nesterov momentum of 0.9, DL4J's default. */
    NESTEROV(0.01, Nesterovs::new),

    /** Adam. A tenth of its authors' 0.001: at 50 layers all weights move at once, and 0.001 overshoots. */
    ADAM(2e-4, Adam::new),

    /** RMSProp. Without Adam's averaging of the gradient its steps are noisier, hence half of Adam's. */
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
