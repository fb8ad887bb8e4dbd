// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.training;

import io.github.dl4jinit.internal.topology.NetworkView;
import org.deeplearning4j.nn.api.Model;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.api.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.learning.GradientUpdater;
import org.nd4j.linalg.learning.config.IUpdater;

/**
 * One iteration of training: DL4J's own forward and backward pass and ND4J's own updater, bit for bit what
 * {@code network.fit} does for a network of one updater and no regularisation.
 *
 * <p>{@code fit} itself looks up the regularisation of every parameter in every iteration and makes a view of the
 * parameters for each that is a view of the one before. Every access walks that chain, so that the time grows with the
 * cube of the depth: at 1000 layers of 16 units a step took 92 s. Here the updater is applied once to all parameters.
 */
final class ReferenceStep implements Step {

    private final NetworkView network;
    private final GradientUpdater<?> updater;
    private final INDArray gradient;
    private final INDArray parameters;
    private int iteration;

    /**
     * @param network an initialised network of one input and one output whose parameters all have this updater
     * @param updater the update rule
     */
    ReferenceStep(Model network, IUpdater updater) {
        this.network = NetworkView.of(network);
        this.network.initGradients();
        this.gradient = network.getGradientsViewArray().reshape(network.numParams());
        this.parameters = network.params().reshape(network.numParams());
        long stateSize = updater.stateSize(network.numParams());
        INDArray state = stateSize == 0 ? null : Nd4j.createUninitialized(gradient.dataType(), stateSize);
        this.updater = updater.instantiate(state, true);
    }

    @Override
    public double run(MultiDataSet batch) {
        network.computeGradients(batch.getFeatures(0), batch.getLabels(0));
        gradient.divi(batch.getFeatures(0).size(0));
        updater.applyUpdater(gradient, iteration, 0);
        parameters.subi(gradient);
        iteration++;
        return network.network().score();
    }
}
