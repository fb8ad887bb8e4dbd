// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.activation;

import io.github.dl4jinit.internal.sampling.RandomFill;
import io.github.dl4jinit.internal.sampling.UnitSampler;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * What two inputs have become at one place of a wide network: a unit's {@link Moments}, and whether it is normal.
 *
 * <p>Of normal values all that follows is exact, and so are sums of what comes from different weights. A function of
 * values that are not normal (of a sum that activations go into) is followed as a sample of units; its derivatives
 * count as if the values were normal.
 */
final class Signal {

    /** √(2 / n) is the relative error of a normal variable's mean square: 0.8 %. */
    private static final int SAMPLES = 1 << 15;

    private final Moments moments;
    private final boolean normal;

    /** The nodes with weights, and inputs, that the values come from. */
    private final BitSet sources;

    private final Supplier<INDArray[]> draw;

    /** Drawn when first asked for. */
    private INDArray[] sample;

    private Signal(Moments moments, boolean normal, BitSet sources, Supplier<INDArray[]> draw) {
        this.moments = moments;
        this.normal = normal;
        this.sources = sources;
        this.draw = draw;
    }

    /** Two standardised inputs of correlation 0, at the node of that index. */
    static Signal data(int node) {
        return normal(new Moments(0, 1, 0, 1, 0), node);
    }

    private static Signal normal(Moments moments, int node) {
        BitSet sources = new BitSet();
        sources.set(node);
        return new Signal(moments, true, sources, () -> {
            double std = Math.sqrt(moments.meanSquare);
            double c = moments.correlation();
            INDArray first = standardised(standardNormal(2L * node + 1));
            INDArray second = standardNormal(2L * node + 2);
            // As uncorrelated as the variables that they are samples of.
            second = standardised(second.subi(first.mul(meanProduct(first, second))));
            return new INDArray[] {first.mul(std), first.mul(c * std).addi(second.mul(Math.sqrt(1 - c * c) * std))};
        });
    }

    private static INDArray standardNormal(long seed) {
        INDArray values = Nd4j.createUninitialized(DataType.DOUBLE, SAMPLES);
        RandomFill.fill(values, seed, UnitSampler.normal(), 1);
        return values;
    }

    private static INDArray standardised(INDArray values) {
        values.subi(values.meanNumber());
        return values.divi(Math.sqrt(meanProduct(values, values)));
    }

    Moments moments() {
        return moments;
    }

    /** Pre-activations of that variance that the random weights of a node make of these values. */
    Signal weighted(double variance, int node) {
        return normal(
                new Moments(
                        0,
                        variance,
                        variance * moments.correlation(),
                        variance * moments.correlationSlope(),
                        variance * moments.correlationCurvature()),
                node);
    }

    /** These values times a factor. */
    Signal times(double factor) {
        return factor == 1
                ? this
                : new Signal(moments.times(factor), normal, sources, () -> map(values -> values.mul(factor)));
    }

    /** What an activation function makes of them. */
    Signal through(Kernel kernel) {
        if (moments.meanSquare == 0 || kernel == Kernel.STRAIGHT) {
            return this;
        }
        IActivation function = kernel.function();
        Supplier<INDArray[]> drawn = () -> map(values -> function.getActivation(values.dup(), true));
        Moments after = moments.through(kernel);
        return normal ? new Signal(after, false, sources, drawn) : sampled(after, sources, drawn.get());
    }

    /** The sum of several. */
    static Signal sum(List<Signal> parts) {
        BitSet sources = new BitSet();
        boolean independent = true;
        Moments moments = new Moments(0, 0, 0, 0, 0);
        for (Signal part : parts) {
            independent &= !sources.intersects(part.sources);
            sources.or(part.sources);
            moments = moments.plus(part.moments);
        }
        Supplier<INDArray[]> drawn = () -> {
            INDArray[] sum = parts.get(0).map(INDArray::dup);
            for (Signal part : parts.subList(1, parts.size())) {
                sum[0].addi(part.sample()[0]);
                sum[1].addi(part.sample()[1]);
            }
            return sum;
        };
        boolean normal = parts.stream().allMatch(part -> part.normal);
        return normal || independent
                ? new Signal(moments, normal, sources, drawn)
                : sampled(moments, sources, drawn.get());
    }

    /**
     * Values side by side.
     *
     * @param shares of the values that are like those of each part; their sum is 1
     */
    static Signal sideBySide(List<Signal> parts, double[] shares) {
        BitSet sources = new BitSet();
        parts.forEach(part -> sources.or(part.sources));
        double[][] columns = parts.stream().map(part -> part.moments.figures()).toArray(double[][]::new);
        Supplier<INDArray[]> drawn = () -> new INDArray[] {sideBySide(parts, shares, 0), sideBySide(parts, shares, 1)};
        return new Signal(Moments.average(columns, shares), false, sources, drawn);
    }

    private static INDArray sideBySide(List<Signal> parts, double[] shares, int input) {
        List<INDArray> samples = new ArrayList<>();
        double share = 0;
        int from = 0;
        for (int i = 0; i < shares.length; i++) {
            share += shares[i];
            int to = (int) Math.round(SAMPLES * share);
            if (to > from) {
                samples.add(parts.get(i).sample()[input].get(NDArrayIndex.interval(from, to)));
            }
            from = to;
        }
        return Nd4j.concat(0, samples.toArray(new INDArray[0]));
    }

    /** Values that are known as a sample only; of the moments the derivatives count, for the sample's mean square. */
    private static Signal sampled(Moments moments, BitSet sources, INDArray[] pair) {
        double square = (meanProduct(pair[0], pair[0]) + meanProduct(pair[1], pair[1])) / 2;
        Moments own = new Moments(
                (pair[0].meanNumber().doubleValue() + pair[1].meanNumber().doubleValue()) / 2,
                square,
                meanProduct(pair[0], pair[1]),
                square * moments.correlationSlope(),
                square * moments.correlationCurvature());
        return new Signal(own, false, sources, () -> pair);
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

    private INDArray[] map(UnaryOperator<INDArray> change) {
        return new INDArray[] {change.apply(sample()[0]), change.apply(sample()[1])};
    }
}
