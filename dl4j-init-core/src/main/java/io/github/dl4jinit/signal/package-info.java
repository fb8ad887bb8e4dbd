// SPDX-License-Identifier: Apache-2.0
/**
 * Measuring the signal of a network: {@link io.github.dl4jinit.signal.SignalProbe} sends one batch forward and its
 * gradient back through a copy, {@link io.github.dl4jinit.signal.SignalReport} says what became of both, and
 * {@link io.github.dl4jinit.signal.SignalListener} does the same while a network trains. Start at {@code SignalProbe}.
 *
 * <p>Each stage hands an immutable value to the next. A {@code MeasuredCopy} sends the batch through and returns a
 * {@code Measurement}; {@code Diagnosis} judges it, with {@code TrendFit} for the signal over the depth and
 * {@code ProblemFinder} and the checks of {@code internal.diagnosis} for what is wrong, and {@code Causes} to tell
 * causes from effects; {@code Advice} says what to do. The report holds what all of them say; {@code ReportText} and
 * {@code ReportJson} write it.
 */
package io.github.dl4jinit.signal;
