// SPDX-License-Identifier: Apache-2.0
package io.github.dl4jinit.internal.sampling;

/**
 * A matrix at least as high as wide, column by column, in the one piece of memory in which it is drawn and factorised
 * and from which it is copied. Any number of threads may read it, and write different parts of it.
 */
interface TallMatrix extends AutoCloseable {

    /** Overwrites {@code count} elements, the first of which is number {@code start}. */
    void write(double[] values, long start, int count);

    /** Copies {@code count} elements, the first of which is number {@code start}. */
    void read(double[] values, long start, int count);

    /** One element. */
    double get(long index);

    /**
     * Replaces the matrix by the Q of its factorisation into Q·R, Q with orthonormal columns and R upper triangular.
     *
     * @return the diagonal of R, whose signs depend on the implementation
     */
    double[] factorise();

    /** Frees the memory. */
    @Override
    void close();
}
