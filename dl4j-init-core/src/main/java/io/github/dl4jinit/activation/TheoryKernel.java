// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.activation;

import io.github.dl4jinit.theory.MeanField;
import java.util.HashMap;
import java.util.Map;
import org.nd4j.linalg.activations.IActivation;

/**
 * The kernel of an activation function by its theory; the layers of a network ask at few variances, again and again.
 */
final class TheoryKernel implements Kernel {

    private final IActivation function;
    private final MeanField theory;
    private final Map<Double, Double> meanSquares = new HashMap<>();
    private final Map<Double, Double> slopes = new HashMap<>();
    private final Map<Double, Double> curvatures = new HashMap<>();

    TheoryKernel(IActivation function, MeanField theory) {
        this.function = function;
        this.theory = theory;
    }

    @Override
    public double mean(double q) {
        return theory.mean(q);
    }

    @Override
    public double meanSquare(double q) {
        return meanSquares.computeIfAbsent(q, theory::secondMoment);
    }

    @Override
    public double product(double q, double c) {
        return theory.nextCorrelation(c, q, 1, 0) * meanSquare(q);
    }

    @Override
    public double slope(double q) {
        return slopes.computeIfAbsent(q, variance -> theory.correlationSlope(1, variance, 1, 0) * meanSquare(variance));
    }

    @Override
    public double curvature(double q) {
        return curvatures.computeIfAbsent(
                q, variance -> theory.correlationCurvature(variance, 1, 0) * meanSquare(variance));
    }

    @Override
    public IActivation function() {
        return function;
    }
}
