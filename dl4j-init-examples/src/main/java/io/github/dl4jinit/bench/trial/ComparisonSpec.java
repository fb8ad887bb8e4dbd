// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.bench.trial;

import io.github.dl4jinit.internal.Check;
import java.util.List;

/**
 * Every scheme with every seed on one network and data set. The components beside the two lists are those of
 * {@link TrialSpec}.
 *
 * @param schemes the initialisations to compare, in the order of tables and charts
 * @param seeds one trial each for every scheme
 */
public record ComparisonSpec(
        List<String> schemes,
        List<Long> seeds,
        int depth,
        int width,
        String activation,
        Optimiser optimiser,
        double learningRate,
        int batchSize,
        int epochs,
        int trainLimit,
        String data) {

    public ComparisonSpec {
        schemes = List.copyOf(schemes);
        seeds = List.copyOf(seeds);
        Check.require(!schemes.isEmpty(), "schemes", "at least one", schemes);
        Check.require(!seeds.isEmpty(), "seeds", "at least one", seeds);
        Check.require(seeds.stream().distinct().count() == seeds.size(), "seeds", "different from each other", seeds);
        // What all trials share is checked by making one of them.
        new TrialSpec(
                schemes.get(0),
                seeds.get(0),
                depth,
                width,
                activation,
                optimiser,
                learningRate,
                batchSize,
                epochs,
                trainLimit,
                data);
        long distinctFiles = schemes.stream()
                .map(TrialSpec::fileName)
                .map(String::toLowerCase)
                .distinct()
                .count();
        Check.require(distinctFiles == schemes.size(), "schemes", "distinguishable as file names", schemes);
    }

    /** The trials, all schemes of the first seed first, so that an early look compares them all. */
    public List<TrialSpec> trials() {
        return seeds.stream()
                .flatMap(seed -> schemes.stream().map(scheme -> trial(scheme, seed)))
                .toList();
    }

    private TrialSpec trial(String scheme, long seed) {
        return new TrialSpec(
                scheme, seed, depth, width, activation, optimiser, learningRate, batchSize, epochs, trainLimit, data);
    }
}
