// SPDX-License-Identifier: Apache-2.0
/**
 * What an activation function does to a signal and to a gradient, computed from the activation object. Start at
 * {@link io.github.dl4jinit.theory.Gains} for the one number, at {@link io.github.dl4jinit.theory.MeanField} for what
 * many layers do.
 */
package io.github.dl4jinit.theory;
