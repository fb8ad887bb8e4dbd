// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal;

import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.graph.ComputationGraph;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;

/** DL4J's two kinds of networks. */
public final class Networks {

    private Networks() {}

    /**
     * @throws IllegalArgumentException if it is neither a {@code MultiLayerNetwork} nor a {@code ComputationGraph}, or
     *     not initialised
     */
    public static void requireInitialised(Model network) {
        Check.given("network", network);
        boolean list = network instanceof MultiLayerNetwork;
        Check.require(
                list || network instanceof ComputationGraph,
                "network",
                "a MultiLayerNetwork or a ComputationGraph",
                network.getClass().getName());
        boolean initialised = list ? ((MultiLayerNetwork) network).isInitCalled() : network.params() != null;
        Check.require(initialised, "network", "initialised: call init() first", "one that is not");
    }
}
