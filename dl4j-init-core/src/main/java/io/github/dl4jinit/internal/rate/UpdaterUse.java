// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.rate;

import org.nd4j.linalg.learning.config.IUpdater;

/** An updater of a network: its settings, its learning rate where training is, and what it trains. */
public final class UpdaterUse {

    private final IUpdater settings;
    private final double rate;
    private final String firstLayer;
    private final long parameters;

    UpdaterUse(IUpdater settings, double rate, String firstLayer, long parameters) {
        this.settings = settings;
        this.rate = rate;
        this.firstLayer = firstLayer;
        this.parameters = parameters;
    }

    /** The same updater, which trains so many parameters more. */
    UpdaterUse with(long more) {
        return new UpdaterUse(settings, rate, firstLayer, parameters + more);
    }

    /** What the configuration says. */
    public IUpdater settings() {
        return settings;
    }

    /** The learning rate at the network's iteration and epoch. */
    public double rate() {
        return rate;
    }

    /** The name of the first layer that it trains. */
    public String firstLayer() {
        return firstLayer;
    }

    /** The number of parameters that it trains. */
    long parameters() {
        return parameters;
    }
}
