// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.theory;

import java.util.OptionalDouble;
import java.util.function.DoubleUnaryOperator;
import org.hipparchus.analysis.solvers.BracketingNthOrderBrentSolver;

/** The search for the variance that a layer leaves as it is, over all orders of magnitude. */
final class VarianceSearch {

    /** The variance that counts as infinite: a pre-activation of 10⁸ is beyond every use. */
    static final double LARGEST = 1e16;

    /**
     * The variance that counts as zero: for pre-activations of 10⁻⁸ an activation function is straight to a double's
     * precision.
     */
    static final double SMALLEST = 1e-16;

    /**
     * The share below which a change by a layer counts as none. It is 10⁴ times the error of an expectation, because
     * DL4J's constants of single precision make changes of that size (the slope of leaky ReLU is 0.2 forwards and 0.2f
     * backwards); it would take a hundred million layers for them to add up.
     */
    static final double UNCHANGED = 1e-8;

    /** The factor from one variance that is looked at to the next: two steps an octave. */
    private static final double STEP = Math.sqrt(2);

    /** The accuracy of log q: the last digits of a double. */
    private static final double ACCURACY = 1e-15;

    private static final int MAX_EVALUATIONS = 200;

    private VarianceSearch() {}

    /**
     * The first variance from {@code start} towards {@code end} that is a fixed point because the change by a layer has
     * another sign beyond. Variances that do not change at all are passed over; two fixed points within half an octave
     * may be missed.
     *
     * @param change by what share a layer changes a variance; {@code start} itself is the fixed point if it does not
     */
    static OptionalDouble firstFixedPoint(DoubleUnaryOperator change, double start, double end) {
        double step = end > start ? STEP : 1 / STEP;
        int direction = sign(change.applyAsDouble(start));
        if (direction == 0) {
            return OptionalDouble.of(start);
        }
        double last = start;
        for (double q = start; q != end; ) {
            // Of the smallest numbers a double holds, the next one is further away than the step.
            q = end > start
                    ? Math.min(Math.max(q * step, Math.nextUp(q)), end)
                    : Math.max(Math.min(q * step, Math.nextDown(q)), end);
            int here = sign(change.applyAsDouble(q));
            if (here == -direction) {
                return OptionalDouble.of(root(change, Math.min(last, q), Math.max(last, q)));
            }
            if (here == direction) {
                last = q;
            }
        }
        return OptionalDouble.empty();
    }

    /** The sign of a change, 0 within the error of its computation. */
    static int sign(double change) {
        return Math.abs(change) < UNCHANGED ? 0 : (int) Math.signum(change);
    }

    private static double root(DoubleUnaryOperator change, double low, double high) {
        double logarithm = new BracketingNthOrderBrentSolver(ACCURACY, ACCURACY, ACCURACY, 5)
                .solve(MAX_EVALUATIONS, log -> change.applyAsDouble(Math.exp(log)), Math.log(low), Math.log(high));
        return Math.exp(logarithm);
    }
}
