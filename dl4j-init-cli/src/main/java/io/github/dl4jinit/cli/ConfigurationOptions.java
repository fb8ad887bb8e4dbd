// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli;

import io.github.dl4jinit.internal.Check;
import io.github.dl4jinit.lab.training.OwnNetwork;
import io.github.dl4jinit.lab.trial.OwnNetworkSpec;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Help.Visibility;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The flags that name a network of one's own in place of the perceptron. */
final class ConfigurationOptions {

    @Option(
            names = "--conf",
            paramLabel = "FILE",
            description =
                    "A MultiLayerConfiguration or ComputationGraphConfiguration (JSON or YAML), or the model file of"
                            + " which the configuration is meant, in place of the flags --network to --tailored. Every layer with"
                            + " weights gets the scheme, frozen ones keep theirs; by own all keep the initialisers they have.")
    private Path configuration;

    @Option(
            names = "--allow-class",
            paramLabel = "CLASS",
            showDefaultValue = Visibility.NEVER,
            description = "Class, or package ending in '.', that --conf may name beside DL4J's and this library's.")
    private List<String> allowedClasses = List.of();

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    /**
     * The network that is named; empty if none is.
     *
     * @param learningRate in place of its own, or {@code null}
     * @throws IllegalArgumentException if the file is none, since then the argument that names it is wrong
     * @throws ParameterException if flags of the perceptron are given, too
     */
    Optional<OwnNetworkSpec> network(Double learningRate) {
        if (configuration == null) {
            Check.require(allowedClasses.isEmpty(), "--allow-class", "given together with --conf", allowedClasses);
            return Optional.empty();
        }
        Usage.refuse(command, NetworkOptions.FLAGS, "--conf");
        try {
            OwnNetworkSpec own = OwnNetwork.spec(configuration, allowedClasses);
            return Optional.of(learningRate == null ? own : own.withLearningRate(learningRate));
        } catch (IOException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }
}
