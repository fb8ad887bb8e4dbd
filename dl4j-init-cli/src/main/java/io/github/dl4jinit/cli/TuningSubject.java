// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli;

import io.github.dl4jinit.lab.data.ImageDataset;
import io.github.dl4jinit.lab.scheme.Scheme;
import io.github.dl4jinit.lab.training.OwnNetwork;
import io.github.dl4jinit.lab.trial.Knob;
import io.github.dl4jinit.lab.trial.MlpSpec;
import io.github.dl4jinit.lab.trial.NetworkSpec;
import io.github.dl4jinit.lab.trial.OwnNetworkSpec;
import io.github.dl4jinit.lab.tune.Theory;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What is tuned, and what the theory says of it.
 *
 * @param network the network
 * @param scheme its initialisation
 * @param theory what the knobs are, and should be
 * @param own the network, if it is the user's own
 */
record TuningSubject(NetworkSpec network, Scheme scheme, Theory theory, Optional<OwnNetwork> own) {

    /** A perceptron; by He's scheme if none is named. */
    static TuningSubject perceptron(MlpSpec network, Optional<Scheme> scheme, List<Knob> knobs) {
        Scheme tuned = scheme.orElse(Scheme.HE);
        return new TuningSubject(network, tuned, Theory.of(tuned, knobs, network), Optional.empty());
    }

    /**
     * The network of a configuration; with its layers' own initialisers if no scheme is named.
     *
     * @param learningRate in place of its own, or {@code null}
     * @throws IllegalArgumentException if the file holds none, since then the argument that names it is wrong
     */
    static TuningSubject configured(
            Path file, List<String> allowedClasses, Optional<Scheme> scheme, Double learningRate, List<Knob> knobs) {
        try {
            OwnNetworkSpec spec = OwnNetwork.spec(file, allowedClasses);
            OwnNetwork own = OwnNetwork.read(spec);
            Scheme tuned = scheme.orElse(Scheme.OWN);
            Theory theory = Theory.of(tuned, knobs, own.configuration());
            return new TuningSubject(
                    learningRate == null ? spec : spec.withLearningRate(learningRate),
                    tuned,
                    learningRate == null ? theory : theory.withLearningRate(learningRate),
                    Optional.of(own));
        } catch (IOException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    /**
     * Checks the user's own network, if it is one.
     *
     * @throws IllegalArgumentException if it cannot be trained on such images, or does not fit the scheme
     */
    void checkFits(ImageDataset images) {
        own.ifPresent(network -> {
            network.checkFits(images.inputs(), images.classes());
            network.checkFits(scheme);
        });
    }
}
