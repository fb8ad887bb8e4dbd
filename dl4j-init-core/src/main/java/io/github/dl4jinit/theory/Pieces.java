// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.theory;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.IntPredicate;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The axis cut into pieces, on each of which an activation function and its derivative are as smooth as a polynomial:
 * at 0, at ± powers of two, at every kink and jump, and wherever else it takes.
 *
 * <p>A piece is cut if that changes its integrals; one that is still not smooth when it is very narrow holds a kink,
 * whose place is then found. All pieces of a round are evaluated in one call.
 */
final class Pieces {

    /**
     * The tolerated change when a piece is cut, as a share of the integral from the centre to that piece. A double has
     * 2·10⁻¹⁶, of which a formula's rounding takes some.
     */
    private static final double TOLERANCE = 1e-13;

    /**
     * Where a piece is cut, as shares of it. None is the middle, about which quadrature is symmetric: a step there
     * would stay unseen, because the whole and its halves have the same exact integral, and thresholds such as 1/2 are
     * in the middle of some piece. There are four parts because the costs of a round are those of its one call.
     */
    private static final double[] SHARES = {0, 3.0 / 16, 7.0 / 16, 11.0 / 16, 1};

    private static final int PARTS = SHARES.length - 1;

    /**
     * How often a piece is cut until what is left of it holds a kink: the widest part is then (5/16)¹² = 10⁻⁶ of an
     * octave.
     */
    private static final int ROUNDS_TO_KINK = 12;

    /**
     * How often a piece with a kink is cut further, to (5/16)²⁷ = 2·10⁻¹⁴ of the octave, as close as a double can place
     * a kink.
     */
    private static final int ROUNDS_ON_KINK = 15;

    /**
     * The most rough pieces that kinks and oscillations may leave in one round: more are noise, such as the rounding of
     * an activation that computes in single precision, which cutting does not cure.
     */
    private static final int NOISE = 4096;

    /**
     * The most features that an activation function may have: more are noise, and for two inputs every feature is
     * paired with every other.
     */
    private static final int MANY_FEATURES = 16;

    /** How far beside a kink at x a jump is looked for, as a share of x: thirty times the error of the kink's place. */
    private static final double BESIDE = 1e-12;

    /**
     * The share by which values on both sides of a cut differ at least if the function jumps; single precision has
     * 6·10⁻⁸.
     */
    private static final double JUMP = 1e-6;

    /**
     * The rule that smoothness is judged by; it has fewer points than the one for integrals, so that what is smooth
     * here is smooth there with room to spare.
     */
    private static final LegendreRule RULE = new LegendreRule(10);

    private final double[] cuts;
    private final double[] features;
    private final double[] mainCuts;
    private final boolean jumps;
    private final boolean bends;

    /**
     * Cuts the axis between ±2^{@code exponent}.
     *
     * @param response the function that must be smooth on each piece
     * @param exponent 0 or more
     */
    Pieces(Response response, int exponent) {
        TreeSet<Double> powers = new TreeSet<>(List.of(0.0));
        for (int k = 0; k <= exponent; k++) {
            powers.add(Math.scalb(1.0, k));
            powers.add(-Math.scalb(1.0, k));
        }
        Search search = new Search(response, powers);
        if (!search.kinks.isEmpty()) {
            // The search has left a crowd of narrow pieces beside each kink; with the kinks as cuts it needs none.
            TreeSet<Double> start = new TreeSet<>(powers);
            start.addAll(search.kinks);
            search = new Search(response, start);
        }
        this.cuts = toArray(search.cuts);
        double[] inner = Arrays.copyOfRange(cuts, 1, cuts.length - 1);
        Response.Values left = response.at(moved(inner, -BESIDE));
        Response.Values right = response.at(moved(inner, BESIDE));
        double[] steps = where(inner, i -> differ(left.mean[i], right.mean[i], left.slope[i], right.slope[i]));
        double[] bends = where(inner, i -> differ(left.slope[i], right.slope[i], left.slope[i], right.slope[i]));
        this.jumps = steps.length > 0;
        this.bends = bends.length > 0;
        TreeSet<Double> kinks = new TreeSet<>();
        DoubleStream.concat(Arrays.stream(steps), Arrays.stream(bends)).forEach(kinks::add);
        TreeSet<Double> needed = new TreeSet<>(search.cuts);
        needed.removeAll(powers);
        needed.addAll(kinks);
        this.features = Stream.of(needed, kinks)
                .filter(some -> some.size() <= MANY_FEATURES)
                .findFirst()
                .map(Pieces::toArray)
                .orElse(new double[0]);
        Arrays.stream(features).forEach(powers::add);
        this.mainCuts = toArray(powers);
    }

    /** The ends of all pieces, ascending. */
    double[] cuts() {
        return cuts;
    }

    /**
     * The cuts that the function calls for: jumps, kinks, and all others but 0 and ± powers of two. If these are too
     * many, jumps and kinks only, or none.
     */
    double[] features() {
        return features;
    }

    /** The features, 0 and ± powers of two. */
    double[] mainCuts() {
        return mainCuts;
    }

    /** Whether the function itself jumps anywhere. */
    boolean jumps() {
        return jumps;
    }

    /** Whether the function's slope jumps anywhere. */
    boolean bends() {
        return bends;
    }

    private static double[] where(double[] cuts, IntPredicate holds) {
        return IntStream.range(0, cuts.length)
                .filter(holds)
                .mapToDouble(i -> cuts[i])
                .toArray();
    }

    /** Whether two values beside a cut differ by more than smooth ones, given the slopes there. */
    private static boolean differ(double left, double right, double leftSlope, double rightSlope) {
        double size = Math.max(Math.abs(left), Math.abs(leftSlope) + Math.abs(rightSlope));
        return Math.abs(right - left) > JUMP * size;
    }

    private static double[] moved(double[] cuts, double by) {
        return Arrays.stream(cuts).map(x -> x + by * Math.max(1, Math.abs(x))).toArray();
    }

    private static double[] toArray(Set<Double> ascending) {
        return ascending.stream().mapToDouble(cut -> cut).toArray();
    }

    /** One adaptive subdivision. */
    private static final class Search {

        private final Response response;
        private final TreeSet<Double> cuts;
        private final TreeSet<Double> kinks = new TreeSet<>();
        /** The factor by which tolerances grow once there is noise. */
        private double lenience = 1;

        Search(Response response, TreeSet<Double> start) {
            this.response = response;
            this.cuts = new TreeSet<>(start);
            List<Piece> open = new ArrayList<>();
            for (double from = start.first(); from < start.last(); from = start.higher(from)) {
                open.add(new Piece(from, start.higher(from)));
            }
            integrate(open);
            setTolerances(open);
            for (int round = 0; round < ROUNDS_TO_KINK && !open.isEmpty(); round++) {
                open = partsOf(rough(open));
                open.forEach(piece -> cuts.add(piece.from));
            }
            List<Cut> narrow = rough(open);
            for (int round = 0; round < ROUNDS_ON_KINK && !narrow.isEmpty(); round++) {
                List<Cut> cutParts = cut(partsOf(narrow));
                narrow = IntStream.range(0, narrow.size())
                        .mapToObj(i -> Collections.max(
                                cutParts.subList(i * PARTS, (i + 1) * PARTS),
                                Comparator.comparingDouble(Cut::roughness)))
                        .collect(Collectors.toList());
            }
            narrow.forEach(cut -> kinks.add(cut.whole.middle()));
        }

        /**
         * Sets tolerances relative to all that lies nearer to 0, so that what a function does far out cannot hide a
         * kink near 0.
         */
        private static void setTolerances(List<Piece> pieces) {
            List<Piece> outwards = new ArrayList<>(pieces);
            outwards.sort(Comparator.comparingDouble(Piece::reach));
            double[] integrals = new double[outwards.get(0).integrals.length];
            int ahead = 0;
            for (Piece piece : outwards) {
                while (ahead < outwards.size() && outwards.get(ahead).reach() <= piece.reach()) {
                    for (int column = 0; column < integrals.length; column++) {
                        integrals[column] += Math.abs(outwards.get(ahead).integrals[column]);
                    }
                    ahead++;
                }
                piece.tolerances =
                        Arrays.stream(integrals).map(sum -> TOLERANCE * sum).toArray();
            }
        }

        /** Cuts all pieces, and returns those whose integrals change by that. */
        private List<Cut> rough(List<Piece> pieces) {
            List<Cut> rough = cut(pieces);
            rough.removeIf(cut -> cut.roughness() <= lenience);
            while (rough.size() > NOISE) {
                lenience *= 10;
                rough.removeIf(cut -> cut.roughness() <= lenience);
            }
            return rough;
        }

        private List<Cut> cut(List<Piece> pieces) {
            List<Cut> cut = pieces.stream().map(Cut::new).collect(Collectors.toList());
            integrate(partsOf(cut));
            return cut;
        }

        private static List<Piece> partsOf(List<Cut> cuts) {
            return cuts.stream().flatMap(cut -> cut.parts.stream()).collect(Collectors.toList());
        }

        private void integrate(List<Piece> pieces) {
            if (pieces.isEmpty()) {
                return;
            }
            double[] points = new double[RULE.size() * pieces.size()];
            for (int i = 0; i < pieces.size(); i++) {
                RULE.points(pieces.get(i).from, pieces.get(i).to, points, i * RULE.size());
            }
            double[][] columns = response.at(points).columns();
            for (int i = 0; i < pieces.size(); i++) {
                pieces.get(i).integrate(columns, i * RULE.size());
            }
        }
    }

    private static final class Piece {

        private final double from;
        private final double to;
        /** The integral of each column of the response over the piece. */
        private double[] integrals;
        /** How much each integral may change when the piece is cut. */
        private double[] tolerances;

        Piece(double from, double to) {
            this.from = from;
            this.to = to;
        }

        /** How far from 0 the piece lies. */
        double reach() {
            return Math.max(Math.abs(from), Math.abs(to));
        }

        double middle() {
            return at(0.5);
        }

        double at(double share) {
            return share == 1 ? to : from + share * (to - from);
        }

        void integrate(double[][] columns, int at) {
            integrals = Arrays.stream(columns)
                    .mapToDouble(values -> RULE.integral(from, to, values, at))
                    .toArray();
        }
    }

    /** A piece and its parts. */
    private static final class Cut {

        private final Piece whole;
        private final List<Piece> parts = new ArrayList<>();

        Cut(Piece whole) {
            this.whole = whole;
            for (int i = 0; i < PARTS; i++) {
                Piece part = new Piece(whole.at(SHARES[i]), whole.at(SHARES[i + 1]));
                part.tolerances = whole.tolerances;
                parts.add(part);
            }
        }

        /** The largest change of an integral, as a multiple of its tolerance. */
        double roughness() {
            double largest = 0;
            for (int column = 0; column < whole.integrals.length; column++) {
                double change = -whole.integrals[column];
                for (Piece part : parts) {
                    change += part.integrals[column];
                }
                // Not divided by 0: where all is zero nearer to 0, any change counts. What overflows compares false.
                double share = Math.abs(change) / (whole.tolerances[column] + Double.MIN_NORMAL);
                if (share > largest) {
                    largest = share;
                }
            }
            return largest;
        }
    }
}
