// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli;

import io.github.dl4jinit.lab.preset.Presets;
import io.github.dl4jinit.lab.scheme.Scheme;
import io.github.dl4jinit.lab.training.OwnNetwork;
import io.github.dl4jinit.lab.trial.Knob;
import io.github.dl4jinit.lab.trial.MlpSpec;
import io.github.dl4jinit.lab.trial.NetworkSpec;
import io.github.dl4jinit.lab.trial.OwnNetworkSpec;
import io.github.dl4jinit.lab.trial.PresetSpec;
import io.github.dl4jinit.lab.tune.Theory;
import java.io.IOException;
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

    /** A perceptron or another network of equal layers; by He's scheme if none is named. */
    static TuningSubject layered(NetworkSpec.Layered network, Optional<Scheme> scheme, List<Knob> knobs) {
        Scheme tuned = scheme.orElse(Scheme.HE);
        Theory theory = network instanceof MlpSpec mlp
                ? Theory.of(tuned, knobs, mlp)
                : Theory.of(tuned, knobs, Presets.smallest((PresetSpec) network));
        return new TuningSubject(network, tuned, theory);
    }

    /**
     * The network of a configuration; with its layers' own initialisers if no scheme is named.
     *
     * @throws IllegalArgumentException if the file holds none, since then the argument that names it is wrong
     */
    static TuningSubject configured(OwnNetworkSpec spec, Optional<Scheme> scheme, List<Knob> knobs) {
        Scheme tuned = scheme.orElse(Scheme.OWN);
        Theory theory;
        try {
            theory = Theory.of(tuned, knobs, OwnNetwork.read(spec).configuration());
        } catch (IOException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
        return new TuningSubject(
                spec, tuned, spec.learningRate() == null ? theory : theory.withLearningRate(spec.learningRate()));
    }
}
