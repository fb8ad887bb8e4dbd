// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.gain;

import java.util.OptionalDouble;
import java.util.function.DoubleUnaryOperator;
import org.hipparchus.analysis.solvers.BracketingNthOrderBrentSolver;

/** Looks for the variance at which a function changes its sign, over all orders of magnitude. */
final class VarianceSearch {

    /** A pre-activation of 10⁸ is beyond every use; a variance that large counts as infinite. */
    static final double LARGEST = 1e16;

    /** At 10⁻⁸ an activation function is straight to a double's precision; a variance that small counts as zero. */
    static final double SMALLEST = 1e-16;

    /** Two steps an octave. */
    private static final double STEP = Math.sqrt(2);

    /** Of log q: the last digits of a double. */
    private static final double ACCURACY = 1e-15;

    private static final int MAX_EVALUATIONS = 200;

    private VarianceSearch() {}

    /**
     * The first variance from {@code start} towards {@code end} beyond which {@code function} has another sign. Zeros on
     * the way do not count; two roots within half an octave may be missed.
     *
     * @param function of the variance, different from zero at {@code start}
     */
    static OptionalDouble firstRoot(DoubleUnaryOperator function, double start, double end) {
        double step = end > start ? STEP : 1 / STEP;
        double sign = Math.signum(function.applyAsDouble(start));
        double last = start;
        for (double q = start; q != end; ) {
            q = end > start ? Math.min(q * step, end) : Math.max(q * step, end);
            double here = Math.signum(function.applyAsDouble(q));
            if (here == -sign) {
                return OptionalDouble.of(root(function, Math.min(last, q), Math.max(last, q)));
            }
            if (here == sign) {
                last = q;
            }
        }
        return OptionalDouble.empty();
    }

    private static double root(DoubleUnaryOperator function, double low, double high) {
        double logarithm = new BracketingNthOrderBrentSolver(ACCURACY, ACCURACY, ACCURACY, 5)
                .solve(
                        MAX_EVALUATIONS,
                        log -> function.applyAsDouble(Math.exp(log)),
                        Math.log(low),
                        Math.log(high));
        return Math.exp(logarithm);
    }
}
