// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.activation;

import io.github.dl4jinit.internal.sampling.RandomFill;
import io.github.dl4jinit.internal.sampling.UnitSampler;
import java.util.List;
import java.util.function.Supplier;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * What two inputs have become at one place of a wide network: a unit's mean square, its covariance between the two (not
 * centred) for inputs of correlation 0, and the first two derivatives of the covariance by the inputs' correlation,
 * where that is 1.
 *
 * <p>Of normal values all that follows is exact. A function of values that are not normal (of a sum that activations go
 * into) is followed as a sample of units; its derivatives count as if the values were normal.
 */
final class Signal {

    /** √(2 / n) is the relative error of a normal variable's mean square: 0.8 %. */
    private static final int SAMPLES = 1 << 15;

    private final double meanSquare;
    private final double covariance;
    private final double slope;
    private final double curvature;
    private final boolean normal;

    private final Supplier<INDArray[]> draw;

    /** Drawn when first asked for. */
    private INDArray[] sample;

    private Signal(
            double meanSquare,
            double covariance,
            double slope,
            double curvature,
            boolean normal,
            Supplier<INDArray[]> draw) {
        this.meanSquare = meanSquare;
        this.covariance = covariance;
        this.slope = slope;
        this.curvature = curvature;
        this.normal = normal;
        this.draw = draw;
    }

    /**
     * Two standardised inputs of correlation 0.
     *
     * @param seed what decides the sample
     */
    static Signal data(long seed) {
        return normal(1, 0, 1, 0, seed);
    }

    private static Signal normal(double meanSquare, double covariance, double slope, double curvature, long seed) {
        double c = meanSquare == 0 ? 1 : correlation(meanSquare, covariance);
        return new Signal(meanSquare, covariance, slope, curvature, true, () -> {
            INDArray first = standardNormal(2 * seed + 1);
            INDArray second = first.mul(c).addi(standardNormal(2 * seed + 2).muli(Math.sqrt(1 - c * c)));
            return new INDArray[] {first.muli(Math.sqrt(meanSquare)), second.muli(Math.sqrt(meanSquare))};
        });
    }

    private static INDArray standardNormal(long seed) {
        INDArray values = Nd4j.createUninitialized(DataType.DOUBLE, SAMPLES);
        RandomFill.fill(values, seed, UnitSampler.normal(), 1);
        return values;
    }

    double meanSquare() {
        return meanSquare;
    }

    /** The correlation of two inputs that had none. */
    double correlation() {
        return correlation(meanSquare, covariance);
    }

    private static double correlation(double meanSquare, double covariance) {
        return Math.max(-1, Math.min(1, covariance / meanSquare));
    }

    /** The first derivative of the correlation by that of the inputs, at 1. */
    double slope() {
        return slope / meanSquare;
    }

    /** The second derivative of the correlation by that of the inputs, at 1. */
    double curvature() {
        return curvature / meanSquare;
    }

    /** Pre-activations of that variance that random weights make of these values. */
    Signal weighted(double variance, long seed) {
        return normal(variance, variance * correlation(), variance * slope(), variance * curvature(), seed);
    }

    /** These values times a factor. */
    Signal times(double factor) {
        double square = factor * factor;
        return factor == 1
                ? this
                : new Signal(
                        square * meanSquare,
                        square * covariance,
                        square * slope,
                        square * curvature,
                        normal,
                        () -> map(values -> values.mul(factor)));
    }

    /** What an activation function makes of them. */
    Signal through(Kernel kernel) {
        if (meanSquare == 0) {
            return this;
        }
        double c = slope();
        double newSlope = kernel.slope(meanSquare) * c;
        double bend = c == 0 ? 0 : kernel.curvature(meanSquare) * c * c;
        double newCurvature = bend + kernel.slope(meanSquare) * curvature();
        IActivation function = kernel.function();
        Supplier<INDArray[]> sampled = () -> map(values -> function.getActivation(values.dup(), true));
        if (normal) {
            return new Signal(
                    kernel.meanSquare(meanSquare),
                    kernel.product(meanSquare, correlation()),
                    newSlope,
                    newCurvature,
                    false,
                    sampled);
        }
        return sampled(
                sampled.get(), newSlope / kernel.meanSquare(meanSquare), newCurvature / kernel.meanSquare(meanSquare));
    }

    /** The sum of several; parts that are normal count as independent. */
    static Signal sum(List<Signal> parts) {
        double meanSquare = parts.stream().mapToDouble(part -> part.meanSquare).sum();
        double slope = parts.stream().mapToDouble(part -> part.slope).sum();
        double curvature = parts.stream().mapToDouble(part -> part.curvature).sum();
        Supplier<INDArray[]> sum = () -> {
            INDArray[] sample = parts.get(0).map(INDArray::dup);
            for (Signal part : parts.subList(1, parts.size())) {
                sample[0].addi(part.sample()[0]);
                sample[1].addi(part.sample()[1]);
            }
            return sample;
        };
        if (parts.stream().allMatch(part -> part.normal)) {
            double covariance =
                    parts.stream().mapToDouble(part -> part.covariance).sum();
            return new Signal(meanSquare, covariance, slope, curvature, true, sum);
        }
        return sampled(sum.get(), slope / meanSquare, curvature / meanSquare);
    }

    private static Signal sampled(INDArray[] pair, double relativeSlope, double relativeCurvature) {
        double square = (meanProduct(pair[0], pair[0]) + meanProduct(pair[1], pair[1])) / 2;
        return new Signal(
                square,
                meanProduct(pair[0], pair[1]),
                relativeSlope * square,
                relativeCurvature * square,
                false,
                () -> pair);
    }

    private static double meanProduct(INDArray first, INDArray second) {
        return first.mul(second).meanNumber().doubleValue();
    }

    private INDArray[] sample() {
        if (sample == null) {
            sample = draw.get();
        }
        return sample;
    }

    private INDArray[] map(java.util.function.UnaryOperator<INDArray> change) {
        return new INDArray[] {change.apply(sample()[0]), change.apply(sample()[1])};
    }
}
