// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.bench;

import io.github.dl4jinit.bench.trial.Optimiser;
import io.github.dl4jinit.internal.Check;
import java.util.List;
import picocli.CommandLine.Option;

/** The flags that say when a trial that learns nothing is ended. */
final class EarlyEndOptions {

    @Option(
            names = "--stuck-after",
            paramLabel = "N",
            description =
                    "End a trial early if after N iterations, or a multiple, its loss is still that of guessing and"
                            + " its signal is unhealthy (default: a sixth of all iterations, or half of them if an update rule"
                            + " is Adam or RMSProp, which may leave such a plateau later).")
    private Integer stuckAfter;

    @Option(names = "--no-early-end", description = "Train every trial to its end.")
    private boolean never;

    /**
     * After how many iterations, 0 for never.
     *
     * @param iterations how many there are in all
     * @param optimisers the update rules of the trials
     * @throws IllegalArgumentException if the flags contradict each other
     */
    int stuckAfter(int iterations, List<Optimiser> optimisers) {
        Check.require(!never || stuckAfter == null, "--stuck-after", "left out with --no-early-end", stuckAfter);
        if (never) {
            return 0;
        }
        return stuckAfter == null
                ? Optimiser.patience(optimisers, iterations)
                : Check.inRange("stuck-after", stuckAfter, 1, Integer.MAX_VALUE);
    }
}
