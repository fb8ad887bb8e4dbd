// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.theory;

/** What the scale of weights keeps from layer to layer. */
public enum Preserve {
    /** The mean square of pre-activations, and with it that of activations. */
    FORWARD,
    /**
     * The mean square of gradients. {@code NetworkInit} scales weights that read data, before which there is nothing
     * that a gradient could reach, by {@link #FORWARD}.
     */
    BACKWARD,
    /**
     * As much of both as one scale can keep: the geometric mean of the two standard deviations; of data by
     * {@link #FORWARD}.
     */
    GEOMETRIC_MEAN
}
