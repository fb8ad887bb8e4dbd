// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.trial;

import io.github.dl4jinit.internal.Check;
import io.github.dl4jinit.lab.scheme.Suggestion;
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

    /** Nesterov momentum of 0.9, DL4J's default. DL4J's constructor of one number takes that for the momentum. */
    NESTEROV(0.01, rate -> new Nesterovs(rate, Nesterovs.DEFAULT_NESTEROV_MOMENTUM)),

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

    /**
     * The update rule of that name, in any case.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static Optimiser of(String name) {
        return Suggestion.constant("optimizer", Check.given("optimizer", name), Optimiser.class);
    }

    /** Whether a parameter's step is divided by the size of its gradients. */
    boolean adaptive() {
        return this == ADAM || this == RMSPROP;
    }

    /**
     * After how many iterations a network that has learnt nothing and whose signal is unhealthy is given up.
     *
     * <p>Plain gradient descent leaves a plateau exponentially, at a rate in proportion to the gradient that is left:
     * with a thirtieth of it or less, a network that shows nothing in a sixth of the iterations is not trained in all.
     * Adaptive rules make steps of full size of the smallest gradients, so such networks wander, and some find the way
     * out later: they get half of the iterations. Both figures are held against grids that were trained to the end
     * (docs/decisions.md).
     */
    public int patience(int iterations) {
        return Math.max(SmoothedLoss.ITERATIONS, iterations / (adaptive() ? 2 : 6));
    }

    /** DL4J's updater of this rule. */
    public IUpdater updater(double learningRate) {
        return updater.apply(learningRate);
    }
}
