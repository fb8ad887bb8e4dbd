// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli;

import io.github.dl4jinit.lab.preset.NetworkName;
import io.github.dl4jinit.lab.trial.ActivationSpec;
import io.github.dl4jinit.lab.trial.NetworkSpec;
import io.github.dl4jinit.lab.trial.Optimiser;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.nd4j.linalg.activations.Activation;
import picocli.CommandLine.Option;

/** The flags that say which network is meant, and by which rule it learns. */
final class NetworkOptions {

    static final String DEFAULT_NETWORK = "mlp";

    /** The help of {@code --network}. */
    static final String NETWORK = "A perceptron of hidden layers (mlp), or with skip connections around every two of"
            + " them (mlp-residual); convolutions of 3x3 for images (cnn, cnn-residual); LSTM layers for sequences"
            + " (lstm): ${COMPLETION-CANDIDATES}.";

    /** The defaults of {@code --depth}, for help. */
    static final String DEPTHS = "(default: 50; cnn 20, lstm 2)";

    /** The defaults of {@code --width}, for help. */
    static final String WIDTHS = "(default: 128; cnn 16, lstm 32)";

    static final String ACTIVATIONS = "(default: RELU; lstm TANH)";

    /** The learning rates of {@link Optimiser}, for help. */
    static final String DEFAULT_LEARNING_RATES =
            "(default: 0.01 for SGD and Nesterov momentum, 2e-4 for Adam, 1e-4 for RMSProp; cnn 15, lstm 50 times that)";

    /** The help of {@code --tailored}. */
    static final String TAILORED =
            "Tailor activation functions to the network's depth and skip connections before the scheme draws. Of use with"
                    + " network(distribution=orthogonal); the gains of he, xavier, bengio do not follow the functions.";

    @Option(names = "--network", paramLabel = "NAME", defaultValue = DEFAULT_NETWORK, description = NETWORK)
    private NetworkName name;

    @Option(names = "--depth", paramLabel = "N", description = "Hidden layers, 1 to 1000 " + DEPTHS + ".")
    private Integer depth;

    @Option(
            names = "--width",
            paramLabel = "N",
            description = "Units, or channels, of each hidden layer " + WIDTHS + ".")
    private Integer width;

    @Option(
            names = "--activation",
            paramLabel = "NAME",
            completionCandidates = ActivationNames.class,
            description = "Activation function of the hidden layers, with parameters as in 'leakyrelu(0.2)':"
                    + " ${COMPLETION-CANDIDATES} " + ACTIVATIONS + ".")
    private ActivationSpec activation;

    @Option(
            names = {"--optimizer", "--optimiser"},
            paramLabel = "NAME",
            defaultValue = "ADAM",
            description = "Update rule: ${COMPLETION-CANDIDATES}.")
    private Optimiser optimiser;

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
            List.of("--network", "--depth", "--width", "--activation", "--tailored", "--optimizer");

    /** What is meant where nothing is said of the network and its training. */
    NetworkName.Defaults defaults() {
        return name.defaults();
    }

    /**
     * The network.
     *
     * @param learningRate {@code null} for the update rule's default
     * @throws IllegalArgumentException if a flag's value is out of its range
     */
    NetworkSpec.Layered network(Double learningRate) {
        return name.network(
                depth == null ? defaults().depth() : depth,
                width == null ? defaults().width() : width,
                activation == null ? ActivationSpec.of(defaults().activation()) : activation,
                tailored,
                optimiser,
                learningRate);
    }
}
