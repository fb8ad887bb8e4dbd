// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.layer;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.PoolingType;
import org.deeplearning4j.nn.conf.layers.Subsampling1DLayer;
import org.deeplearning4j.nn.conf.layers.Subsampling3DLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Pooling over windows. What it makes of the mean square depends on how alike neighbours are: behind ReLU the maximum
 * of 2 × 2 multiplies it by 3.1 if they have nothing in common, and keeps it if they are the same. Both are extremes;
 * neighbours are taken to be correlated by {@value #CORRELATION}, with which it is 1.95.
 *
 * <p>Over random weights, the pre-activations of a convolution at two positions are correlated as its inputs are at
 * that distance, and an activation function brings them nearer to each other: neighbouring pixels of MNIST have 0.8,
 * and so have pre-activations behind them; white noise has 0 at first, 0.32 behind one ReLU, and 0.74 behind a
 * convolution and a pooling; large smooth images have 0.9 and more.
 *
 * <p>A window is a sample: each of its positions has values of the same distribution, ordered as correlated normal
 * variables are. Gradients are taken to be kept.
 */
final class Pooling extends AnyLayer {

    /** The correlation of the normal variables that neighbours are ordered by. */
    static final double CORRELATION = 0.75;

    private final PoolingType type;

    /** How many positions a window has. */
    private final int positions;

    /** The exponent of a norm. */
    private final int power;

    private Pooling(Layer layer, PoolingType type, int positions, int power) {
        super(layer);
        this.type = type;
        this.positions = positions;
        this.power = power;
    }

    /** Pooling over windows of images, or of sequences, whose windows have a second size that does not count. */
    static Pooling over(SubsamplingLayer layer) {
        int[] kernel = layer.getKernelSize();
        int positions = layer instanceof Subsampling1DLayer ? kernel[0] : Convolution.product(kernel);
        return new Pooling(layer, layer.getPoolingType(), positions, layer.getPnorm());
    }

    /** Pooling over windows of volumes. */
    static Pooling over(Subsampling3DLayer layer) {
        return new Pooling(layer, layer.getPoolingType(), Convolution.product(layer.getKernelSize()), 0);
    }

    /** What becomes of pairs of units where positions are pooled. */
    static Passage passage(PoolingType type) {
        switch (type) {
            case AVG:
            case SUM:
                return Passage.LINEAR;
            case MAX:
                return Passage.NEARLY_LINEAR;
            default:
                return Passage.NONE;
        }
    }

    @Override
    public OptionalLong width(List<OptionalLong> inputs) {
        return inputs.get(0);
    }

    @Override
    public OptionalLong inputWidth(int input, List<OptionalLong> inputs, OptionalLong output) {
        return output;
    }

    @Override
    Passed weightless(Incoming input, Propagation propagation) {
        if (positions == 1) {
            return Passed.of(input);
        }
        double[] values = input.sample(propagation.samples()).toDoubleVector();
        double[] pooled = pooled(window(values, propagation.samples()));
        INDArray slopes = Nd4j.valueArrayOf(pooled.length, Math.sqrt(input.slopeMeanSquare()));
        Incoming output = Incoming.ofSample(Nd4j.createFromArray(pooled), slopes, "pooled " + input.origin());
        return Passed.assuming(
                String.format(
                        Locale.ROOT,
                        "neighbours are taken to be correlated by %s, so that pooling multiplies the mean square by %.2f",
                        CORRELATION,
                        meanSquare(pooled) / meanSquare(values)),
                output);
    }

    @Override
    public Passage passage() {
        return positions == 1 ? Passage.LINEAR : passage(type);
    }

    /** Any function with φ(z) − φ(−z) = c·z is c·z / 2 and something even; ReLU, of c = 1, stands for all. */
    @Override
    public double differenceFactor(Propagation propagation) {
        double[] z = propagation.samples().normal(1).toDoubleVector();
        double[][] window = window(z, propagation.samples());
        double[] difference = pooled(each(window, value -> Math.max(value, 0)));
        double[] mirrored = pooled(each(window, value -> Math.max(-value, 0)));
        Arrays.setAll(difference, i -> difference[i] - mirrored[i]);
        return meanSquare(difference) / meanSquare(z);
    }

    /** Each unit's values at the positions of a window: by position, then by unit. */
    private double[][] window(double[] values, Samples samples) {
        double[] ascending = values.clone();
        Arrays.sort(ascending);
        INDArray common = samples.normal(CORRELATION);
        double[][] window = new double[positions][values.length];
        for (double[] position : window) {
            double[] order = common.add(samples.normal(1 - CORRELATION)).toDoubleVector();
            int[] units = IntStream.range(0, order.length)
                    .boxed()
                    .sorted(Comparator.comparingDouble(unit -> order[unit]))
                    .mapToInt(Integer::intValue)
                    .toArray();
            for (int rank = 0; rank < units.length; rank++) {
                position[units[rank]] = ascending[rank];
            }
        }
        return window;
    }

    private double[] pooled(double[][] window) {
        double[] pooled = new double[window[0].length];
        Arrays.setAll(pooled, unit -> pooled(Arrays.stream(window).mapToDouble(position -> position[unit])));
        return pooled;
    }

    private double pooled(DoubleStream neighbours) {
        switch (type) {
            case MAX:
                return neighbours.max().getAsDouble();
            case AVG:
                return neighbours.average().getAsDouble();
            case SUM:
                return neighbours.sum();
            default:
                return Math.pow(
                        neighbours
                                .map(value -> Math.pow(Math.abs(value), power))
                                .sum(),
                        1.0 / power);
        }
    }

    private static double[][] each(double[][] window, DoubleUnaryOperator function) {
        return Arrays.stream(window)
                .map(position -> Arrays.stream(position).map(function).toArray())
                .toArray(double[][]::new);
    }

    private static double meanSquare(double[] values) {
        return Arrays.stream(values).map(value -> value * value).average().getAsDouble();
    }
}
