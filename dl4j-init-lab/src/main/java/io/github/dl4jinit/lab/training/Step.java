// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.training;

import org.nd4j.linalg.dataset.api.MultiDataSet;

/** Trains a network on one batch. */
interface Step extends AutoCloseable {

    /** Updates the network, and returns its loss before the update. */
    double run(MultiDataSet batch);

    /** Called after each whole pass over the examples. */
    default void epochEnded() {}

    /** Frees memory outside the heap that only it uses. */
    @Override
    default void close() {}
}
