// SPDX-License-Identifier: Apache-2.0
/**
 * The arithmetic of the signal doctor: statistics of arrays of any size, what a layer's class says of them, the next
 * update, and data for networks that come without. Start at
 * {@link io.github.dl4jinit.internal.measure.MomentsAccumulator}.
 */
package io.github.dl4jinit.internal.measure;
