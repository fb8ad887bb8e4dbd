// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.network;

import org.deeplearning4j.nn.api.Model;
import org.nd4j.linalg.api.ndarray.INDArray;

/** A change of a network's parameters that is made as a whole or not at all. */
final class Transaction {

    private final INDArray parameters;

    private Transaction(INDArray parameters) {
        this.parameters = parameters;
    }

    static Transaction of(Model network) {
        return new Transaction(network.params());
    }

    /** Runs the change; if it fails, puts back what was there and passes the failure on. */
    void run(Runnable change) {
        if (parameters == null || parameters.isEmpty()) {
            change.run(); // a network without parameters
            return;
        }
        try (INDArray before = parameters.dup()) {
            try {
                change.run();
            } catch (RuntimeException | Error e) {
                parameters.assign(before);
                throw e;
            }
        }
    }
}
