// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.trial;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** Which network a trial trains, and by which update rule. */
@JsonTypeInfo(use = JsonTypeInfo.Id.DEDUCTION)
@JsonSubTypes({@JsonSubTypes.Type(MlpSpec.class), @JsonSubTypes.Type(OwnNetworkSpec.class)})
public sealed interface NetworkSpec permits MlpSpec, OwnNetworkSpec {

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
