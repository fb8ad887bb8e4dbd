// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli;

import io.github.dl4jinit.lab.trial.NetworkSpec;
import io.github.dl4jinit.lab.trial.TrainingSpec;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The flags that say on what a network is trained and for how long. */
final class TrainingOptions {

    @Option(
            names = "--residual",
            description = "Put skip connections around every two hidden layers (a ComputationGraph).")
    private boolean residual;

    @Option(names = "--batch", paramLabel = "N", defaultValue = "128", description = "Examples an iteration.")
    private int batchSize;

    @Option(names = "--epochs", paramLabel = "N", defaultValue = "1", description = "Passes over the training set.")
    private int epochs;

    @Option(
            names = "--train-limit",
            paramLabel = "N",
            defaultValue = "0",
            description = "Train on the first N examples only; 0 for all.")
    private int trainLimit;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description =
                    "Folder of the four IDX files of a data set, gzip-compressed or not (default: the bundled MNIST).")
    private Path data;

    /** Whether there are skip connections. */
    boolean residual() {
        return residual;
    }

    /**
     * What these flags say.
     *
     * @throws IllegalArgumentException if a flag's value is out of its range
     */
    TrainingSpec training(NetworkSpec network) {
        return new TrainingSpec(
                network,
                batchSize,
                epochs,
                trainLimit,
                data == null ? null : data.toAbsolutePath().normalize().toString());
    }
}
