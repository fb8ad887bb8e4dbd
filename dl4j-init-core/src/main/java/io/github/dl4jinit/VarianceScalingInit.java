// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit;

import io.github.dl4jinit.internal.Check;
import io.github.dl4jinit.internal.sampling.RandomFill;
import io.github.dl4jinit.internal.sampling.UnitSampler;
import io.github.dl4jinit.theory.Gains;
import io.github.dl4jinit.theory.MeanField;
import io.github.dl4jinit.theory.Preserve;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import org.nd4j.linalg.activations.IActivation;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.shade.jackson.annotation.JsonCreator;

/**
 * Independent weights of mean 0 whose standard deviation follows from the fans of their layer:
 *
 * <pre>std = gain · √(numerator / fan)</pre>
 *
 * <p>where fan is chosen by the {@link FanMode}. The gain multiplies the standard deviation, so a gain of 1.2
 * multiplies the variance by 1.44 in every layer. {@link HeInit}, {@link XavierInit} and {@link BengioInit} are this
 * class with the numerator and the fan mode of their papers as defaults; {@link Builder#forActivation(IActivation)}
 * computes the gain that an activation function needs.
 *
 * <p>The fans are those that DL4J passes to {@link #init}, as doubles; a fan of 0, which DL4J reports for a layer
 * without a matrix (PReLU), counts as 1, because each of its outputs is fed by one input.
 *
 * <p>One call of {@link #init} takes one {@code long} from {@code Nd4j.getRandom()}, so the {@code .seed(…)} of a
 * configuration governs it, and every weight follows from that number: two layers of the same shape get different
 * weights, two networks of the same seed the same ones. (This holds for every seed but 0, instead of which ND4J's
 * generator takes the clock.)
 *
 * <p>Two objects are equal if they are of the same class and all four knobs are equal.
 *
 * @see <a href="https://arxiv.org/abs/1502.01852">He, Zhang, Ren, Sun: Delving Deep into Rectifiers, 2015, section
 *     2.2</a>
 */
public class VarianceScalingInit implements GainInit {

    /** A gain of 1: the papers' formulas as they stand. */
    static final double DEFAULT_GAIN = 1.0;

    /** Normal: what He et al. 2015 draw from. */
    static final WeightDistribution DEFAULT_DISTRIBUTION = WeightDistribution.NORMAL;

    private static final long serialVersionUID = 1L;

    private final double gain;
    private final double numerator;
    private final FanMode fanMode;
    private final WeightDistribution distribution;

    /**
     * An initialiser with every knob given.
     *
     * @param gain factor of the standard deviation, positive and finite
     * @param numerator variance times fan at gain 1, positive and finite
     * @param fanMode which fan to divide by
     * @param distribution what to draw from
     * @throws IllegalArgumentException if a number is not positive and finite or an object is {@code null}
     */
    public VarianceScalingInit(double gain, double numerator, FanMode fanMode, WeightDistribution distribution) {
        this.gain = Check.positiveFinite("gain", gain);
        this.numerator = Check.positiveFinite("numerator", numerator);
        this.fanMode = Check.given("fanMode", fanMode);
        this.distribution = Check.given("distribution", distribution);
    }

    VarianceScalingInit(Builder<?> knobs) {
        this(knobs.gain, knobs.numerator, knobs.fanMode, knobs.distribution);
    }

    VarianceScalingInit(JsonFields fields) {
        this(
                fields.number("gain"),
                fields.number("numerator"),
                fields.constant("fanMode", FanMode.class),
                fields.constant("distribution", WeightDistribution.class));
    }

    static JsonFields jsonFields(String owner, Map<String, Object> fields) {
        return new JsonFields(owner, fields, "gain", "numerator", "fanMode", "distribution");
    }

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static VarianceScalingInit fromJson(Map<String, Object> fields) {
        return new VarianceScalingInit(jsonFields("VarianceScalingInit", fields));
    }

    /**
     * A builder that starts from the unscaled formula: gain 1, numerator 1, {@link FanMode#FAN_IN} and
     * {@link WeightDistribution#NORMAL}, which is {@link XavierInit}'s too.
     *
     * <p>Its type has a wildcard because {@link HeInit#builder()} and its like hide this method, which Java allows only
     * if {@code Builder<HeInit>} is a subtype of what is returned here. {@code build()} gives a
     * {@code VarianceScalingInit}.
     */
    public static Builder<? extends VarianceScalingInit> builder() {
        return new Builder<VarianceScalingInit>(
                VarianceScalingInit::new, XavierInit.DEFAULT_NUMERATOR, XavierInit.DEFAULT_FAN_MODE);
    }

    /** The factor of the standard deviation. */
    @Override
    public final double gain() {
        return gain;
    }

    @Override
    public VarianceScalingInit withGain(double gain) {
        return new VarianceScalingInit(gain, numerator, fanMode, distribution);
    }

    /** The variance of a weight times its fan, at gain 1. */
    public final double numerator() {
        return numerator;
    }

    /** Which fan the numerator is divided by. */
    public final FanMode fanMode() {
        return fanMode;
    }

    /** What the weights are drawn from. */
    public final WeightDistribution distribution() {
        return distribution;
    }

    /**
     * The standard deviation of a weight: gain · √(numerator / fan).
     *
     * @param fanIn number of inputs an output sums over, positive and finite
     * @param fanOut number of outputs an input feeds, positive and finite
     * @throws IllegalArgumentException if a fan is not positive and finite
     */
    public final double std(double fanIn, double fanOut) {
        Check.positiveFinite("fanIn", fanIn);
        Check.positiveFinite("fanOut", fanOut);
        return gain * Math.sqrt(numerator / fanMode.fan(fanIn, fanOut));
    }

    /**
     * Draws the weights of one parameter in place.
     *
     * @param fanIn fan-in, zero or more
     * @param fanOut fan-out, zero or more
     * @param shape the shape the weights will have
     * @param order 'c' or 'f'
     * @param paramView the view of the network's parameters to fill, of as many elements as {@code shape} has, in any
     *     order and with any strides
     * @return {@code paramView}, filled, in that shape; a copy of it if its strides allow no view of that shape
     * @throws IllegalArgumentException if a fan is negative or not finite, or the array does not fit the shape or its
     *     data type cannot hold such weights
     */
    @Override
    public INDArray init(double fanIn, double fanOut, long[] shape, char order, INDArray paramView) {
        double std = std(oneIfZero("fanIn", fanIn), oneIfZero("fanOut", fanOut));
        Shapes.requireFits(shape, order, paramView);
        RandomFill.fill(paramView, order, Nd4j.getRandom().nextLong(), UnitSampler.named(distribution.name()), std);
        return Shapes.reshaped(paramView, order, shape);
    }

    private static double oneIfZero(String name, double fan) {
        return Check.nonNegativeFinite(name, fan) == 0 ? 1 : fan;
    }

    @Override
    public final boolean equals(Object other) {
        if (other == null || getClass() != other.getClass()) {
            return false;
        }
        VarianceScalingInit that = (VarianceScalingInit) other;
        return gain == that.gain
                && numerator == that.numerator
                && fanMode == that.fanMode
                && distribution == that.distribution;
    }

    @Override
    public final int hashCode() {
        // Names, because the hash code of an enum constant differs from one JVM to the next.
        return Objects.hash(getClass().getName(), gain, numerator, fanMode.name(), distribution.name());
    }

    @Override
    public final String toString() {
        return getClass().getSimpleName() + "(gain=" + gain + ", numerator=" + numerator + ", fanMode=" + fanMode
                + ", distribution=" + distribution + ")";
    }

    /**
     * Collects the knobs that differ from a scheme's defaults. Each method checks what it is given and throws an
     * {@link IllegalArgumentException}; of two methods that set the same knob the later one counts.
     *
     * @param <T> the scheme
     */
    public static final class Builder<T extends VarianceScalingInit> {

        private final Function<Builder<T>, T> constructor;
        private double gain = DEFAULT_GAIN;
        private double numerator;
        private FanMode fanMode;
        private WeightDistribution distribution = DEFAULT_DISTRIBUTION;

        Builder(Function<Builder<T>, T> constructor, double numerator, FanMode fanMode) {
            this.constructor = constructor;
            this.numerator = numerator;
            this.fanMode = fanMode;
        }

        /** Sets all four knobs to those of {@code init}. */
        Builder<T> knobsOf(VarianceScalingInit init) {
            return gain(init.gain)
                    .numerator(init.numerator)
                    .fanMode(init.fanMode)
                    .distribution(init.distribution);
        }

        /**
         * Sets the factor of the standard deviation; 1 unless set.
         *
         * @throws IllegalArgumentException if it is not positive and finite
         */
        public Builder<T> gain(double gain) {
            this.gain = Check.positiveFinite("gain", gain);
            return this;
        }

        /**
         * Sets the variance of a weight times its fan, at gain 1; the scheme's own unless set.
         *
         * @throws IllegalArgumentException if it is not positive and finite
         */
        public Builder<T> numerator(double numerator) {
            this.numerator = Check.positiveFinite("numerator", numerator);
            return this;
        }

        /**
         * Sets which fan to divide by; the scheme's own unless set.
         *
         * @throws IllegalArgumentException if it is {@code null}
         */
        public Builder<T> fanMode(FanMode fanMode) {
            this.fanMode = Check.given("fanMode", fanMode);
            return this;
        }

        /**
         * Sets what to draw from; {@link WeightDistribution#NORMAL} unless set.
         *
         * @throws IllegalArgumentException if it is {@code null}
         */
        public Builder<T> distribution(WeightDistribution distribution) {
            this.distribution = Check.given("distribution", distribution);
            return this;
        }

        /**
         * Sets the scale that an activation function φ calls for, so that the signal keeps its mean square:
         * {@link #forActivation(IActivation, Preserve)} with {@link Preserve#FORWARD}. For ReLU it is {@link HeInit}'s.
         *
         * @param activation any element-wise activation function, a user's own class too
         * @throws IllegalArgumentException as {@link Gains#forward(IActivation)}
         */
        public Builder<T> forActivation(IActivation activation) {
            return forActivation(activation, Preserve.FORWARD);
        }

        /**
         * Sets the scale that an activation function φ calls for: the gain, the numerator 1 and the fan mode, with z ~
         * N(0, 1):
         *
         * <pre>
         * preserve         gain                               fan mode
         * FORWARD          1 / √E[φ(z)²]                      FAN_IN
         * BACKWARD         1 / √E[φ′(z)²]                     FAN_OUT
         * GEOMETRIC_MEAN   the geometric mean of these two    FAN_GEO_AVG
         * </pre>
         *
         * <p>The distribution stays. The numerator of the scheme does not: {@code HeInit.builder().forActivation(φ)}
         * builds a {@code HeInit} of numerator 1.
         *
         * <p>The weights of a layer see the activation function of the layer before, so this is for networks that use
         * the same one throughout; a first layer, whose inputs are data of variance 1, wants gain 1
         * ({@link XavierInit}).
         *
         * <p>FORWARD makes the variance 1 of pre-activations a fixed point. It is stable for tanh, softsign, ELU, SELU
         * and sigmoid-like functions, and neutral for ReLU, leaky ReLU and the identity. It is unstable for GELU,
         * Swish, Mish, thresholded ReLU and cube: there a deviation of the variance is multiplied in each layer, by
         * what {@code MeanField.of(φ).fixedPoint(1 / E[φ(z)²], 0).slope()} says (GELU 1.14, Swish 1.17, Mish 1.08), so
         * deep networks vanish or explode after all. {@link CriticalInit} with a σ_b² of 0.2 or more (Swish: 1) is the
         * cure for GELU, Mish and Swish.
         *
         * @param activation any element-wise activation function, a user's own class too
         * @param preserve what keeps its mean square from layer to layer
         * @throws IllegalArgumentException as {@link Gains#forward(IActivation)} and
         *     {@link Gains#backward(IActivation)}, or if {@code preserve} is {@code null}
         */
        public Builder<T> forActivation(IActivation activation, Preserve preserve) {
            Check.given("preserve", preserve);
            MeanField theory = MeanField.of(activation);
            numerator(1);
            switch (preserve) {
                case FORWARD:
                    return gain(Gains.forward(theory)).fanMode(FanMode.FAN_IN);
                case BACKWARD:
                    return gain(Gains.backward(theory)).fanMode(FanMode.FAN_OUT);
                default:
                    return gain(Math.sqrt(Gains.forward(theory) * Gains.backward(theory)))
                            .fanMode(FanMode.FAN_GEO_AVG);
            }
        }

        /** Builds the initialiser. */
        public T build() {
            return constructor.apply(this);
        }
    }
}
