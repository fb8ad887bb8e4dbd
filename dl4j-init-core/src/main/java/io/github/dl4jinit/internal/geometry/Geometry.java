// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.geometry;

import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Supplier;

/** What a network does to small differences between inputs, as {@link GeometryProbe} has measured and predicted it. */
public final class Geometry {

    private final double gradientCorrelation;
    private final double spread;
    private final double spreadError;
    private final Supplier<Optional<Prediction>> theory;
    private Optional<Prediction> prediction;

    /**
     * Joins the figures; NaN stands for those that there are not.
     *
     * @param theory what makes the prediction, which takes longer than the measurement
     */
    Geometry(double gradientCorrelation, double spread, double spreadError, Supplier<Optional<Prediction>> theory) {
        this.gradientCorrelation = gradientCorrelation;
        this.spread = spread;
        this.spreadError = spreadError;
        this.theory = theory;
    }

    /** No figures. */
    static Geometry none() {
        return new Geometry(Double.NaN, Double.NaN, Double.NaN, Optional::empty);
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

    /**
     * What independent weights lead to in theory, computed when first asked for; empty where the network is no chain of
     * dense layers.
     */
    public synchronized Optional<Prediction> prediction() {
        if (prediction == null) {
            prediction = theory.get();
        }
        return prediction;
    }

    private static OptionalDouble finite(double value) {
        return Double.isFinite(value) ? OptionalDouble.of(value) : OptionalDouble.empty();
    }
}
