// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.tune;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.apache.commons.statistics.distribution.TruncatedNormalDistribution;

/**
 * The density of points that some others are drawn from (Parzen 1962): the mean of a kernel around each of them, and of
 * the even density, which stands for what has not been seen yet. A kernel is a product over the dimensions, so that it
 * follows knobs that go together (Falkner et al. 2018): of a range a normal distribution within 0 and 1, of choices the
 * point's own, and sometimes another.
 */
final class Parzen {

    /** The deviation of a kernel around a single point. */
    private static final double WIDEST = 0.2;

    private final List<double[]> points;
    private final int[] choices;

    /** How much of a kernel is the even density; less, the more points there are. */
    private final double even;

    private final TruncatedNormalDistribution[][] normals;

    /**
     * @param points from 0 to 1 in each dimension, or not a number where a point has no value
     * @param choices how many values each dimension has to choose from; 0 of a range
     */
    Parzen(List<double[]> points, int... choices) {
        this.points = List.copyOf(points);
        this.choices = choices.clone();
        this.even = 1.0 / Math.max(1, points.size());
        // Scott's rule for the width by the number of points.
        double deviation = WIDEST * Math.pow(Math.max(1, points.size()), -1.0 / (choices.length + 4));
        this.normals = points.stream()
                .map(point -> IntStream.range(0, choices.length)
                        .mapToObj(i -> choices[i] > 0 || Double.isNaN(point[i])
                                ? null
                                : TruncatedNormalDistribution.of(point[i], deviation, 0, 1))
                        .toArray(TruncatedNormalDistribution[]::new))
                .toArray(TruncatedNormalDistribution[][]::new);
    }

    /** The density at a point; of choices, the probability. Where the point has no value, all values count as one. */
    double density(double... at) {
        double sum = 1;
        for (int i = 0; i < choices.length; i++) {
            sum *= Double.isNaN(at[i]) || choices[i] == 0 ? 1 : 1.0 / choices[i];
        }
        for (int kernel = 0; kernel < points.size(); kernel++) {
            double product = 1;
            for (int i = 0; i < choices.length; i++) {
                product *= Double.isNaN(at[i]) ? 1 : density(kernel, i, at[i]);
            }
            sum += product;
        }
        return sum / (points.size() + 1);
    }

    private double density(int kernel, int i, double at) {
        double centre = points.get(kernel)[i];
        if (choices[i] == 0) {
            return Double.isNaN(centre) ? 1 : normals[kernel][i].density(at);
        }
        if (Double.isNaN(centre)) {
            return 1.0 / choices[i];
        }
        boolean same = (int) (at * choices[i]) == (int) (centre * choices[i]);
        return ((same ? 1 : 0) + even / choices[i]) / (1 + even);
    }

    /** A point of this density. */
    double[] draw(Random random) {
        int kernel = random.nextInt(points.size() + 1);
        return IntStream.range(0, choices.length)
                .mapToDouble(i -> draw(kernel, i, random))
                .toArray();
    }

    private double draw(int kernel, int i, Random random) {
        double centre = kernel == points.size() ? Double.NaN : points.get(kernel)[i];
        double place = random.nextDouble();
        if (Double.isNaN(centre)) {
            return place;
        }
        if (choices[i] > 0) {
            return random.nextDouble() * (1 + even) < 1 ? centre : place;
        }
        return normals[kernel][i].inverseCumulativeProbability(place);
    }
}
