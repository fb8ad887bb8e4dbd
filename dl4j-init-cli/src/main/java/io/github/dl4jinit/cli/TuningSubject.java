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
record TuningSubject(NetworkSpec network, String scheme, Theory theory, Optional<OwnNetwork> own) {

    /** A perceptron; by He's scheme if none is named. */
    static TuningSubject perceptron(MlpSpec network, String scheme, List<Knob> knobs) {
        String text = Scheme.parse(scheme == null ? "he" : scheme).text();
        return new TuningSubject(network, text, Theory.of(text, knobs, network), Optional.empty());
    }

    /**
     * The network of a configuration; with its layers' own initialisers if no scheme is named.
     *
     * @param learningRate in place of its own, or {@code null}
     * @throws IllegalArgumentException if the file holds none, since then the argument that names it is wrong
     */
    static TuningSubject configured(
            Path file, List<String> allowedClasses, String scheme, Double learningRate, List<Knob> knobs) {
        try {
            OwnNetworkSpec spec = OwnNetwork.spec(file, allowedClasses);
            OwnNetwork own = OwnNetwork.read(spec);
            String text = scheme == null ? OwnNetwork.OWN : Scheme.parse(scheme).text();
            Theory theory = Theory.of(text, knobs, own.configuration());
            return new TuningSubject(
                    learningRate == null ? spec : spec.withLearningRate(learningRate),
                    text,
                    learningRate == null ? theory : theory.withLearningRate(learningRate),
                    Optional.of(own));
        } catch (IOException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }

    /** @throws IllegalArgumentException if it is the user's own network, and cannot be trained on such images */
    void checkFits(ImageDataset images) {
        own.ifPresent(network -> network.checkFits(images.inputs(), images.classes()));
    }
}
