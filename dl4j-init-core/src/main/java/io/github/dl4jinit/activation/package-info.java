// SPDX-License-Identifier: Apache-2.0
/**
 * Activation functions that are tailored to the depth of a network, so that a plain network trains as readily as a
 * residual one. Start at {@link io.github.dl4jinit.activation.Tailoring}, which tailors all of a configuration's;
 * {@link io.github.dl4jinit.activation.TailoredActivation} is one such function.
 *
 * <p>From the bottom up: a {@code Kernel} says what one activation function does to the correlation of two inputs, a
 * {@code Signal} is where two inputs have got to, {@code CorrelationWalk} follows them through a network, and
 * {@code Tailor} chooses functions by where they end.
 */
package io.github.dl4jinit.activation;
