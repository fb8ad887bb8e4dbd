// SPDX-License-Identifier: Apache-2.0
/**
 * What an activation function does to a signal and to a gradient, computed from the activation object. Start at
 * {@link io.github.dl4jinit.theory.Gains} for the one number, at {@link io.github.dl4jinit.theory.MeanField} for what
 * many layers do.
 *
 * <p>From the bottom up: a {@code Response} evaluates the activation object, {@code Pieces} cuts the axis where the
 * function is not smooth, {@code GaussianTable} and {@code CorrelatedPairs} integrate over one and over two Gaussian
 * pre-activations, {@code Expectations} joins them, and {@code MeanField} makes of these what one layer does.
 * {@code LayerMap} says what follows over many layers, with {@code VarianceSearch} for fixed points.
 */
package io.github.dl4jinit.theory;
