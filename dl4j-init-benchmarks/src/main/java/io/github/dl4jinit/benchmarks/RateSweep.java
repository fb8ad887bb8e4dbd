// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.benchmarks;

import java.util.Comparator;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;

/**
 * The largest learning rate that trains a network, found by training it: rates in steps of 2, each with three orders of
 * the training data, of which the median counts. With one order alone the answer changes by a step now and then, and by
 * more where a network hardly trains.
 *
 * <p>What a run gains is how far its loss ends below what guessing costs. A network trains if its best rate gains a
 * quarter of what guessing costs. A rate trains if it gains at least four fifths of what the best one does.
 */
final class RateSweep {

    /** The loss at the end of a training run; not finite if it diverges. */
    interface Training {
        double loss(double rate, int order);
    }

    private static final int ORDERS = 3;
    private static final double SHARE = 0.8;
    private static final double TRAINS = 0.25;

    /** How many steps of 2 a sweep goes to either side while nothing trains. */
    private static final int FARTHEST = 3;

    private final double guessing;
    private final Training training;
    private final SortedMap<Integer, Double> gains = new TreeMap<>();

    RateSweep(double guessing, Training training) {
        this.guessing = guessing;
        this.training = training;
    }

    /** The rate of a level; {@code LearningRateProbe} tries the same ones. */
    static double rate(int level) {
        return Math.scalb(1e-3, level);
    }

    /** The level of a rate. */
    static int level(double rate) {
        return (int) Math.round(Math.log(rate / 1e-3) / Math.log(2));
    }

    /** Looks at every second level from one to another, and around the best of them if the network trains there. */
    void over(int from, int to) {
        IntStream.iterate(from, level -> level <= to, level -> level + 2).forEach(this::gain);
        if (trains()) {
            around(gains.entrySet().stream()
                    .max(Map.Entry.comparingByValue(Comparator.naturalOrder()))
                    .orElseThrow()
                    .getKey());
        }
    }

    /** Goes down from a level until a rate is worse than the one above it, and up until one does not train. */
    void around(int start) {
        gain(start);
        int lowest = start;
        do {
            lowest--;
            gain(lowest);
        } while (trains() ? gain(lowest) > gain(lowest + 1) || !trains(lowest + 1) : start - lowest < FARTHEST);
        int highest = start;
        do {
            highest++;
            gain(highest);
        } while (trains() ? trains(highest) : highest - start < FARTHEST);
    }

    /** Whether the network trains at some rate. */
    boolean trains() {
        return best() >= TRAINS * guessing;
    }

    /** The largest rate that trains; empty if the network does not train. */
    OptionalDouble largest() {
        return gains.keySet().stream()
                .filter(this::trains)
                .mapToDouble(RateSweep::rate)
                .max();
    }

    /** The loss at the best rate. */
    double bestLoss() {
        return guessing - best();
    }

    /** The loss at a level. */
    double loss(int level) {
        return guessing - gain(level);
    }

    private boolean trains(int level) {
        return trains() && gain(level) >= SHARE * best();
    }

    private double best() {
        return gains.values().stream().mapToDouble(gain -> gain).max().orElseThrow();
    }

    private double gain(int level) {
        return gains.computeIfAbsent(level, this::measure);
    }

    /** The other orders are not tried where the first gains less than half of what training takes, or diverges. */
    private double measure(int level) {
        double first = gain(level, 0);
        return first < TRAINS / 2 * guessing
                ? first
                : Median.of(DoubleStream.concat(
                        DoubleStream.of(first), IntStream.range(1, ORDERS).mapToDouble(order -> gain(level, order))));
    }

    private double gain(int level, int order) {
        double loss = training.loss(rate(level), order);
        return Double.isFinite(loss) ? guessing - loss : Double.NEGATIVE_INFINITY;
    }
}
