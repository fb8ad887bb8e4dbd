// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli;

import io.github.dl4jinit.lab.preset.NetworkName;
import io.github.dl4jinit.lab.trial.Measure;
import io.github.dl4jinit.lab.trial.NetworkSpec;
import io.github.dl4jinit.lab.trial.TrainingSpec;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The flags that say on what a network is trained and for how long. */
final class TrainingOptions {

    @Option(names = "--epochs", paramLabel = "N", defaultValue = "1", description = "Passes over the training set.")
    private int epochs;

    @Option(
            names = "--metric",
            paramLabel = "NAME",
            description = "How networks are judged: accuracy, f1 or loss of classes, r2, rmse or loss of values"
                    + " (default: accuracy, r2).")
    private String metric;

    @Mixin
    private DataOptions data;

    /**
     * What these flags say.
     *
     * @param defaults what is meant where they say nothing
     * @throws IllegalArgumentException if a flag's value is out of its range
     */
    TrainingSpec training(NetworkSpec network, NetworkName.Defaults defaults) {
        return data.training(network, epochs, defaults).withMeasure(metric == null ? null : Measure.of(metric));
    }
}
