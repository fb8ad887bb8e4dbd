// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.signal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Fits a {@link Trend} to amplitudes in the order in which the signal meets them. */
final class TrendFit {

    /** The most that an output layer may multiply by: trained ones are sure, with logits of 10 and more. */
    static final double LARGEST_OUTPUT_FACTOR = 100;

    /** How far from 1 a normalisation may put its amplitudes: unit vectors of 10⁴ numbers have 0.01. */
    private static final double NORMALISED_ORDERS = 2;

    /** The fewest steps that have a usual size; fewer are held against no change at all. */
    private static final int USUAL_NEEDS = 4;

    /** How many more orders of magnitude each of so few steps may be off: small networks do as much in one layer. */
    private static final double UNUSUAL_ORDERS = 0.5;

    /** The most points of which all pairs are compared, in a tenth of a second; of more, every n-th is taken. */
    private static final int MOST_POINTS = 1000;

    private final List<String> names = new ArrayList<>();
    private final List<Integer> depths = new ArrayList<>();
    private final List<Double> amplitudes = new ArrayList<>();
    private final List<Double> allowed = new ArrayList<>();
    private final Set<Integer> normalised = new HashSet<>();
    private double before = Double.NaN;

    /**
     * The amplitude before the first point: it belongs to the data, not to the network, so it takes no part in the
     * rate, but shows whether the first layer jumps.
     */
    void startFrom(double amplitude) {
        this.before = amplitude;
    }

    /** Adds an amplitude; {@code name} is the layer to blame if it jumps. */
    void add(String name, int depth, double amplitude) {
        add(name, depth, amplitude, Trend.SUSPICIOUS_ORDERS);
    }

    /** Whether an amplitude that should be about 1 is off by more than what a normalisation may do. */
    static boolean isFarFromOne(double amplitude) {
        return Math.abs(Math.log10(amplitude)) > NORMALISED_ORDERS + UNUSUAL_ORDERS;
    }

    /**
     * Adds the amplitude behind a normalisation, which does not depend on the one before: it is held against 1. Vectors
     * of unit length have 1/√width.
     */
    void addNormalised(String name, int depth, double amplitude) {
        normalised.add(names.size());
        add(name, depth, amplitude, NORMALISED_ORDERS);
    }

    /**
     * Adds what an output function is given. Less than before says nothing, since small output weights, or none, are a
     * sound start; more, up to {@link #LARGEST_OUTPUT_FACTOR}, are the sure answers of a trained network.
     */
    void addOutput(String name, int depth, double amplitude) {
        boolean less = !amplitudes.isEmpty() && amplitude <= amplitudes.get(amplitudes.size() - 1);
        if (!less) {
            add(name, depth, amplitude, Math.log10(LARGEST_OUTPUT_FACTOR));
        }
    }

    private void add(String name, int depth, double amplitude, double allowedOrders) {
        names.add(name);
        depths.add(depth);
        amplitudes.add(amplitude);
        allowed.add(allowedOrders);
    }

    /** The rate without a verdict; {@code null} with fewer than two points that are neither zero nor infinite. */
    Double rate() {
        double[] levels = levels();
        double[] steps = steps(levels);
        return rate(levels, steps, usual(steps));
    }

    /** The trend of all that was added. */
    Trend fit() {
        double[] levels = levels();
        int usable = levels.length;
        double[] steps = steps(levels);
        double usual = usual(steps);
        int jump = firstJump(steps, usual);
        Double rate = rate(levels, steps, usual);

        if (usable < amplitudes.size()) {
            boolean zero = amplitudes.get(usable) == 0;
            return new Trend(
                    zero ? Verdict.VANISHING : Verdict.EXPLODING,
                    rate,
                    zero ? Double.NEGATIVE_INFINITY : Double.NaN,
                    names.get(jump < 0 ? usable : jump));
        }
        Verdict verdict = verdict(levels);
        int suspicious = jump >= 0 || verdict == Verdict.HEALTHY ? jump : firstBeyond(levels, Trend.SUSPICIOUS_ORDERS);
        return new Trend(
                verdict,
                rate,
                usable == 0 ? 0 : levels[usable - 1] - levels[0],
                suspicious < 0 ? null : names.get(suspicious));
    }

    /** The log₁₀ of the amplitudes, up to the first that has no logarithm. */
    private double[] levels() {
        return amplitudes.stream()
                .takeWhile(amplitude -> amplitude > 0 && amplitude < Double.POSITIVE_INFINITY)
                .mapToDouble(Math::log10)
                .toArray();
    }

    /** The changes from one level to the next; the first is the change from the data, NaN if that is not known. */
    private double[] steps(double[] levels) {
        double[] steps = new double[levels.length];
        for (int i = 0; i < levels.length; i++) {
            steps[i] = normalised.contains(i) ? levels[i] : levels[i] - (i == 0 ? Math.log10(before) : levels[i - 1]);
        }
        return steps;
    }

    /** The median step, without the one from before, which may be of another kind. */
    private static double usual(double[] steps) {
        return steps.length < USUAL_NEEDS ? 0 : median(Arrays.copyOfRange(steps, 1, steps.length));
    }

    private int firstJump(double[] steps, double usual) {
        for (int i = 0; i < steps.length; i++) {
            if (isJump(steps, i, usual)) {
                return i;
            }
        }
        return -1;
    }

    private boolean isJump(double[] steps, int i, double usual) {
        double orders = allowed.get(i) + (steps.length < USUAL_NEEDS ? UNUSUAL_ORDERS : 0);
        return Double.isFinite(steps[i]) && Math.abs(steps[i] - usual) > orders;
    }

    /** The verdict at the place where the signal is furthest from its start. */
    private static Verdict verdict(double[] levels) {
        double furthest = 0;
        for (double level : levels) {
            double off = level - levels[0];
            furthest = Math.abs(off) > Math.abs(furthest) ? off : furthest;
        }
        if (Math.abs(furthest) <= Trend.UNHEALTHY_ORDERS) {
            return Verdict.HEALTHY;
        }
        return furthest > 0 ? Verdict.EXPLODING : Verdict.VANISHING;
    }

    private static int firstBeyond(double[] levels, double orders) {
        for (int i = 0; i < levels.length; i++) {
            if (Math.abs(levels[i] - levels[0]) > orders) {
                return i;
            }
        }
        return -1;
    }

    /** 10 to the median slope of all pairs of points, after each jump has been taken for a usual step. */
    private Double rate(double[] levels, double[] steps, double usual) {
        double[] smooth = levels.clone();
        double removed = 0;
        for (int i = 1; i < levels.length; i++) {
            removed += isJump(steps, i, usual) ? steps[i] - usual : 0;
            smooth[i] -= removed;
        }
        int stride = 1 + levels.length / MOST_POINTS;
        int points = (levels.length + stride - 1) / stride;
        double[] slopes = new double[points * (points - 1) / 2];
        int count = 0;
        for (int i = 0; i < smooth.length; i += stride) {
            for (int j = i + stride; j < smooth.length; j += stride) {
                int distance = Math.abs(depths.get(j) - depths.get(i));
                if (distance > 0) {
                    slopes[count++] = (smooth[j] - smooth[i]) / distance;
                }
            }
        }
        return count == 0 ? null : Math.pow(10, median(Arrays.copyOf(slopes, count)));
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
