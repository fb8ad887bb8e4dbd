// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.gain;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The axis cut into pieces, on each of which an activation function and its derivative are as smooth as a polynomial:
 * at 0, at ± powers of two, at every kink and jump, and wherever else it takes.
 *
 * <p>A piece is halved if that changes its integrals; one that is still not smooth when it can hardly be halved again
 * holds a kink. All pieces of a round are evaluated in one call.
 */
final class Pieces {

    /** Of the integral from end to end. A double has 2·10⁻¹⁶, of which the rounding within a formula takes some. */
    private static final double TOLERANCE = 1e-13;

    /** What is not smooth on 10⁻⁶ of an octave has a kink there. */
    private static final int HALVINGS_TO_KINK = 20;

    /** On to 2⁻⁴⁵ = 3·10⁻¹⁴ of the octave, what a double can tell of a kink's place. */
    private static final int HALVINGS_ON_KINK = 25;

    /**
     * A function has a few kinks. If so many pieces of one round are not smooth, it is the rounding of an activation
     * that computes in single precision, say, which halving does not cure.
     */
    private static final int NOISE = 256;

    /** Half of the width within which a jump is looked for: wider than the error of a kink's place. */
    private static final double BESIDE = 1e-9;

    /** Slopes on both sides that differ by more are a kink; smooth ones differ by 2·10⁻⁹ times the curvature. */
    private static final double JUMP = 1e-6;

    /**
     * Fewer points than integrals are computed with, so that what is smooth here is smooth there with room to spare.
     */
    private static final LegendreRule RULE = new LegendreRule(10);

    private final double[] cuts;
    private final double[] features;

    /**
     * Cuts the axis between ±2^{@code exponent}.
     *
     * @param response what shall be smooth
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
        this.cuts = search.cuts.stream().mapToDouble(cut -> cut).toArray();
        TreeSet<Double> needed = new TreeSet<>(search.cuts);
        needed.removeAll(powers);
        needed.addAll(jumps(response, cuts));
        this.features = needed.stream().mapToDouble(cut -> cut).toArray();
    }

    /** The ends of all pieces, ascending. */
    double[] cuts() {
        return cuts;
    }

    /** Those cuts that the function calls for: jumps, kinks, and all but 0 and ± powers of two. */
    double[] features() {
        return features;
    }

    private static List<Double> jumps(Response response, double[] cuts) {
        Response.Values left = response.at(moved(cuts, -BESIDE));
        Response.Values right = response.at(moved(cuts, BESIDE));
        return IntStream.range(1, cuts.length - 1)
                .filter(i -> {
                    double size = Math.abs(left.mean[i]) + Math.abs(left.slope[i]) + Math.abs(right.slope[i]);
                    return Math.abs(right.mean[i] - left.mean[i]) > JUMP * size
                            || Math.abs(right.slope[i] - left.slope[i]) > JUMP * size;
                })
                .mapToObj(i -> cuts[i])
                .collect(Collectors.toList());
    }

    private static double[] moved(double[] cuts, double by) {
        return Arrays.stream(cuts).map(x -> x + by * Math.max(1, Math.abs(x))).toArray();
    }

    /** One adaptive subdivision. */
    private static final class Search {

        private final Response response;
        private final TreeSet<Double> cuts;
        private final TreeSet<Double> kinks = new TreeSet<>();
        /** Of the integral of each of the response's columns. */
        private final double[] tolerances;

        Search(Response response, TreeSet<Double> start) {
            this.response = response;
            this.cuts = new TreeSet<>(start);
            List<Piece> open = new ArrayList<>();
            for (double from = start.first(); from < start.last(); from = start.higher(from)) {
                open.add(new Piece(from, start.higher(from)));
            }
            integrate(open);
            this.tolerances = new double[open.get(0).integrals.length];
            for (Piece piece : open) {
                for (int column = 0; column < tolerances.length; column++) {
                    tolerances[column] += TOLERANCE * Math.abs(piece.integrals[column]);
                }
            }
            for (int round = 0; round < HALVINGS_TO_KINK && !open.isEmpty(); round++) {
                open = rough(open).stream().flatMap(Halved::halves).collect(Collectors.toList());
                open.forEach(piece -> cuts.add(piece.from));
            }
            rough(open).forEach(halved -> kinks.add(kinkIn(halved)));
        }

        /** Those pieces whose integrals change when they are halved. */
        private List<Halved> rough(List<Piece> pieces) {
            List<Halved> rough = halve(pieces);
            rough.removeIf(halved -> halved.roughness(tolerances) <= 1);
            while (rough.size() > NOISE) {
                Arrays.setAll(tolerances, column -> 10 * tolerances[column] + Double.MIN_NORMAL);
                rough.removeIf(halved -> halved.roughness(tolerances) <= 1);
            }
            return rough;
        }

        private double kinkIn(Halved piece) {
            Halved narrow = piece;
            for (int i = 0; i < HALVINGS_ON_KINK; i++) {
                List<Halved> sides = halve(List.of(narrow.left, narrow.right));
                boolean onTheLeft =
                        sides.get(0).roughness(tolerances) > sides.get(1).roughness(tolerances);
                narrow = sides.get(onTheLeft ? 0 : 1);
            }
            return narrow.left.to;
        }

        private List<Halved> halve(List<Piece> pieces) {
            List<Halved> halved = pieces.stream().map(Halved::new).collect(Collectors.toList());
            integrate(halved.stream().flatMap(Halved::halves).collect(Collectors.toList()));
            return halved;
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
        /** Of the response's columns. */
        private double[] integrals;

        Piece(double from, double to) {
            this.from = from;
            this.to = to;
        }

        void integrate(double[][] columns, int at) {
            integrals = Arrays.stream(columns)
                    .mapToDouble(values -> RULE.integral(from, to, values, at))
                    .toArray();
        }
    }

    private static final class Halved {

        private final Piece whole;
        private final Piece left;
        private final Piece right;

        Halved(Piece whole) {
            double middle = (whole.from + whole.to) / 2;
            this.whole = whole;
            this.left = new Piece(whole.from, middle);
            this.right = new Piece(middle, whole.to);
        }

        Stream<Piece> halves() {
            return Stream.of(left, right);
        }

        /** The largest change of an integral, in tolerances. */
        double roughness(double[] tolerances) {
            double largest = 0;
            for (int column = 0; column < tolerances.length; column++) {
                double change = left.integrals[column] + right.integrals[column] - whole.integrals[column];
                double share = Math.abs(change) / tolerances[column];
                if (share > largest) { // 0/0 and what overflows are not
                    largest = share;
                }
            }
            return largest;
        }
    }
}
