// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli;

import io.github.dl4jinit.lab.trial.MlpSpec;
import io.github.dl4jinit.lab.trial.Optimiser;
import java.util.List;
import org.nd4j.linalg.activations.Activation;
import picocli.CommandLine.Option;

/** The flags that say which perceptron is meant, and by which rule it learns. */
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

    @Option(
            names = "--residual",
            description = "Put skip connections around every two hidden layers (a ComputationGraph).")
    private boolean residual;

    /** The flags that say what the network is. */
    static final List<String> FLAGS = List.of("--depth", "--width", "--activation", "--residual", "--optimizer");

    /**
     * The perceptron.
     *
     * @throws IllegalArgumentException if a flag's value is out of its range
     */
    MlpSpec mlp() {
        return new MlpSpec(
                depth,
                width,
                activation.name(),
                residual,
                optimiser,
                learningRate == null ? optimiser.defaultLearningRate() : learningRate);
    }

    /** The learning rate, or {@code null} if none is given. */
    Double learningRate() {
        return learningRate;
    }
}
