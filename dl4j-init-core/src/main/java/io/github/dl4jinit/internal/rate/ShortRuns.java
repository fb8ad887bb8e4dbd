// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.rate;

/** Training a network for a short while at a learning rate, each time from where the network stands. */
interface ShortRuns {

    /** The loss of the first batch where the network stands. */
    double lossBefore();

    /** The loss of the first batch after one step on it. */
    double lossAfterOneStep(double rate);

    /** A run of {@link RateSearch#STEPS} steps. */
    ShortRun train(double rate);
}
