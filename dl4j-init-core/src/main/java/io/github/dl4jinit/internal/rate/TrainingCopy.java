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
final class TrainingCopy implements ShortRuns, AutoCloseable {

    /** Each run sees the same random numbers, so that dropout leaves out the same units at all rates. */
    private static final long SEED = 1;

    private final NetworkView original;
    private final List<MultiDataSet> batches;
    private final NetworkView copy;
    private final INDArray updaterState;
    private final Updaters updaters;

    /**
     * Copies a network.
     *
     * @param batches what it is trained on, one after the other, again from the first when they are used up
     */
    TrainingCopy(NetworkView original, List<MultiDataSet> batches) {
        this.original = original;
        this.batches = List.copyOf(batches);
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

    @Override
    public double lossBefore() {
        restart();
        return lossOfFirst();
    }

    @Override
    public double lossAfterOneStep(double rate) {
        restart(rate);
        copy.step(batches.get(0));
        return lossOfFirst();
    }

    /** The run ends where the loss is not finite any more. */
    @Override
    public ShortRun train(double rate) {
        restart(rate);
        double[] losses = new double[RateSearch.STEPS];
        Arrays.fill(losses, Double.NaN);
        for (int step = 0; step < losses.length; step++) {
            losses[step] = copy.step(batches.get(step % batches.size()));
            if (!Double.isFinite(losses[step])) {
                break;
            }
        }
        return new ShortRun(losses);
    }

    private double lossOfFirst() {
        Nd4j.getRandom().setSeed(SEED);
        return copy.loss(batches.get(0));
    }

    /** The rate is the first updater's; the others keep their ratio to it. */
    private void restart(double rate) {
        restart();
        updaters.setRate(rate);
        Nd4j.getRandom().setSeed(SEED);
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
