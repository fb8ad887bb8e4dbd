// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli;

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
 */
record TuningSubject(NetworkSpec network, Scheme scheme, Theory theory) {

    /** A perceptron; by He's scheme if none is named. */
    static TuningSubject perceptron(MlpSpec network, Optional<Scheme> scheme, List<Knob> knobs) {
        Scheme tuned = scheme.orElse(Scheme.HE);
        return new TuningSubject(network, tuned, Theory.of(tuned, knobs, network));
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
            Scheme tuned = scheme.orElse(Scheme.OWN);
            Theory theory = Theory.of(tuned, knobs, OwnNetwork.read(spec).configuration());
            return new TuningSubject(
                    learningRate == null ? spec : spec.withLearningRate(learningRate),
                    tuned,
                    learningRate == null ? theory : theory.withLearningRate(learningRate));
        } catch (IOException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }
}
