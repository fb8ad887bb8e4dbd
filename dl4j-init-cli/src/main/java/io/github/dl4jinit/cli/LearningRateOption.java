// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli;

import picocli.CommandLine.Option;

/** The learning rate that networks are trained with. */
final class LearningRateOption {

    @Option(
            names = "--lr",
            paramLabel = "X",
            description = "Learning rate " + NetworkOptions.DEFAULT_LEARNING_RATES + ".")
    private Double value;

    /** The learning rate, or {@code null} if none is given. */
    Double value() {
        return value;
    }
}
