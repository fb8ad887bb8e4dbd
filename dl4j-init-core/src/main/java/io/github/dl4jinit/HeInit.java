// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit;

import java.util.Map;
import org.nd4j.shade.jackson.annotation.JsonCreator;

/**
 * He initialisation, for ReLU and its relatives:
 *
 * <pre>std = gain · √(2 / n_in)</pre>
 *
 * <p>A ReLU passes half of the second moment of a symmetric signal, so a layer multiplies the mean square of its input
 * by n_in · std² / 2, which is 1 at gain 1: the signal keeps its size at any depth. PyTorch calls this
 * {@code kaiming_normal_}, DL4J {@code RELU}; Keras's {@code HeNormal} is this with
 * {@link WeightDistribution#TRUNCATED_NORMAL}.
 *
 * @see <a href="https://arxiv.org/abs/1502.01852">He, Zhang, Ren, Sun: Delving Deep into Rectifiers, 2015, eq. 10</a>
 */
public final class HeInit extends VarianceScalingInit {

    /** The numerator 2, because E[relu(z)²] = E[z²] / 2 for a symmetric z. */
    static final double DEFAULT_NUMERATOR = 2.0;

    /** Fan-in keeps the forward signal (eq. 10 of the paper). */
    static final FanMode DEFAULT_FAN_MODE = FanMode.FAN_IN;

    private static final long serialVersionUID = 1L;

    /** The scheme of the paper: gain 1, normal distribution. */
    public HeInit() {
        this(DEFAULT_GAIN);
    }

    /**
     * The scheme with its standard deviation multiplied by a gain.
     *
     * @param gain factor of the standard deviation
     * @throws IllegalArgumentException if the gain is not positive and finite
     */
    public HeInit(double gain) {
        this(builder().gain(gain));
    }

    private HeInit(Builder<?> knobs) {
        super(knobs);
    }

    private HeInit(JsonFields fields) {
        super(fields);
    }

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static HeInit fromJson(Map<String, Object> fields) {
        return new HeInit(jsonFields("HeInit", fields));
    }

    @Override
    public HeInit withGain(double gain) {
        return builder().knobsOf(this).gain(gain).build();
    }

    /** A builder that starts from the defaults of this scheme. */
    public static Builder<HeInit> builder() {
        return new Builder<>(HeInit::new, DEFAULT_NUMERATOR, DEFAULT_FAN_MODE);
    }
}
