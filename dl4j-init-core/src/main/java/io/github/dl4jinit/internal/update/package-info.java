// SPDX-License-Identifier: Apache-2.0
/**
 * The next step of training, before it is taken: {@link io.github.dl4jinit.internal.update.NextUpdate} computes it,
 * {@link io.github.dl4jinit.internal.update.UpdateFacts} are its figures, and
 * {@link io.github.dl4jinit.internal.update.StepTrial} tries it on a copy of the network.
 */
package io.github.dl4jinit.internal.update;
