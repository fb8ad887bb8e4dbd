// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.trial;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import io.github.dl4jinit.internal.Check;
import io.github.dl4jinit.lab.data.DataSource;
import io.github.dl4jinit.lab.data.Dataset;

/** Which network a trial trains, and by which update rule. */
@JsonTypeInfo(use = JsonTypeInfo.Id.DEDUCTION)
@JsonSubTypes({
    @JsonSubTypes.Type(MlpSpec.class),
    @JsonSubTypes.Type(PresetSpec.class),
    @JsonSubTypes.Type(OwnNetworkSpec.class)
})
public sealed interface NetworkSpec permits NetworkSpec.Layered, OwnNetworkSpec {

    /** A network of equal layers: how many, how wide, with which activation function and update rule are knobs. */
    sealed interface Layered extends NetworkSpec permits MlpSpec, PresetSpec {

        /** Number of equal layers. */
        int depth();

        /** Units, or channels, of each of them. */
        int width();

        /** The activation function of each of them. */
        ActivationSpec activation();

        /** The update rule. */
        Optimiser optimiser();

        /** Its step size. */
        double learningRate();

        /** The same network of another depth. */
        Layered withDepth(int depth);

        /** The same network of another width. */
        Layered withWidth(int width);

        /** The same network with another activation function. */
        Layered withActivation(ActivationSpec activation);

        /** The same network with another update rule and that rule's own learning rate. */
        Layered withOptimiser(Optimiser optimiser);

        @Override
        Layered withLearningRate(double learningRate);

        @Override
        default String updates() {
            return optimiser() + " with learning rate " + learningRate();
        }

        @Override
        default int patience(int iterations) {
            return optimiser().patience(iterations);
        }
    }

    /**
     * Checks that such a network can see such data at all, without a look at either.
     *
     * @throws IllegalArgumentException if it cannot
     */
    default void checkTakes(DataSource data) {}

    /**
     * The data as such a network sees it.
     *
     * @throws IllegalArgumentException if it cannot see examples of such a shape
     */
    default Dataset seen(Dataset data) {
        return Check.given("data", data);
    }

    /**
     * The same network with another learning rate.
     *
     * @throws IllegalArgumentException if it is not positive and finite
     */
    NetworkSpec withLearningRate(double learningRate);

    /** The network, for people to read. */
    String network();

    /** The update rule, for people to read. */
    String updates();

    /** A name that no other network and update rule has, fit for a file name. */
    String fileName();

    /**
     * After how many iterations a network that learns nothing is given up ({@link Optimiser#patience}).
     *
     * @param iterations of a whole training
     */
    int patience(int iterations);

    /** How much work an iteration is compared to that of other networks, for an estimate of the time that is left. */
    long work();
}
