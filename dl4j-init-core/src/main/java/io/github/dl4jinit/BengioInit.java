// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit;

import java.util.Map;
import org.nd4j.shade.jackson.annotation.JsonCreator;

/**
 * The initialisation of Glorot and Bengio, a compromise between keeping activations and keeping gradients:
 *
 * <pre>std = gain · √(2 / (n_in + n_out))</pre>
 *
 * <p>PyTorch calls this {@code xavier_normal_}, DL4J {@code XAVIER}; Keras's {@code GlorotNormal} is this with
 * {@link WeightDistribution#TRUNCATED_NORMAL}. With {@link WeightDistribution#UNIFORM} the weights lie within ±√6 /
 * √(n_in + n_out), the form printed in the paper.
 *
 * @see <a href="https://proceedings.mlr.press/v9/glorot10a.html">Glorot, Bengio: Understanding the difficulty of
 *     training deep feedforward neural networks, 2010, eq. 12 and 16</a>
 */
public final class BengioInit extends VarianceScalingInit {

    /** The numerator 2, so that n_in = n_out gives the fan-in form √(1 / n_in). */
    static final double DEFAULT_NUMERATOR = 2.0;

    /**
     * The sum of the fans: with a numerator of 2, as good as their mean with a numerator of 1 (eq. 12 of the paper).
     */
    static final FanMode DEFAULT_FAN_MODE = FanMode.FAN_SUM;

    private static final long serialVersionUID = 1L;

    /** The scheme of the paper: gain 1, normal distribution. */
    public BengioInit() {
        this(DEFAULT_GAIN);
    }

    /**
     * The scheme with its standard deviation multiplied by a gain.
     *
     * @param gain factor of the standard deviation
     * @throws IllegalArgumentException if the gain is not positive and finite
     */
    public BengioInit(double gain) {
        this(builder().gain(gain));
    }

    private BengioInit(Builder<?> knobs) {
        super(knobs);
    }

    private BengioInit(JsonFields fields) {
        super(fields);
    }

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static BengioInit fromJson(Map<String, Object> fields) {
        return new BengioInit(jsonFields("BengioInit", fields));
    }

    @Override
    public BengioInit withGain(double gain) {
        return builder().knobsOf(this).gain(gain).build();
    }

    /** A builder that starts from the defaults of this scheme. */
    public static Builder<BengioInit> builder() {
        return new Builder<>(BengioInit::new, DEFAULT_NUMERATOR, DEFAULT_FAN_MODE);
    }
}
