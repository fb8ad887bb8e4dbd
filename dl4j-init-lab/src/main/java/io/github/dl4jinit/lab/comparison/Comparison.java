// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.comparison;

import io.github.dl4jinit.internal.Check;
import io.github.dl4jinit.lab.scheme.Scheme;
import io.github.dl4jinit.lab.trial.ComparisonSpec;
import io.github.dl4jinit.lab.trial.TrainingSpec;
import io.github.dl4jinit.lab.trial.TrialException;
import io.github.dl4jinit.lab.trial.TrialResult;
import io.github.dl4jinit.lab.trial.TrialRunner;
import io.github.dl4jinit.lab.trial.TrialSpec;
import io.github.dl4jinit.lab.trial.TrialStatus;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.LongStream;

/**
 * Every scheme with every seed on one network and data set. With a program's own network and iterators:
 *
 * <pre>{@code
 * OwnNetworkRunner runner = new OwnNetworkRunner(configuration, seed -> data.trainIterator(64, seed), test);
 * System.out.println(
 *         Comparison.of(runner.training("mine", 5), "own,network,he,lsuv", 1, 2, 3).run(runner));
 * }</pre>
 */
public final class Comparison {

    private final ComparisonSpec spec;

    private Comparison(ComparisonSpec spec) {
        this.spec = spec;
    }

    /** The comparison that a specification asks for. */
    public static Comparison of(ComparisonSpec spec) {
        return new Comparison(Check.given("spec", spec));
    }

    /**
     * The comparison of some schemes.
     *
     * @param training what all trials share
     * @param schemes as on the command line, with commas between them; {@code own} is what the layers have
     * @param seeds a trial each for every scheme
     * @throws IllegalArgumentException if there is no scheme or no seed, one is there twice, or a scheme is unknown or
     *     does not fit the network
     */
    public static Comparison of(TrainingSpec training, String schemes, long... seeds) {
        Check.given("training", training);
        List<Long> all = LongStream.of(Check.given("seeds", seeds)).boxed().toList();
        return new Comparison(new ComparisonSpec(Scheme.parseList(Check.given("schemes", schemes)), all, training));
    }

    /**
     * Runs all trials.
     *
     * @throws TrialException if none gives a result
     * @throws InterruptedException if the runner was ended before
     */
    public ComparisonResult run(TrialRunner runner) throws InterruptedException {
        Check.given("runner", runner);
        Map<TrialSpec, TrialResult> results = new HashMap<>();
        runner.run(spec.trials(), result -> results.put(result.spec(), result));
        if (results.values().stream().allMatch(result -> result.status() == TrialStatus.FAILED)) {
            throw new TrialException("no trial gave a result: "
                    + results.values().stream()
                            .map(TrialResult::error)
                            .findFirst()
                            .orElse("the runner ran none"));
        }
        return new ComparisonResult(spec.schemes().stream()
                .map(scheme -> new SchemeResult(scheme, ofScheme(scheme, results)))
                .toList());
    }

    private List<TrialResult> ofScheme(Scheme scheme, Map<TrialSpec, TrialResult> results) {
        return spec.trials().stream()
                .filter(trial -> trial.scheme().equals(scheme))
                .map(results::get)
                .filter(Objects::nonNull)
                .toList();
    }
}
