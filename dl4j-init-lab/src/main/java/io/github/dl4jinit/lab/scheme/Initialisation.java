// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.scheme;

import io.github.dl4jinit.HeInit;
import java.util.function.UnaryOperator;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.weights.IWeightInit;
import org.nd4j.linalg.dataset.api.MultiDataSet;

/**
 * What a scheme does to a network.
 *
 * @param layers what a layer is configured with, by what its author configured
 * @param step what is done when the network has been built
 */
record Initialisation(UnaryOperator<IWeightInit> layers, Step step) {

    private static final Step NOTHING_MORE = (network, batch) -> {};

    /** What layers are configured with before the network as a whole is initialised; nothing is left of it. */
    private static final IWeightInit REPLACED = new HeInit();

    /** Initialises a network that is built, when more is wanted than its layers' own initialisers do. */
    @FunctionalInterface
    interface Step {
        void apply(Model network, MultiDataSet batch);
    }

    /** All layers get the same initialiser. */
    static Initialisation ofLayers(IWeightInit init) {
        return ofLayers(init, NOTHING_MORE);
    }

    /** All layers get the same initialiser, and the built network something more. */
    static Initialisation ofLayers(IWeightInit init, Step step) {
        return new Initialisation(own -> init, step);
    }

    /** Layers keep their initialisers, in some way. */
    static Initialisation ofOwn(UnaryOperator<IWeightInit> layers) {
        return new Initialisation(layers, NOTHING_MORE);
    }

    /** The network is initialised as a whole. */
    static Initialisation ofNetwork(Step step) {
        return ofLayers(REPLACED, step);
    }
}
