// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.trial;

import com.fasterxml.jackson.annotation.JsonIgnore;
import io.github.dl4jinit.internal.Check;
import io.github.dl4jinit.lab.scheme.Scheme;

/**
 * Everything that decides what one training run gives.
 *
 * @param scheme the initialisation, as {@link Scheme#parse} reads it
 * @param seed decides the first weights and the order of the examples
 * @param training the network, the optimiser and the data
 */
public record TrialSpec(String scheme, long seed, TrainingSpec training) {

    public TrialSpec {
        Check.given("scheme", scheme);
        Check.given("training", training);
    }

    /** A name for this trial within its comparison, fit for a file name: scheme and seed. */
    @JsonIgnore
    public String id() {
        return fileName(scheme) + "-seed" + seed;
    }

    /** A name that no trial of another specification has but for batch size, epochs, data and the like. */
    @JsonIgnore
    public String fullId() {
        return fileName(scheme) + "-" + training.network().fileName() + "-seed" + seed;
    }

    static String fileName(String scheme) {
        return scheme.replaceAll("[^A-Za-z0-9.+-]+", "-").replaceAll("-$", "");
    }
}
