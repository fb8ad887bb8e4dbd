// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.signal;

import io.github.dl4jinit.internal.Optionals;
import java.util.Optional;
import java.util.OptionalDouble;
import org.nd4j.shade.jackson.annotation.JsonCreator;
import org.nd4j.shade.jackson.annotation.JsonProperty;

/**
 * What becomes of the signal on its way: of activations from the first layer to the last one before the loss, or of
 * gradients from there back to the first. One figure for each depth, where the main line leaves it: the root mean
 * square of the activations, or the norm of the gradient.
 */
public final class Trend {

    /**
     * A signal that leaves its start by more than three orders of magnitude is unhealthy. With plain Xavier and ReLU,
     * He et al. 2015 (section 2.2) report that 22 layers, which lose 3.3 orders, converge more slowly than with their
     * scheme, and that 30 layers, which lose 4.5, stall. 150 healthy ReLU layers of width 256 wander by 0.3.
     */
    public static final double UNHEALTHY_ORDERS = 3;

    /**
     * A single layer that multiplies the signal by ten times more or less than the others do is suspicious. Layers of
     * independent weights differ by a few per cent; pooling, bottlenecks and gates by factors of 2 to 5.
     */
    public static final double SUSPICIOUS_ORDERS = 1;

    /**
     * A rate of more orders of magnitude a layer than this, from 0.79 down or 1.26 up, would be unhealthy in 30 layers.
     * Where a trend is healthy all the same, reports say why.
     */
    public static final double ODD_ORDERS_PER_LAYER = UNHEALTHY_ORDERS / 30;

    @JsonProperty
    private final Verdict verdict;

    @JsonProperty
    private final Double ratePerLayer;

    @JsonProperty
    private final double ordersOfMagnitude;

    @JsonProperty
    private final String firstSuspicious;

    @JsonCreator
    Trend(
            @JsonProperty(value = "verdict", required = true) Verdict verdict,
            @JsonProperty("ratePerLayer") Double ratePerLayer,
            @JsonProperty("ordersOfMagnitude") double ordersOfMagnitude,
            @JsonProperty("firstSuspicious") String firstSuspicious) {
        this.verdict = verdict;
        this.ratePerLayer = ratePerLayer;
        this.ordersOfMagnitude = ordersOfMagnitude;
        this.firstSuspicious = firstSuspicious;
    }

    /** The judgement whether the signal arrives. */
    public Verdict verdict() {
        return verdict;
    }

    /**
     * The factor by which a layer multiplies the amplitude, in the signal's own direction (0.7071 for ReLU with Xavier,
     * both ways): 10 to the Theil–Sen slope of log₁₀ over depth, without the jumps of suspicious layers. Empty with
     * fewer than two layers where the signal is neither zero nor infinite.
     */
    public OptionalDouble ratePerLayer() {
        return Optionals.of(ratePerLayer);
    }

    /**
     * log₁₀ of the signal's end over its start, in its own direction. −∞ if it ends at zero, NaN if it is not finite.
     */
    public double ordersOfMagnitude() {
        return ordersOfMagnitude;
    }

    /**
     * The first layer, in the signal's direction, where something is wrong: where it is not finite, or zero, or jumps
     * by {@link #SUSPICIOUS_ORDERS} more than usual; of a signal that vanishes or explodes evenly, where it is off by
     * {@link #SUSPICIOUS_ORDERS} altogether. Empty if nothing is.
     */
    public Optional<String> firstSuspicious() {
        return Optional.ofNullable(firstSuspicious);
    }

    /** Whether the layers in general are to blame for an unhealthy trend over that depth, rather than one of them. */
    boolean isEven(int depth) {
        double orders = depth * Math.log10(ratePerLayer().orElse(1));
        return verdict != Verdict.HEALTHY && Math.abs(orders) > UNHEALTHY_ORDERS / 2;
    }

    /** Whether the verdict is {@link Verdict#HEALTHY} and no layer is suspicious. */
    public boolean healthy() {
        return verdict == Verdict.HEALTHY && firstSuspicious == null;
    }
}
