// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.rate;

import io.github.dl4jinit.internal.topology.NetworkView;
import java.util.Arrays;
import java.util.List;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;

/**
 * A copy of a network that is trained for some steps again and again, each time from where the network stands: its
 * parameters, its updater's state, its iteration and epoch.
 */
final class TrainingCopy implements AutoCloseable {

    /** Each run sees the same random numbers, so that dropout leaves out the same units at all rates. */
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

    /** The loss of a batch after one step on it, from where the network stands. */
    double lossAfterStepOn(MultiDataSet batch, double rate) {
        restart();
        updaters.setRate(rate);
        Nd4j.getRandom().setSeed(SEED);
        copy.step(batch);
        return loss(batch);
    }

    /**
     * Trains from where the network stands, on one batch after the other, again from the first when they are used up;
     * the run ends where the loss is not finite any more.
     *
     * @param rate the learning rate of the first updater; the others keep their ratio to it
     */
    ShortRun train(List<MultiDataSet> batches, double rate, int steps) {
        restart();
        updaters.setRate(rate);
        double[] losses = new double[steps];
        Arrays.fill(losses, Double.NaN);
        Nd4j.getRandom().setSeed(SEED);
        for (int step = 0; step < steps; step++) {
            losses[step] = copy.step(batches.get(step % batches.size()));
            if (!Double.isFinite(losses[step])) {
                break;
            }
        }
        return new ShortRun(losses);
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
