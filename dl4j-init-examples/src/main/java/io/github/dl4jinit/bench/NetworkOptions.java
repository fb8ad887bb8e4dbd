// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.bench;

import io.github.dl4jinit.bench.trial.Optimiser;
import io.github.dl4jinit.bench.trial.TrainingSpec;
import java.nio.file.Path;
import org.nd4j.linalg.activations.Activation;
import picocli.CommandLine.Option;

/** The flags that say which network is trained, how, and on what. */
final class NetworkOptions {

    @Option(
            names = "--depth",
            paramLabel = "N",
            // Deep enough that a factor of 2 a layer is one of 10¹⁵.
            defaultValue = "50",
            description = "Hidden layers, 1 to 1000.")
    private int depth;

    @Option(
            names = "--width",
            paramLabel = "N",
            // Wide enough that a single network behaves like the average, narrow enough for minutes on two cores.
            defaultValue = "128",
            description = "Units of each hidden layer.")
    private int width;

    @Option(
            names = "--activation",
            paramLabel = "NAME",
            defaultValue = "RELU",
            description = "Activation function of the hidden layers: ${COMPLETION-CANDIDATES}.")
    private Activation activation;

    @Option(
            names = "--residual",
            description = "Put skip connections around every two hidden layers (a ComputationGraph).")
    private boolean residual;

    @Option(
            names = {"--optimizer", "--optimiser"},
            paramLabel = "NAME",
            defaultValue = "ADAM",
            description = "Update rule: ${COMPLETION-CANDIDATES}.")
    private Optimiser optimiser;

    @Option(
            names = "--lr",
            paramLabel = "X",
            description =
                    "Learning rate (default: 0.01 for SGD and Nesterov momentum, 2e-4 for Adam, 1e-4 for RMSProp).")
    private Double learningRate;

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

    /**
     * What these flags say.
     *
     * @throws IllegalArgumentException if a flag's value is out of its range
     */
    TrainingSpec training() {
        return new TrainingSpec(
                depth,
                width,
                activation.name(),
                residual,
                optimiser,
                learningRate == null ? optimiser.defaultLearningRate() : learningRate,
                batchSize,
                epochs,
                trainLimit,
                data == null ? null : data.toAbsolutePath().normalize().toString());
    }
}
