// SPDX-License-Identifier: Apache-2.0
/**
 * What initialising a whole network must know of each kind of layer: its parameters, their fans, how a signal passes
 * through it, how wide it is.
 *
 * <p>{@code Layers} is the one registry: it returns the {@code LayerFacts} of any layer or vertex. The facts of one
 * family of layers are in one class ({@code FeedForward}, {@code Convolution}, {@code Recurrent}, {@code Lstm},
 * {@code Attention}, {@code Normalisation}, {@code Reshaping} …): a new type of layer is added to its family, or as a
 * new family to the registry. {@code Parameter} says how one parameter is initialised; {@code Incoming} is the signal
 * between two layers, and {@code Propagation} holds what following it through a network needs. {@code Passage} and
 * {@code Flattening} say what becomes of mirrored units on their way.
 */
package io.github.dl4jinit.internal.layer;
