// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.geometry;

import java.util.Optional;
import java.util.OptionalDouble;

/** What a network does to small differences between inputs, as {@link GeometryProbe} has measured and predicted it. */
public final class Geometry {

    private final double gradientCorrelation;
    private final double spread;
    private final double spreadError;
    private final Prediction prediction;

    /**
     * Joins the figures; NaN stands for those that there are not.
     *
     * @param prediction {@code null} if there is none
     */
    Geometry(double gradientCorrelation, double spread, double spreadError, Prediction prediction) {
        this.gradientCorrelation = gradientCorrelation;
        this.spread = spread;
        this.spreadError = spreadError;
        this.prediction = prediction;
    }

    /** No figures. */
    static Geometry none() {
        return new Geometry(Double.NaN, Double.NaN, Double.NaN, null);
    }

    /** The mean cosine of the gradients at an input and at its neighbour; empty for a batch of one example. */
    public OptionalDouble gradientCorrelation() {
        return finite(gradientCorrelation);
    }

    /** The variance of the Jacobian's squared singular values over the square of their mean; 0 for an isometry. */
    public OptionalDouble spread() {
        return finite(spread);
    }

    /** The standard error of the spread; empty for a batch of one example. */
    public OptionalDouble spreadError() {
        return finite(spreadError);
    }

    /** What independent weights lead to in theory; empty where the network is no chain of dense layers. */
    public Optional<Prediction> prediction() {
        return Optional.ofNullable(prediction);
    }

    private static OptionalDouble finite(double value) {
        return Double.isFinite(value) ? OptionalDouble.of(value) : OptionalDouble.empty();
    }
}
