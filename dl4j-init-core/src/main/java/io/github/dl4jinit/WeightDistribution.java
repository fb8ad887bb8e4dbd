// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit;

/**
 * The shape of the distribution that weights are drawn from. Whichever it is, the mean is 0 and the standard deviation
 * exactly the one that the initialiser asks for, std.
 */
public enum WeightDistribution {

    /** N(0, std²). */
    NORMAL,

    /**
     * A normal distribution cut two of its standard deviations from the mean. That deviation is std / 0.8796, so that
     * what the cut leaves has the standard deviation std; the support is ±2.274·std. (DL4J's
     * {@code VAR_SCALING_NORMAL_*} leave that correction out and realise 0.88·std.)
     */
    TRUNCATED_NORMAL,

    /** Uniform on ±√3·std. */
    UNIFORM
}
