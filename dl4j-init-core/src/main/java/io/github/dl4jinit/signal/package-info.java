// SPDX-License-Identifier: Apache-2.0
/**
 * Measuring the signal of a network: {@link io.github.dl4jinit.signal.SignalProbe} sends one batch forward and its
 * gradient back through a copy, {@link io.github.dl4jinit.signal.SignalReport} says what became of both, and
 * {@link io.github.dl4jinit.signal.SignalListener} does the same while a network trains.
 */
package io.github.dl4jinit.signal;
