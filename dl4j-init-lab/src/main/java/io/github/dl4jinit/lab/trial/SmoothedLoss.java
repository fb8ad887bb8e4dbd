// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.trial;

import io.github.dl4jinit.internal.Check;
import java.util.List;

/** The training loss without the noise of single batches: a mean of the last iterations. */
public final class SmoothedLoss {

    /**
     * How many iterations the loss is averaged over: 20 batches of 128 are 2560 examples, enough to hide single ones.
     */
    public static final int ITERATIONS = 20;

    private SmoothedLoss() {}

    /** The mean of the last {@value #ITERATIONS} losses up to the {@code i}-th, counted from 0. */
    public static double at(int i, List<Double> losses) {
        Check.inRange("i", i, 0, Check.given("losses", losses).size() - 1);
        return losses.subList(Math.max(0, i + 1 - ITERATIONS), i + 1).stream()
                .mapToDouble(Double::doubleValue)
                .average()
                .orElseThrow();
    }
}
