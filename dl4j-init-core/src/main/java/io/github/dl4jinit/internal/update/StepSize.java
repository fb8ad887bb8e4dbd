// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.update;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** How large the next step is for a network as a whole: where it is large, it is tried what it makes of the loss. */
public final class StepSize {

    /**
     * The {@link UpdateFacts#log10Step()} from which on a step of plain descent is large. Of 96 small networks that SGD
     * and Nesterov trained at rates from 0.01 to 100, 45 had such a step, and 42 of these did not train; of the others
     * six at high rates did not, all of tanh.
     */
    private static final double LARGE = -0.5;

    /**
     * The sum over the layers of update over weights from which on a step is large for updaters that divide by the
     * gradient's size: Adam recovers from what one layer does, and not from what many layers do together. Of 96
     * networks of 2 to 20 layers, all whose step is larger and raises the loss ended with a loss at least 20 times as
     * high as at a lower rate, most of them at that of guessing (docs/decisions.md).
     */
    private static final double LARGE_SUM = 3;

    private StepSize() {}

    /** Whether the step is large for an updater that follows the gradient's size in some layer. */
    public static boolean isLargeSomewhere(List<UpdateFacts> updates) {
        return updates.stream().anyMatch(StepSize::isLarge);
    }

    private static boolean isLarge(UpdateFacts facts) {
        return facts.scalesWithGradient() && facts.log10Step() > LARGE;
    }

    /** Whether the steps of all layers are large together, for updaters that divide by the gradient's size. */
    public static boolean isLargeInSum(List<UpdateFacts> updates) {
        return sum(updates) > LARGE_SUM;
    }

    /**
     * The sum of update over weights over the layers that everything passes: what changes in a branch, a skip
     * connection leads past. Of several weights of a layer the largest step counts.
     */
    public static double sum(List<UpdateFacts> updates) {
        Map<String, Double> largest = updates.stream()
                .filter(facts -> !facts.scalesWithGradient() && facts.isOnMainLine())
                .collect(Collectors.toMap(UpdateFacts::node, facts -> Math.pow(10, facts.log10Step()), Math::max));
        return largest.values().stream().mapToDouble(step -> step).sum();
    }

    /** Whether it is worth a forward pass to see what becomes of the loss. */
    public static boolean isWorthTrying(List<UpdateFacts> updates) {
        return isLargeSomewhere(updates) || isLargeInSum(updates);
    }
}
