// SPDX-License-Identifier: Apache-2.0
/**
 * Random weights: a seed gives independent blocks, a block gives samples, samples fill an
 * {@link org.nd4j.linalg.api.ndarray.INDArray}. Start at {@link io.github.dl4jinit.internal.sampling.RandomFill}.
 *
 * <p>The bits depend on the seed, the number of elements, the distribution and the data type, and on nothing else:
 * neither on the number of threads nor on the machine nor on the ND4J backend.
 */
package io.github.dl4jinit.internal.sampling;
