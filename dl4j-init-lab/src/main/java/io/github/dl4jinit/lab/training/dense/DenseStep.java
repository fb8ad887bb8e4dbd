// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.training.dense;

import io.github.dl4jinit.internal.Check;
import io.github.dl4jinit.internal.topology.NetworkView;
import java.util.Optional;
import org.deeplearning4j.nn.api.Model;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.learning.config.IUpdater;

/**
 * One iteration of training of a network of dense layers, plain or with skip connections: what DL4J computes, in the
 * order in which DL4J computes it. It works on DL4J's own vector of parameters, so that the network is up to date after
 * each step.
 */
public final class DenseStep implements AutoCloseable {

    private final DenseNetwork network;
    private final ParameterUpdate update;

    private DenseStep(DenseNetwork network, UpdateRule rule) {
        this.network = network;
        this.update = new ParameterUpdate(rule, network.parameters(), network.gradient());
    }

    /**
     * The step of an initialised network whose parameters all have this updater; empty if it is not known here how to
     * train with the one or the other.
     */
    public static Optional<DenseStep> of(Model network, IUpdater updater) {
        NetworkView view = NetworkView.of(network);
        Check.given("updater", updater);
        return Eligibility.of(view)
                ? UpdateRules.of(updater).map(rule -> new DenseStep(new DenseNetwork(view), rule))
                : Optional.empty();
    }

    /** Trains on one batch and returns its loss before the update. */
    public double run(INDArray features, INDArray labels) {
        double loss = network.computeGradient(features, labels);
        update.run(Math.toIntExact(features.size(0)));
        return loss;
    }

    /** Frees its memory outside the heap; parameters and gradients belong to the network. */
    @Override
    public void close() {
        network.free();
        update.free();
    }
}
