// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.theory;

import java.util.Optional;
import org.hipparchus.analysis.UnivariateFunction;
import org.hipparchus.analysis.solvers.BracketingNthOrderBrentSolver;

/**
 * The search for the a, b, d and γ of a tailored activation function. With ψ(z) = φ(a·z + b) and z ~ N(0, 1), three of
 * the four conditions give three of the numbers outright:
 *
 * <pre>
 * C″(1) = t    E[ψ″²] = t·E[ψ′²]               gives a for each b
 * C′(1) = 1    γ = 1 / √E[ψ′²]
 * Q(1)  = 1    d = −E[ψ] ± √(E[ψ′²] − Var ψ)    (a real root, by Poincaré's inequality)
 * Q′(1) = 1    E[z·(ψ + d)·ψ′] = E[ψ′²]        is left for b
 * </pre>
 */
final class TailoringSearch {

    /** How far from 0 b is looked for: beyond, the usual functions are straight to a double's precision. */
    static final double LARGEST_SHIFT = 8;

    /** The largest a: a tailored function is one that is seen closer, not from afar. */
    static final double LARGEST_SCALE = 4;

    /** The a near which a function is straight, and its curvature is more than rounding. */
    private static final double SMALL_SCALE = 1e-3;

    /** The smallest a: below it rounding spoils the curvature. */
    private static final double SMALLEST_SCALE = 1e-6;

    /** The first |b| that is looked at. */
    private static final double SMALLEST_SHIFT = 0.01;

    /** From one |b| to the next, and from one a to the next. */
    private static final double SHIFT_STEP = 1.25;

    private static final double SCALE_STEP = 1.25;

    /** A change of sign where the function does not become small is no root but a jump from one a to another. */
    private static final double ROOT = 1e-9;

    /** The signs of the root in d. */
    private static final int[] ROOTS = {1, -1};

    private static final double FINE = 1e-15;

    /** The accuracy of log a that tells on which side of a root a shift is. */
    private static final double COARSE = 1e-3;

    private static final int MAX_EVALUATIONS = 200;

    private final AffineMoments.Source moments;
    private final double curvature;

    TailoringSearch(Expectations expectations, double curvature) {
        this.moments = new AffineMoments.Source(expectations);
        this.curvature = curvature;
    }

    /** The solution with the smallest |b|; a positive b goes before a negative one. */
    Optional<TailoredParameters> solve() {
        Shift[] last = {new Shift(SMALLEST_SHIFT, COARSE), new Shift(-SMALLEST_SHIFT, COARSE)};
        double b = SMALLEST_SHIFT;
        while (b < LARGEST_SHIFT) {
            b = Math.min(b * SHIFT_STEP, LARGEST_SHIFT);
            Shift[] next = {new Shift(b, COARSE), new Shift(-b, COARSE)};
            for (int side = 0; side < next.length; side++) {
                for (int root : ROOTS) {
                    Optional<TailoredParameters> found = between(last[side], next[side], root);
                    if (found.isPresent()) {
                        return found;
                    }
                }
            }
            last = next;
        }
        return Optional.empty();
    }

    private Optional<TailoredParameters> between(Shift from, Shift to, int root) {
        if (!differ(from, to, root)) {
            return Optional.empty();
        }
        Shift start = new Shift(from.b, FINE);
        Shift end = new Shift(to.b, FINE);
        if (!differ(start, end, root)) { // nor would a solver find a change of sign
            return Optional.empty();
        }
        double b = solver(FINE)
                .solve(
                        MAX_EVALUATIONS,
                        shift -> new Shift(shift, FINE).excess(root),
                        Math.min(start.b, end.b),
                        Math.max(start.b, end.b));
        Shift found = new Shift(b, FINE);
        return Math.abs(found.excess(root)) < ROOT ? Optional.of(found.parameters(root)) : Optional.empty();
    }

    /** Whether Q′(1) passes 1 between two shifts; false if no a belongs to one of them. */
    private static boolean differ(Shift from, Shift to, int root) {
        return from.excess(root) * to.excess(root) <= 0;
    }

    /** The a with which the curvature is as it shall be; NaN if there is none. */
    private double scale(double b, double accuracy) {
        double low = guess(b);
        double atLow = tooMuch(low, b);
        double high = low;
        double atHigh = atLow;
        while (atLow > 0 && low > SMALLEST_SCALE) {
            high = low;
            atHigh = atLow;
            low /= SCALE_STEP;
            atLow = tooMuch(low, b);
        }
        while (atHigh < 0 && high < LARGEST_SCALE) {
            low = high;
            atLow = atHigh;
            high = Math.min(high * SCALE_STEP, LARGEST_SCALE);
            atHigh = tooMuch(high, b);
        }
        if (!(atLow <= 0 && atHigh >= 0)) { // also where φ is constant, and its curvature NaN
            return Double.NaN;
        }
        UnivariateFunction byLogarithm = log -> tooMuch(Math.exp(log), b);
        return Math.exp(solver(accuracy).solve(MAX_EVALUATIONS, byLogarithm, Math.log(low), Math.log(high)));
    }

    /** As long as φ is a parabola to a·z, the curvature is proportional to a². */
    private double guess(double b) {
        double ratio = Math.sqrt(curvature / moments.at(SMALL_SCALE, b).curvature()) * SMALL_SCALE;
        return ratio > SMALLEST_SCALE && ratio < LARGEST_SCALE ? ratio : LARGEST_SCALE / 2;
    }

    /** The share by which the curvature is above what it shall be. */
    private double tooMuch(double a, double b) {
        return moments.at(a, b).curvature() / curvature - 1;
    }

    private static BracketingNthOrderBrentSolver solver(double accuracy) {
        return new BracketingNthOrderBrentSolver(accuracy, accuracy, accuracy, 5);
    }

    /** One b, with the a that belongs to it. */
    private final class Shift {

        final double b;
        private final double a;
        private final AffineMoments of;

        Shift(double b, double accuracy) {
            this.b = b;
            this.a = scale(b, accuracy);
            this.of = Double.isNaN(a) ? null : moments.at(a, b);
        }

        /** By how much Q′(1) is above 1; NaN if no a belongs to b. */
        double excess(int root) {
            return of == null ? Double.NaN : (of.drift + offset(root) * of.meanCurvature) / of.slopeSquare - 1;
        }

        TailoredParameters parameters(int root) {
            return new TailoredParameters(a, b, offset(root) - of.mean, 1 / Math.sqrt(of.slopeSquare));
        }

        /** E[ψ] + d. */
        private double offset(int root) {
            return root * Math.sqrt(Math.max(0, of.slopeSquare - of.variance));
        }
    }
}
