// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.signal;

import io.github.dl4jinit.internal.Optionals;
import java.util.Optional;
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
    private final Moments gradient;

    @JsonProperty
    private final Moments update;

    /** Computed again when a report is read, so that it cannot contradict the magnitudes that it comes from. */
    @JsonProperty(access = JsonProperty.Access.READ_ONLY)
    private final Double log10UpdateRatio;

    @JsonCreator
    ParameterSignal(
            @JsonProperty(value = "name", required = true) String name,
            @JsonProperty(value = "values", required = true) Moments values,
            @JsonProperty("gradientNorm") Double gradientNorm,
            @JsonProperty("gradient") Moments gradient,
            @JsonProperty("update") Moments update) {
        this.name = name;
        this.values = values;
        this.gradientNorm = gradientNorm;
        this.gradient = gradient;
        this.update = update;
        this.log10UpdateRatio = update == null || values.meanMagnitude() == 0
                ? null
                : (Double) Math.log10(update.meanMagnitude() / values.meanMagnitude());
    }

    /** DL4J's key, such as {@code W} or {@code b}. */
    public String name() {
        return name;
    }

    /** The moments of the parameter's own values. */
    public Moments values() {
        return values;
    }

    /** The Euclidean norm of the gradient of the batch's mean loss; empty if no gradient gets here (frozen). */
    public OptionalDouble gradientNorm() {
        return Optionals.of(gradientNorm);
    }

    /** The moments of the gradient of the batch's mean loss; empty if no gradient gets here (frozen). */
    public Optional<Moments> gradient() {
        return Optional.ofNullable(gradient);
    }

    /**
     * The moments of what the next step of training will subtract, at the network's present learning rate and updater
     * state; empty if the parameter is not trained.
     */
    public Optional<Moments> update() {
        return Optional.ofNullable(update);
    }

    /**
     * log₁₀ of the mean magnitude of the next update over that of the parameter: what DL4J's training UI plots, where
     * about −3 is healthy. −∞ for no update at all; empty if the parameter is zero everywhere or is not trained.
     */
    public OptionalDouble log10UpdateRatio() {
        return Optionals.of(log10UpdateRatio);
    }
}
