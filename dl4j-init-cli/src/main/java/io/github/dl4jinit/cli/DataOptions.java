// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli;

import io.github.dl4jinit.lab.trial.NetworkSpec;
import io.github.dl4jinit.lab.trial.TrainingSpec;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** The flags that say what data a network sees, and how much of it at once. */
final class DataOptions {

    @Option(names = "--batch", paramLabel = "N", defaultValue = "128", description = "Examples an iteration.")
    private int batchSize;

    @Option(
            names = "--train-limit",
            paramLabel = "N",
            defaultValue = "0",
            description = "Use the first N training examples only; 0 for all.")
    private int trainLimit;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description =
                    "Folder of the four IDX files of a data set, gzip-compressed or not (default: the bundled MNIST).")
    private Path data;

    /** Whether there is data of one's own. */
    boolean given() {
        return data != null;
    }

    /**
     * So many passes over this data.
     *
     * @throws IllegalArgumentException if a flag's value is out of its range
     */
    TrainingSpec training(NetworkSpec network, int epochs) {
        return new TrainingSpec(
                network,
                batchSize,
                epochs,
                trainLimit,
                data == null ? null : data.toAbsolutePath().normalize().toString());
    }
}
