// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.lab.training.dense;

/** An activation function φ of a whole matrix, and its derivative φ′, with the bits of ND4J's own operations. */
interface Nonlinearity {

    /** Computes a = φ(z). */
    void apply(Matrix z, Matrix a, Scratch scratch);

    /**
     * Turns the gradient of a into that of z.
     *
     * @param z what φ was applied to
     * @param a what came out
     * @param gradient that of a; it is overwritten with φ′(z)·gradient
     */
    void differentiate(Matrix z, Matrix a, Matrix gradient, Scratch scratch);
}
