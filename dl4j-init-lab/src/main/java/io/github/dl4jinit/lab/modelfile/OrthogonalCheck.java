// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.modelfile;

import io.github.dl4jinit.OrthogonalInit;
import io.github.dl4jinit.internal.Check;
import java.util.Optional;
import org.deeplearning4j.nn.conf.ComputationGraphConfiguration;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;

/**
 * The check for DL4J's {@code OrthogonalDistribution}, which ends the process or hangs when a network is initialised
 * with it. A network that gets its weights from a file never draws them, so such a file is no danger.
 */
public final class OrthogonalCheck {

    private static final String COMPLAINT =
            "names DL4J's OrthogonalDistribution, which crashes or hangs in init() from 64 x 64 weights on: expected"
                    + " OrthogonalInit, which OrthogonalInit.replaceIn(configuration) puts in its place";

    private OrthogonalCheck() {}

    /** What is wrong with a configuration whose network is to draw its weights; empty if nothing is. */
    public static Optional<String> complaint(MultiLayerConfiguration configuration) {
        return complaint(OrthogonalInit.replaceIn(
                Check.given("configuration", configuration).clone()));
    }

    /** What is wrong with the configuration of a graph that is to draw its weights; empty if nothing is. */
    static Optional<String> complaint(ComputationGraphConfiguration configuration) {
        return complaint(OrthogonalInit.replaceIn(configuration.clone()));
    }

    private static Optional<String> complaint(int replaceable) {
        return replaceable == 0 ? Optional.empty() : Optional.of(COMPLAINT);
    }
}
