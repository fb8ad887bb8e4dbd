// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.layer;

import io.github.dl4jinit.internal.DeepCopy;
import io.github.dl4jinit.theory.MeanField;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.activations.impl.ActivationIdentity;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.INDArrayIndex;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * What comes in at a layer, by the theory of wide random networks: a unit's value over networks and inputs. Its mean
 * square decides the scale that preserves the signal, the mean square of the slope of the function that it has been
 * through the one that preserves the gradient.
 *
 * <p>Pre-activations are normal, so one function of them is a matter of {@link MeanField}, exact. Anything else (a sum
 * of branches behind an activation, a function of a function) is followed as a sample of units. Parts of a sum count as
 * independent if all are normal; in samples, parts that come from the same values stay dependent. A sample's mean
 * square is off by about 1 %.
 */
public abstract class Incoming {

    /** Drawn when it is first asked for. */
    private INDArray sample;

    Incoming() {}

    /** E[x²]. */
    public abstract double meanSquare();

    /** E[φ′²], φ being what the values have been through since the last weights or sum. */
    public abstract double slopeMeanSquare();

    /** What these values are, in a few words for people. */
    public abstract String origin();

    /** The function that normal pre-activations have been through, and nothing else; empty if it is not so simple. */
    public Optional<MeanField> theory() {
        return Optional.empty();
    }

    /** The values of sampled units, DOUBLE; not to be changed. */
    final INDArray sample(Samples samples) {
        if (sample == null) {
            sample = draw(samples);
        }
        return sample;
    }

    abstract INDArray draw(Samples samples);

    /** The slopes that belong to the sample. */
    INDArray slopes(Samples samples) {
        return Nd4j.onesLike(sample(samples));
    }

    /** Normal values: pre-activations of that variance, data that have been standardised, or what is taken for them. */
    public static Incoming normal(double variance, String origin) {
        return new Normal(variance, origin);
    }

    /** These values times a factor. */
    final Incoming scaled(double factor) {
        return factor == 1 ? this : new Scaled(this, factor);
    }

    /**
     * What an activation function makes of them.
     *
     * @throws IllegalArgumentException if there is no theory of the function ({@link MeanField#of})
     */
    final Incoming through(IActivation function, Theories theories, Samples samples) {
        MeanField theory = theories.of(function);
        if (function instanceof ActivationIdentity) {
            return this;
        }
        return this instanceof Normal
                ? new Activated((Normal) this, function, theory)
                : Sampled.through(this, function, samples);
    }

    /** The sum of several; normal if all are. */
    static Incoming sum(List<Incoming> parts, Samples samples) {
        double variance = parts.stream().mapToDouble(Incoming::meanSquare).sum();
        if (parts.stream().allMatch(Normal.class::isInstance)) {
            return new Normal(variance, String.format(Locale.ROOT, "a sum of %d", parts.size()));
        }
        INDArray sum = parts.get(0).sample(samples).dup();
        parts.subList(1, parts.size()).forEach(part -> sum.addi(part.sample(samples)));
        return new Sampled(sum, null, "a sum of " + parts.size());
    }

    /** Units of which a share is like each part's; the shares add up to 1. */
    static Incoming mixture(List<Incoming> parts, double[] shares) {
        long kinds = parts.stream()
                .map(part -> part.origin() + part.meanSquare())
                .distinct()
                .count();
        return kinds == 1 ? parts.get(0) : new Mixture(List.copyOf(parts), shares);
    }

    /** Values that are known as a sample only. */
    static Incoming ofSample(INDArray values, String origin) {
        return new Sampled(values, null, origin);
    }

    /** Values and slopes that are known as a sample only. */
    static Incoming ofSample(INDArray values, INDArray slopes, String origin) {
        return new Sampled(values, slopes, origin);
    }

    /** The mean square of the elements of an array. */
    public static double meanSquareOf(INDArray values) {
        double norm = values.norm2Number().doubleValue();
        return norm * norm / values.length();
    }

    /** Values like these, but independent of them: as the units are, each may stand for another. */
    final Incoming another(Samples samples) {
        return this instanceof Normal
                ? new Normal(meanSquare(), origin())
                : new Sampled(rotated(sample(samples)), rotated(slopes(samples)), origin());
    }

    private static INDArray rotated(INDArray values) {
        long half = values.length() / 2;
        return Nd4j.concat(
                0,
                values.get(NDArrayIndex.interval(half, values.length())),
                values.get(NDArrayIndex.interval(0, half)));
    }

    private static final class Normal extends Incoming {

        private final double variance;
        private final String origin;

        Normal(double variance, String origin) {
            this.variance = variance;
            this.origin = origin;
        }

        @Override
        public double meanSquare() {
            return variance;
        }

        @Override
        public double slopeMeanSquare() {
            return 1;
        }

        @Override
        public String origin() {
            return origin;
        }

        @Override
        INDArray draw(Samples samples) {
            return samples.normal(variance);
        }
    }

    private static final class Activated extends Incoming {

        private final Normal before;
        private final IActivation function;
        private final MeanField theory;

        Activated(Normal before, IActivation function, MeanField theory) {
            this.before = before;
            this.function = function;
            this.theory = theory;
        }

        @Override
        public double meanSquare() {
            return theory.secondMoment(before.variance);
        }

        @Override
        public double slopeMeanSquare() {
            return theory.derivativeSecondMoment(before.variance);
        }

        @Override
        public String origin() {
            return function.toString();
        }

        @Override
        public Optional<MeanField> theory() {
            return Optional.of(theory);
        }

        @Override
        INDArray draw(Samples samples) {
            return new Evaluated(function, before.sample(samples)).values;
        }

        @Override
        INDArray slopes(Samples samples) {
            return new Evaluated(function, before.sample(samples)).slopes;
        }
    }

    /** A function and its slopes at a sample, by a copy of its own: some remember what they drew for an input. */
    private static final class Evaluated {

        final INDArray values;
        final INDArray slopes;

        Evaluated(IActivation function, INDArray at) {
            IActivation copy = DeepCopy.orNull(function);
            IActivation own = copy == null ? function : copy;
            values = own.getActivation(at.dup(), true).castTo(DataType.DOUBLE);
            slopes = own.backprop(at.dup(), Nd4j.onesLike(at)).getFirst().castTo(DataType.DOUBLE);
        }
    }

    /** Units like those of several others, in given shares. */
    private static final class Mixture extends Incoming {

        private final List<Incoming> parts;
        private final double[] shares;

        Mixture(List<Incoming> parts, double[] shares) {
            this.parts = parts;
            this.shares = shares;
        }

        @Override
        public double meanSquare() {
            return mean(Incoming::meanSquare);
        }

        @Override
        public double slopeMeanSquare() {
            return mean(Incoming::slopeMeanSquare);
        }

        private double mean(ToDoubleFunction<Incoming> figure) {
            double sum = 0;
            for (int i = 0; i < shares.length; i++) {
                sum += shares[i] * figure.applyAsDouble(parts.get(i));
            }
            return sum;
        }

        @Override
        public String origin() {
            return "a mixture of " + parts.size();
        }

        @Override
        INDArray draw(Samples samples) {
            return sideBySide(part -> part.sample(samples));
        }

        @Override
        INDArray slopes(Samples samples) {
            return sideBySide(part -> part.slopes(samples));
        }

        /** From each part as many of its units, at their own places, as is its share. */
        private INDArray sideBySide(Function<Incoming, INDArray> units) {
            INDArray mixed = Nd4j.createUninitialized(DataType.DOUBLE, Samples.SIZE);
            long from = 0;
            double share = 0;
            for (int i = 0; i < shares.length; i++) {
                share += shares[i];
                long to = i == shares.length - 1 ? Samples.SIZE : Math.round(share * Samples.SIZE);
                if (to > from) {
                    INDArrayIndex here = NDArrayIndex.interval(from, to);
                    mixed.get(here).assign(units.apply(parts.get(i)).get(here));
                }
                from = to;
            }
            return mixed;
        }
    }

    private static final class Scaled extends Incoming {

        private final Incoming before;
        private final double factor;

        Scaled(Incoming before, double factor) {
            this.before = before;
            this.factor = factor;
        }

        @Override
        public double meanSquare() {
            return factor * factor * before.meanSquare();
        }

        @Override
        public double slopeMeanSquare() {
            return factor * factor * before.slopeMeanSquare();
        }

        @Override
        public String origin() {
            return String.format(Locale.ROOT, "%s times %.4g", before.origin(), factor);
        }

        @Override
        INDArray draw(Samples samples) {
            return before.sample(samples).mul(factor);
        }

        @Override
        INDArray slopes(Samples samples) {
            return before.slopes(samples).mul(factor);
        }
    }

    private static final class Sampled extends Incoming {

        private final double meanSquare;
        private final double slopeMeanSquare;
        private final String origin;
        private final INDArray values;
        private final INDArray slopes;

        Sampled(INDArray values, INDArray slopes, String origin) {
            this.values = values;
            this.slopes = slopes;
            this.origin = origin;
            this.meanSquare = meanSquareOf(values);
            this.slopeMeanSquare = slopes == null ? 1 : meanSquareOf(slopes);
        }

        static Incoming through(Incoming before, IActivation function, Samples samples) {
            Evaluated evaluated = new Evaluated(function, before.sample(samples));
            return new Sampled(
                    evaluated.values,
                    evaluated.slopes.muli(before.slopes(samples)),
                    function + " of " + before.origin());
        }

        @Override
        public double meanSquare() {
            return meanSquare;
        }

        @Override
        public double slopeMeanSquare() {
            return slopeMeanSquare;
        }

        @Override
        public String origin() {
            return origin;
        }

        @Override
        INDArray draw(Samples samples) {
            return values;
        }

        @Override
        INDArray slopes(Samples samples) {
            return slopes == null ? super.slopes(samples) : slopes;
        }
    }
}
