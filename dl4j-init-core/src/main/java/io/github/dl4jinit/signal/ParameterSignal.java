// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.signal;

import java.util.OptionalDouble;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/** One parameter of a layer, its gradient and its next update. */
public final class ParameterSignal {

    @JsonProperty
    private final String name;

    @JsonProperty
    private final Moments values;

    @JsonProperty
    private final Double gradientNorm;

    @JsonProperty
    private final Double log10UpdateRatio;

    @JsonCreator
    ParameterSignal(
            @JsonProperty("name") String name,
            @JsonProperty("values") Moments values,
            @JsonProperty("gradientNorm") Double gradientNorm,
            @JsonProperty("log10UpdateRatio") Double log10UpdateRatio) {
        this.name = name;
        this.values = values;
        this.gradientNorm = gradientNorm;
        this.log10UpdateRatio = log10UpdateRatio;
    }

    /** DL4J's key, such as {@code W} or {@code b}. */
    public String name() {
        return name;
    }

    /** Mean, standard deviation and root mean square of the parameter itself. */
    public Moments values() {
        return values;
    }

    /** The Euclidean norm of the gradient of the batch's mean loss; empty if no gradient gets here (frozen). */
    public OptionalDouble gradientNorm() {
        return LayerSignal.optional(gradientNorm);
    }

    /**
     * log₁₀ of the mean magnitude of the next update over that of the parameter, at the network's present learning rate
     * and updater state: what DL4J's training UI plots, where about −3 is healthy. −∞ for no update at all; empty if
     * the parameter is zero everywhere or is not trained.
     */
    public OptionalDouble log10UpdateRatio() {
        return LayerSignal.optional(log10UpdateRatio);
    }
}
