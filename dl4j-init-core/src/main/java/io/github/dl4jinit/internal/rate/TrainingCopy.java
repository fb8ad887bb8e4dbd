// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.rate;

import io.github.dl4jinit.internal.topology.NetworkView;
import java.util.Arrays;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A copy of a network that is trained for a few steps again and again, each time from where the network stands: its
 * parameters, its updater's state, its iteration and epoch.
 */
final class TrainingCopy implements AutoCloseable {

    /** Each pass sees the same random numbers, so that dropout leaves out the same units before and after a step. */
    private static final long SEED = 1;

    private final NetworkView original;
    private final NetworkView copy;
    private final INDArray updaterState;
    private final Updaters updaters;

    TrainingCopy(NetworkView original) {
        this.original = original;
        this.copy = original.copy();
        copy.initGradients(); // which the updater is made for
        INDArray state = copy.updater().getStateViewArray();
        if (state != null && original.updaterState() != null) {
            state.assign(original.updaterState());
        }
        this.updaterState = state == null ? null : state.dup();
        this.updaters = new Updaters(copy, original.iteration(), original.epoch());
    }

    /** The updaters as the network has them, the one that trains most parameters first. */
    List<UpdaterUse> updaters() {
        return updaters.uses();
    }

    /** The loss of a batch where the network stands. */
    double lossBefore(MultiDataSet batch) {
        restart();
        return loss(batch);
    }

    /**
     * Takes some steps on one batch, from where the network stands; they end where the loss is not finite any more.
     *
     * @param rate the learning rate of the first updater; the others keep their ratio to it
     * @param other another batch, whose loss after the steps is looked at, too
     */
    Descent descend(MultiDataSet batch, double rate, int steps, MultiDataSet other) {
        restart();
        updaters.setRate(rate);
        double[] losses = new double[steps + 1];
        Arrays.fill(losses, Double.NaN);
        for (int step = 0; step < steps; step++) {
            Nd4j.getRandom().setSeed(SEED);
            losses[step] = copy.step(batch);
            if (!Double.isFinite(losses[step])) {
                return new Descent(losses, Double.NaN);
            }
        }
        losses[steps] = loss(batch);
        return new Descent(losses, loss(other));
    }

    private double loss(MultiDataSet batch) {
        Nd4j.getRandom().setSeed(SEED);
        return copy.loss(batch);
    }

    private void restart() {
        copy.network().params().assign(original.network().params());
        if (updaterState != null) {
            copy.updater().getStateViewArray().assign(updaterState);
        }
        copy.prepareSteps(original.iteration(), original.epoch());
    }

    /** Frees what the copy holds. */
    @Override
    public void close() {
        copy.free();
        if (updaterState != null) {
            updaterState.close();
        }
    }
}
