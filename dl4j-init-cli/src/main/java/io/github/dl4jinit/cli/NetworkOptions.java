// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli;

import io.github.dl4jinit.lab.trial.ActivationSpec;
import io.github.dl4jinit.lab.trial.MlpSpec;
import io.github.dl4jinit.lab.trial.Optimiser;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.nd4j.linalg.activations.Activation;
import picocli.CommandLine.Option;

/** The flags that say which perceptron is meant, and by which rule it learns. */
final class NetworkOptions {

    /** Deep enough that a factor of 2 a layer is one of 10¹⁵. */
    static final String DEFAULT_DEPTH = "50";

    /** Wide enough that a single network behaves like the average, narrow enough for minutes on two cores. */
    static final String DEFAULT_WIDTH = "128";

    static final String DEFAULT_ACTIVATION = "RELU";

    /** The learning rates of {@link Optimiser}, for help. */
    static final String DEFAULT_LEARNING_RATES =
            "(default: 0.01 for SGD and Nesterov momentum, 2e-4 for Adam, 1e-4 for RMSProp)";

    /** The help of {@code --residual}. */
    static final String RESIDUAL = "Put skip connections around every two hidden layers (a ComputationGraph).";

    /** The help of {@code --tailored}. */
    static final String TAILORED =
            "Tailor activation functions to the network's depth and skip connections before the scheme draws. Of use with"
                    + " network(distribution=orthogonal); the gains of he, xavier, bengio do not follow the functions.";

    @Option(
            names = "--depth",
            paramLabel = "N",
            defaultValue = DEFAULT_DEPTH,
            description = "Hidden layers, 1 to 1000.")
    private int depth;

    @Option(
            names = "--width",
            paramLabel = "N",
            defaultValue = DEFAULT_WIDTH,
            description = "Units of each hidden layer.")
    private int width;

    @Option(
            names = "--activation",
            paramLabel = "NAME",
            defaultValue = DEFAULT_ACTIVATION,
            completionCandidates = ActivationNames.class,
            description = "Activation function of the hidden layers, with parameters as in 'leakyrelu(0.2)':"
                    + " ${COMPLETION-CANDIDATES}.")
    private ActivationSpec activation;

    @Option(
            names = {"--optimizer", "--optimiser"},
            paramLabel = "NAME",
            defaultValue = "ADAM",
            description = "Update rule: ${COMPLETION-CANDIDATES}.")
    private Optimiser optimiser;

    @Option(names = "--residual", description = RESIDUAL)
    private boolean residual;

    @Option(names = "--tailored", description = TAILORED)
    private boolean tailored;

    /** The names that help and completion offer. */
    static final class ActivationNames implements Iterable<String> {
        @Override
        public Iterator<String> iterator() {
            return Arrays.stream(Activation.values()).map(Activation::name).iterator();
        }
    }

    /** The flags that say what the network is, but for its scheme and learning rate. */
    static final List<String> FLAGS =
            List.of("--depth", "--width", "--activation", "--residual", "--tailored", "--optimizer");

    /**
     * The perceptron.
     *
     * @param learningRate {@code null} for the update rule's default
     * @throws IllegalArgumentException if a flag's value is out of its range
     */
    MlpSpec mlp(Double learningRate) {
        return new MlpSpec(
                depth,
                width,
                activation,
                residual,
                tailored,
                optimiser,
                learningRate == null ? optimiser.defaultLearningRate() : learningRate);
    }
}
