// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.layer;

/** What a node is to a residual network. */
public enum ResidualRole {
    /** Adds its inputs. */
    SUM,
    /** Multiplies its input by a constant. */
    SCALE,
    /** Brings its input to a scale that does not depend on the weights before it. */
    NORMALISATION,
    /** Multiplies each unit by a weight of its own. */
    MULTIPLIER,
    /** Anything else. */
    OTHER
}
