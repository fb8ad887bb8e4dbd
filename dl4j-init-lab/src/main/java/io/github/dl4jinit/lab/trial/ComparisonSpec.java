// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.trial;

import io.github.dl4jinit.internal.Check;
import io.github.dl4jinit.lab.scheme.Scheme;
import java.util.List;
import java.util.Locale;

/**
 * Every scheme with every seed on one network and data set.
 *
 * @param schemes the initialisations to compare, in the order of tables and charts
 * @param seeds one trial each for every scheme
 * @param training what all trials share
 */
public record ComparisonSpec(List<Scheme> schemes, List<Long> seeds, TrainingSpec training) {

    public ComparisonSpec {
        schemes = Check.givenEach("schemes", schemes);
        seeds = Check.givenEach("seeds", seeds);
        Check.given("training", training);
        Check.require(!schemes.isEmpty(), "schemes", "at least one", schemes);
        Check.require(!seeds.isEmpty(), "seeds", "at least one", seeds);
        Check.require(seeds.stream().distinct().count() == seeds.size(), "seeds", "different from each other", seeds);
        for (Scheme scheme : schemes) {
            new TrialSpec(scheme, seeds.get(0), training); // refuses a scheme that does not fit the network
        }
        long distinctFiles = schemes.stream()
                .map(scheme -> FileName.of(scheme.text()).toLowerCase(Locale.ROOT))
                .distinct()
                .count();
        Check.require(distinctFiles == schemes.size(), "schemes", "distinguishable as file names", schemes);
    }

    /** The trials, all schemes of the first seed first, so that an early look compares them all. */
    public List<TrialSpec> trials() {
        return seeds.stream()
                .flatMap(seed -> schemes.stream().map(scheme -> new TrialSpec(scheme, seed, training)))
                .toList();
    }
}
