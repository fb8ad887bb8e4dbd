// SPDX-License-Identifier: Apache-2.0
/**
 * One training run as a value. A {@link io.github.dl4jinit.lab.trial.TrialSpec} says what to train and gives a
 * {@link io.github.dl4jinit.lab.trial.TrialResult}; a {@link io.github.dl4jinit.lab.trial.TrialRunner} runs many.
 */
package io.github.dl4jinit.lab.trial;
