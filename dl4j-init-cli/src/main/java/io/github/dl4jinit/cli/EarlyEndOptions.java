// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.cli;

import io.github.dl4jinit.internal.Check;
import picocli.CommandLine.Option;

/** The flags that say when a trial that learns nothing is ended. */
final class EarlyEndOptions {

    @Option(
            names = "--stuck-after",
            paramLabel = "N",
            description =
                    "End a trial early if after N iterations, or a multiple, its loss is no better than guessing and"
                            + " not falling, and its signal is unhealthy (default: a sixth of all iterations, or half of them"
                            + " with Adam or RMSProp, which may leave such a plateau later).")
    private Integer stuckAfter;

    @Option(names = "--no-early-end", description = "Train every trial to its end.")
    private boolean never;

    /** Whether each trial ends early as its update rule takes it. */
    boolean byUpdateRule() {
        return !never && stuckAfter == null;
    }

    /**
     * After how many iterations a trial ends early, whatever its update rule; 0 for never.
     *
     * @throws IllegalArgumentException if the flags contradict each other, or the number is out of its range
     */
    int stuckAfter() {
        Check.require(!never || stuckAfter == null, "--stuck-after", "left out with --no-early-end", stuckAfter);
        return stuckAfter == null ? 0 : Check.inRange("stuck-after", stuckAfter, 1, Integer.MAX_VALUE);
    }
}
