// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.activation;

/**
 * Moments of a unit's values x and x′ for two inputs of a network: what they are for inputs of correlation 0, and how
 * E[x·x′] moves as the inputs' correlation falls from 1.
 */
final class Moments {

    /** E[x]. */
    final double mean;
    /** E[x²]. */
    final double meanSquare;
    /** E[x·x′]. */
    final double product;
    /** The derivative of E[x·x′] by the inputs' correlation, where that is 1. */
    final double slope;
    /** The second derivative. */
    final double curvature;

    Moments(double mean, double meanSquare, double product, double slope, double curvature) {
        this.mean = mean;
        this.meanSquare = meanSquare;
        this.product = product;
        this.slope = slope;
        this.curvature = curvature;
    }

    /** E[x·x′] / E[x²]; 1 where nothing is left of the values. */
    double correlation() {
        return meanSquare == 0 ? 1 : Math.max(-1, Math.min(1, product / meanSquare));
    }

    /** The derivative of the correlation by the inputs'. */
    double correlationSlope() {
        return meanSquare == 0 ? 0 : slope / meanSquare;
    }

    /** The second derivative of the correlation by the inputs'. */
    double correlationCurvature() {
        return meanSquare == 0 ? 0 : curvature / meanSquare;
    }

    Moments times(double factor) {
        double square = factor * factor;
        return new Moments(factor * mean, square * meanSquare, square * product, square * slope, square * curvature);
    }

    /** The moments of a sum with values that are independent of these. */
    Moments plus(Moments other) {
        double means = 2 * mean * other.mean;
        return new Moments(
                mean + other.mean,
                meanSquare + other.meanSquare + means,
                product + other.product + means,
                slope + other.slope,
                curvature + other.curvature);
    }

    /** What an activation function makes of normal values. */
    Moments through(Kernel kernel) {
        double c = correlationSlope();
        double bend = c == 0 ? 0 : kernel.curvature(meanSquare) * c * c; // a kink that nothing passes bends nothing
        return new Moments(
                kernel.mean(meanSquare),
                kernel.meanSquare(meanSquare),
                kernel.product(meanSquare, correlation()),
                kernel.slope(meanSquare) * c,
                bend + kernel.slope(meanSquare) * correlationCurvature());
    }

    double[] figures() {
        return new double[] {mean, meanSquare, product, slope, curvature};
    }

    /** The average of several {@link #figures}, each with its share. */
    static Moments average(double[][] figures, double[] shares) {
        double[] sum = new double[5];
        for (int part = 0; part < figures.length; part++) {
            for (int i = 0; i < sum.length; i++) {
                sum[i] += figures[part][i] * shares[part];
            }
        }
        return new Moments(sum[0], sum[1], sum[2], sum[3], sum[4]);
    }
}
