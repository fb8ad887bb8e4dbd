// SPDX-License-Identifier: Apache-2.0
/**
 * One training run as a value. A {@link io.github.dl4jinit.bench.trial.TrialSpec} says what to train and gives a
 * {@link io.github.dl4jinit.bench.trial.TrialResult}; the {@link io.github.dl4jinit.bench.trial.WorkerPool} runs many
 * of them in worker processes.
 */
package io.github.dl4jinit.bench.trial;
