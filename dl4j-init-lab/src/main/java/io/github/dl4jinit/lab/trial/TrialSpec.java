// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.trial;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.github.dl4jinit.internal.Check;
import io.github.dl4jinit.lab.scheme.Scheme;

/**
 * Everything that decides what one training run gives.
 *
 * @param scheme the initialisation
 * @param seed decides the first weights and the order of the examples
 * @param training the network, the optimiser and the data
 */
public record TrialSpec(Scheme scheme, long seed, TrainingSpec training) {

    public TrialSpec {
        Check.given("scheme", scheme);
        Check.given("training", training);
        Check.require(
                !scheme.keepsOwn() || training.network() instanceof OwnNetworkSpec,
                "scheme",
                "one that draws weights by itself, since this network has no initialisers or weights to keep",
                scheme);
    }

    /** A name for this trial within its comparison, fit for a file name: scheme and seed. */
    @JsonIgnore
    public String id() {
        return FileName.of(scheme.text()) + "-seed" + seed;
    }

    /** A name that no trial of another specification has but for batch size, epochs, data and the like. */
    @JsonIgnore
    public String fullId() {
        return FileName.of(scheme.text()) + "-" + training.network().fileName() + "-seed" + seed;
    }

    /** The same trial of another scheme. */
    public TrialSpec withScheme(Scheme other) {
        return new TrialSpec(other, seed, training);
    }

    /** The same trial with another seed. */
    public TrialSpec withSeed(long other) {
        return new TrialSpec(scheme, other, training);
    }

    /** The same trial, trained in another way. */
    public TrialSpec withTraining(TrainingSpec other) {
        return new TrialSpec(scheme, seed, other);
    }
}
