// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.theory;

/**
 * What an element-wise activation function does at a point. A random activation draws anew for each element, so that
 * its first and second moments at a point differ; both are over its own randomness.
 */
interface Response {

    /** The values at the given points. */
    Values at(double[] x);

    /** {@link Values#mean} alone. */
    double[] mean(double[] x);

    /** The name of the activation function in messages. */
    String name();

    /** The values at a list of points, in the order of that list. */
    final class Values {

        /** φ(x), or its mean. */
        final double[] mean;
        /** φ(x)², or its mean. */
        final double[] square;
        /** φ′(x), or its mean. */
        final double[] slope;
        /** φ′(x)², or its mean. */
        final double[] slopeSquare;

        Values(double[] mean, double[] square, double[] slope, double[] slopeSquare) {
            this.mean = mean;
            this.square = square;
            this.slope = slope;
            this.slopeSquare = slopeSquare;
        }

        double[][] columns() {
            return new double[][] {mean, square, slope, slopeSquare};
        }
    }
}
