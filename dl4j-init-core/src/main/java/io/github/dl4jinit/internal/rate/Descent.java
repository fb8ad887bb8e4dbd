// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.rate;

/** The loss of a batch before some steps on it and after each, and the loss of another batch after them. */
final class Descent {

    private final double[] losses;
    private final double elsewhere;

    Descent(double[] losses, double elsewhere) {
        this.losses = losses.clone();
        this.elsewhere = elsewhere;
    }

    /** The loss after so many steps; infinite from the first that is not finite. */
    double after(int steps) {
        return finiteOrInfinite(losses[steps]);
    }

    /** The loss of the other batch after the last step; infinite where it is not finite. */
    double elsewhere() {
        return finiteOrInfinite(elsewhere);
    }

    private static double finiteOrInfinite(double value) {
        return Double.isFinite(value) ? value : Double.POSITIVE_INFINITY;
    }
}
