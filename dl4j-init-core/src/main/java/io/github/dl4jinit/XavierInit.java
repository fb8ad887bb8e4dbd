// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit;

import java.util.Map;
import org.nd4j.shade.jackson.annotation.JsonCreator;

/**
 * Xavier initialisation in its fan-in form, for tanh and other functions that are close to the identity around 0:
 *
 * <pre>std = gain · √(1 / n_in)</pre>
 *
 * <p>A layer multiplies the mean square of its input by n_in · std², which is 1 at gain 1. DL4J calls this
 * {@code LECUN_NORMAL} or {@code XAVIER_FAN_IN}; Keras's {@code LecunNormal} is this with
 * {@link WeightDistribution#TRUNCATED_NORMAL}. <b>Not</b> the scheme that Keras, PyTorch and DL4J call Glorot or
 * Xavier: that one is {@link BengioInit}.
 *
 * @see <a href="https://doi.org/10.1007/3-540-49430-8_2">LeCun, Bottou, Orr, Müller: Efficient BackProp, 1998, eq.
 *     16</a>
 */
public final class XavierInit extends VarianceScalingInit {

    /** The numerator 1, because the identity passes all of the second moment. */
    static final double DEFAULT_NUMERATOR = 1.0;

    /** Fan-in keeps the forward signal. */
    static final FanMode DEFAULT_FAN_MODE = FanMode.FAN_IN;

    private static final long serialVersionUID = 1L;

    /** The scheme of the paper: gain 1, normal distribution. */
    public XavierInit() {
        this(DEFAULT_GAIN);
    }

    /**
     * The scheme with its standard deviation multiplied by a gain.
     *
     * @param gain factor of the standard deviation
     * @throws IllegalArgumentException if the gain is not positive and finite
     */
    public XavierInit(double gain) {
        this(builder().gain(gain));
    }

    private XavierInit(Builder<?> knobs) {
        super(knobs);
    }

    private XavierInit(JsonFields fields) {
        super(fields);
    }

    @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
    static XavierInit fromJson(Map<String, Object> fields) {
        return new XavierInit(jsonFields("XavierInit", fields));
    }

    @Override
    public XavierInit withGain(double gain) {
        return builder().knobsOf(this).gain(gain).build();
    }

    /** A builder that starts from the defaults of this scheme. */
    public static Builder<XavierInit> builder() {
        return new Builder<>(XavierInit::new, DEFAULT_NUMERATOR, DEFAULT_FAN_MODE);
    }
}
