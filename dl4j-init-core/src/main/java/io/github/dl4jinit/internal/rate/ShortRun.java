// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.rate;

import java.util.Arrays;

/** The losses of a short training run: of each batch before the step on it, as far as they are finite. */
final class ShortRun {

    private final double[] losses;

    ShortRun(double[] losses) {
        this.losses = losses.clone();
    }

    /** The loss of the second batch after the step on the first; infinite where it is not finite. */
    double afterOneStep() {
        return finiteOrInfinite(losses[1]);
    }

    /** The loss of the sixth batch after steps on five; infinite where it is not finite. */
    double afterFiveSteps() {
        return finiteOrInfinite(losses[5]);
    }

    /**
     * The mean loss of the batches of the last quarter of the steps; infinite where one is not finite. It is a mean
     * because single batches differ by more than neighbouring rates do.
     */
    double end() {
        return finiteOrInfinite(Arrays.stream(losses)
                .skip(losses.length - losses.length / 4)
                .average()
                .orElseThrow());
    }

    private static double finiteOrInfinite(double value) {
        return Double.isFinite(value) ? value : Double.POSITIVE_INFINITY;
    }
}
