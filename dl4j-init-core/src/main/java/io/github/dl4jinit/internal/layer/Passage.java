// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.layer;

/** What becomes of units in pairs, which see z and −z, in a layer or vertex without weights. */
public enum Passage {
    /** Pairs stay pairs, before and behind an activation function: each channel is treated alike, and linearly. */
    LINEAR,
    /** Pairs of φ(z) and φ(−z) stay pairs, but their difference is no longer linear in z. */
    NEARLY_LINEAR,
    /** Pairs of z and −z stay such pairs; behind an activation function nothing is left of them. */
    NORMALISATION,
    /** Pairs of z and −z become pairs of φ(z) and φ(−z). */
    FUNCTION,
    /** Nothing is left of pairs, or nothing is known. */
    NONE
}
