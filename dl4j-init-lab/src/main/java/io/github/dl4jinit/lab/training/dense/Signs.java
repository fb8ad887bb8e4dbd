// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.training.dense;

/**
 * Signs of floats as masks, all ones for yes and all zeros for no, computed from the floats' bits without a branch. The
 * signs of pre-activations are as good as random, so a branch is guessed wrongly every other time: with one, ReLU's
 * derivative took a quarter of a step.
 */
final class Signs {

    private static final int MAGNITUDE = 0x7fffffff;
    private static final int ABOVE_INFINITY = 0x7f800001;

    private Signs() {}

    /** Whether a float is greater than 0; NaN is not. */
    static int positive(int bits) {
        return (~bits & nonZero(bits & MAGNITUDE)) >> 31;
    }

    /** Whether a float is less than 0; −0 and NaN are not. */
    static int negative(int bits) {
        return (bits & nonZero(bits & MAGNITUDE)) >> 31;
    }

    /** A number whose sign bit says whether a magnitude is neither 0 nor NaN. */
    private static int nonZero(int magnitude) {
        return -magnitude & magnitude - ABOVE_INFINITY;
    }
}
