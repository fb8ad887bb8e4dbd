// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.theory;

/** What the scale of weights keeps from layer to layer. */
public enum Preserve {
    /** The mean square of pre-activations, and with it that of activations. */
    FORWARD,
    /**
     * The mean square of gradients. {@code NetworkInit} scales the first weights, which read data, and the last, which
     * the loss reads, by {@link #FORWARD}: there is no gradient before or behind them whose size could be kept.
     */
    BACKWARD,
    /**
     * As much of both as one scale can keep: the geometric mean of the two standard deviations; the first and last
     * weights by {@link #FORWARD}.
     */
    GEOMETRIC_MEAN
}
